import { z } from 'zod';

const HexDigits = (count: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9A-Fa-f]{${count}}$`), `${count} hexadecimal digits`)
    .transform((digits) => digits.toUpperCase());

const KiB = 1024;
const MiB = 1024 * KiB;

/** A station that may dial in, by its address of ten digits. */
const WaterStation = z.strictObject({
  /** Id of the station in the deployment. */
  id: z.string().min(1).max(256),
  /** Four digits; a frame with another one is refused. Left out: any. */
  password: HexDigits(4).optional(),
  /** Address of the centre that its frames must name, two digits. Left out: any. */
  centre: HexDigits(2).optional(),
  /** False: it works in mode M1 and expects no answer. */
  answered: z.boolean().default(true),
  /** Elements that only this station knows, or states in another unit, by identifier, e.g. `39`, `FF11`. */
  elements: z
    .record(
      z.string().regex(/^(?:FF)?[0-9A-F]{2}$/, 'two digits, or FF and two'),
      z.strictObject({ unit: z.string().max(32) }),
    )
    .default({}),
});
export type WaterStation = z.infer<typeof WaterStation>;

/** The listener for stations that speak SL 651-2014 over TCP. */
export const WaterSettings = z.strictObject({
  enabled: z.boolean().default(true),
  stations: z.record(HexDigits(10), WaterStation).default({}),
  /**
   * How an answer ends that asks for nothing more. `stay`: ESC, the station stays on the line (the
   * standard says ten minutes); `leave`: EOT, it may go.
   */
  ending: z.enum(['stay', 'leave']).default('stay'),
  /** A clock further off than this flags what the station tells. */
  clockSeconds: z.number().positive().default(300),
  /** Lines at once; further ones are closed. */
  maxConnections: z.number().int().positive().default(1024),
  /** Lines of one address at once. Stations behind one gateway share its address. */
  maxPerAddress: z.number().int().positive().default(256),
  /** A line on which no good frame of a known station came for so long is closed. */
  firstFrameSeconds: z.number().positive().default(120),
  /** A line on which nothing was said for so long is closed. Stations say something every 40 s or so. */
  idleSeconds: z.number().positive().default(600),
  /** A frame that does not go on for so long is cut off. */
  frameSeconds: z.number().positive().default(20),
  /** Frames a second and line, on average. */
  framesPerSecond: z.number().positive().default(200),
  /** Bytes read from a line and not yet durable. */
  maxReadBytes: z
    .number()
    .int()
    .positive()
    .default(64 * KiB),
  /** A line is closed after so many refused frames in a row. */
  maxRefused: z.number().int().positive().default(50),
  /** Of messages in several packets. */
  packets: z
    .strictObject({
      /** Bytes of one message; most are pictures. */
      maxMessageBytes: z.number().int().positive().default(MiB),
      /** Bytes of all messages that are not yet whole. */
      maxBytes: z
        .number()
        .int()
        .positive()
        .default(32 * MiB),
      /** Silence after which a missing packet is asked for. */
      askAfterSeconds: z.number().positive().default(20),
      /** How often one message asks before it is given up. */
      asks: z.number().int().min(0).default(10),
    })
    .prefault({}),
});
export type WaterSettings = z.infer<typeof WaterSettings>;
