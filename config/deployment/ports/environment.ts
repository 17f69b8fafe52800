import { z } from 'zod';

/** HJ/T 212-2005, HJ 212-2017 and HJ 212-2025. */
export const HJ212_VERSIONS = ['2005', '2017', '2025'] as const;
export type Hj212Version = (typeof HJ212_VERSIONS)[number];

const Device = z.strictObject({
  /** 设备唯一标识: 24 hexadecimal digits since 2017, shorter before. */
  mn: z.string().regex(/^[0-9A-Za-z]{1,27}$/),
  /** Id of the station in the deployment. */
  station: z.string().min(1),
  /** PW of its frames; absent: not asked for. */
  password: z.string().min(1).optional(),
  /** 系统编码 of its data; absent: any. */
  st: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  /** Versions it may speak. */
  versions: z
    .array(z.enum(HJ212_VERSIONS))
    .min(1)
    .default([...HJ212_VERSIONS]),
  /** It computes the CRC of Modbus by mistake: taken all the same, and its readings are flagged. */
  modbusCrc: z.boolean().default(false),
  /** What it says of its factors where that differs from the standard's table. */
  factors: z
    .array(
      z.strictObject({
        /** Code as the device writes it. */
        code: z.string().regex(/^[0-9A-Za-z]{1,32}$/),
        /** Code under which its values are kept, e.g. w01018 for the 011 of 2005. */
        as: z
          .string()
          .regex(/^[0-9A-Za-z]{1,32}$/)
          .optional(),
        unit: z.string().max(32),
        /** Unit of its -Cou values; absent: as in the table. */
        sumUnit: z.string().max(32).optional(),
        /** Multiplies its values, all but -Cou. */
        scale: z.number().positive().default(1),
      }),
    )
    .default([]),
});

/** 环境保护: devices that report by HJ 212 over TCP. */
export const EnvironmentSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Who may report. A device that is not listed is refused. */
  devices: z
    .array(Device)
    .refine(
      (devices) => new Set(devices.map(({ mn }) => mn)).size === devices.length,
      'an MN is listed twice',
    )
    .default([]),
  /** Lines at once; the next one is closed at once. */
  maxConnections: z.number().int().positive().default(12_000),
  /** Lines of one address at once. Devices behind one gateway share its address. */
  maxPerAddress: z.number().int().positive().default(3_000),
  /** A line on which no message of a known device came for so long is closed. */
  firstFrameSeconds: z.number().positive().default(120),
  /** A line on which nothing came for so long is closed: half-open sockets end so. */
  idleSeconds: z.number().positive().default(600),
  /** Frames a second and line, on average; twice as many at once. A faster line is read more slowly. */
  framesPerSecond: z.number().positive().default(20),
  /** Frames of one line that wait to become durable; the line is not read meanwhile. */
  maxInFlight: z.number().int().positive().default(32),
  /** Largest data segment. 2017 allows 1,024 bytes; many devices send more. */
  maxBodyBytes: z.number().int().min(64).max(9999).default(4096),
  /** Frames that a line may send for unknown devices, with a wrong password or wrong CRC before it is closed; a good one forgives. */
  maxFaults: z.number().int().positive().default(10),
  /** Bytes that belong to no frame after which a line is closed; a good frame forgives. */
  maxGarbageBytes: z
    .number()
    .int()
    .positive()
    .default(64 * 1024),
  /** Packets of one message. */
  maxPackets: z.number().int().min(2).max(9999).default(64),
  /** Unfinished messages of one line. */
  maxMessages: z.number().int().positive().default(4),
  /** A packet that makes no sense without the others waits so long for them. Below the 5 s after which a device repeats itself. */
  packetSeconds: z.number().positive().default(4),
  clock: z
    .strictObject({
      /** A device whose clock is ahead by more has its readings flagged. */
      aheadSeconds: z.number().positive().default(600),
      /** Behind by more: flagged. Below, it may be a message sent again. */
      behindHours: z.number().positive().default(24),
      /** A DataTime older than that is not late but wrong: flagged. */
      oldestDays: z.number().positive().default(400),
      /** Whether devices whose clock is off are set right (CN 1012) without their asking. */
      calibrate: z.boolean().default(false),
      /** Off by more: set right. */
      calibrateSeconds: z.number().positive().default(60),
      /** At most once in so long. */
      everyMinutes: z.number().positive().default(60),
      /** So long a device may take to answer a command. */
      answerSeconds: z.number().positive().default(30),
    })
    .prefault({}),
});
export type EnvironmentSettings = z.infer<typeof EnvironmentSettings>;
export type EnvironmentDevice = z.infer<typeof Device>;
