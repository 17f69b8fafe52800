import { z } from 'zod';

export const Bytes = z.number().int().positive();
export const Count = z.number().int().positive();
export const MiB = 2 ** 20;

/** Datum of coordinates. */
export const Datum = z.enum(['WGS84', 'GCJ02', 'BD09']);
export type Datum = z.infer<typeof Datum>;

/** Area codes (GB/T 2260) with which a 部件 id may begin: their first digits, e.g. 3205 for all of Suzhou. */
export const ComponentAreas = z
  .array(z.string().regex(/^\d{2,6}$/))
  .min(1)
  .default(['3205']);

/** Settings of every port to which an upstream pushes JSON records. */
export const Pushed = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest body of a request. Its records become durable in one commit, which others wait for. */
  maxBodyBytes: Bytes.default(MiB),
  /** Records in one request. */
  maxRecords: Count.default(500),
});
