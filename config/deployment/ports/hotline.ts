import { z } from 'zod';
import { CHANNELS, HOP_EVENTS } from '../../contract/vocabulary.ts';
import { TableLimits } from './tables.ts';

const MiB = 2 ** 20;
const Count = z.number().int().positive();
const Seconds = z.number().positive();
/** Name or path of a member of JSON, e.g. `data.rows`. */
const Path = z.string().min(1);

/** Named ways of signing: HMAC (RFC 2104) over SHA-256 or SM3 (GB/T 32905). */
export const SIGNATURES = { 'hmac-sha256': 'sha256', 'hmac-sm3': 'sm3' } as const;
export type Signature = keyof typeof SIGNATURES;

/** A paged API from which orders are read. */
export const HotlinePoll = z.strictObject({
  /** Name of the cursor, and of the key in `port-keys.json` (port `12345`) that the API asks for; no such key: none is sent. */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i),
  url: z.url({ protocol: /^https?$/ }),
  everySeconds: Seconds.default(60),
  pageSize: Count.max(5000).default(200),
  /** Where more orders than a page has stand at one value of the cursor, pages grow to this. */
  largestPage: Count.max(20_000).default(5000),
  /** Where the list of orders stands in an answer; absent: the answer is the list. */
  items: Path.optional(),
  /**
   * Pages are asked for by where to go on, not by number: orders that are changed meanwhile move to
   * later pages, and by number others would move past us. The API gives orders from the cursor on
   * (itself included), in its order.
   */
  cursor: z
    .strictObject({
      /** Parameter that names where to go on. */
      parameter: z.string().min(1).default('since'),
      /** Parameter that names how many orders a page has. */
      sizeParameter: z.string().min(1).default('pageSize'),
      /** Field of an order by which the API sorts. */
      field: Path.default('updatedAt'),
      /** A time (text or milliseconds), told in milliseconds; or a number that only grows, told as it is. */
      kind: z.enum(['time', 'number']).default('time'),
      /** How far before the cursor each page begins, in milliseconds or numbers: for orders that come late. */
      overlap: z.number().min(0).default(0),
      /** Where the very first page begins. */
      first: z.number().min(0).default(0),
    })
    .prefault({}),
  /** Header that carries the key, and what stands before the key in it. */
  header: z.string().min(1).default('Authorization'),
  scheme: z.string().default('Bearer '),
  /** A page must be complete by then. */
  timeoutSeconds: Seconds.default(30),
  maxBytes: Count.default(16 * MiB),
  /** After a failure it is asked again after so long, then after twice as long, up to the longest. */
  backoffSeconds: Seconds.default(2),
  longestBackoffSeconds: Seconds.default(300),
});
export type HotlinePoll = z.infer<typeof HotlinePoll>;

/** A folder into which files of orders are put. */
export const HotlineFolder = z.strictObject({
  /** Absolute, or relative to the data folder. `done` and `failed` are made in it. */
  folder: z.string().min(1),
  /** A file of config/deployment/mappings. */
  mapping: z.string().min(1),
  everySeconds: Seconds.default(10),
  /** A file whose size and time have not changed for so long is taken to be complete. */
  settleSeconds: z.number().min(0).default(5),
  limits: TableLimits.prefault({}),
});
export type HotlineFolder = z.infer<typeof HotlineFolder>;

/** 12345: orders pushed, polled or dropped as files. */
export const HotlineSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Orders in one request. */
  maxOrders: Count.default(500),
  maxBodyBytes: Count.default(8 * MiB),
  signature: z
    .strictObject({
      algorithms: z
        .array(z.enum(Object.keys(SIGNATURES) as [Signature, ...Signature[]]))
        .min(1)
        .default(['hmac-sha256', 'hmac-sm3']),
      /** How far a sender's clock may be off. */
      windowSeconds: Seconds.default(300),
      /** Nonces remembered at most; the oldest is forgotten first. */
      maxNonces: Count.default(200_000),
    })
    .prefault({}),
  /** Datum of coordinates where an order names none. */
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']).default('GCJ02'),
  /** Form of the number of an order that was opened again; what does not fit it is a number as it stands. */
  redo: z
    .string()
    .refine((form) => /\(\?<no>.*\(\?<redo>/.test(form), 'needs the groups no and redo')
    .default(String.raw`^(?<no>\d{15})-(?<redo>\d{1,2})$`),
  /** Other names of fields of orders and hops: ours → theirs. */
  fields: z.record(z.string(), z.array(z.string().min(1))).default({}),
  /** Other words for steps: theirs → ours. */
  events: z.record(z.string(), z.enum(HOP_EVENTS)).default({}),
  /** Other words for where an order came from: theirs → ours. */
  channels: z.record(z.string(), z.enum(CHANNELS)).default({}),
  polls: z.array(HotlinePoll).default([]),
  folders: z.array(HotlineFolder).default([]),
});
export type HotlineSettings = z.infer<typeof HotlineSettings>;
