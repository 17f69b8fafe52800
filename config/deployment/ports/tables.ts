import { z } from 'zod';

const MiB = 2 ** 20;

/** What a file of rows (CSV, xlsx) may cost before it is refused. Bytes, unless said otherwise. */
export const TableLimits = z.strictObject({
  /** One row of a CSV. */
  rowBytes: z.number().int().positive().default(MiB),
  /** Rows of a CSV whose quote never closes or which are too long: each costs a second look at what follows. */
  brokenRows: z.number().int().positive().default(100),
  /** A CSV once unpacked. It is streamed: the limit is against bombs, not for memory. */
  csvBytes: z
    .number()
    .int()
    .positive()
    .default(4096 * MiB),
  /** An xlsx as it comes. */
  xlsxBytes: z
    .number()
    .int()
    .positive()
    .default(32 * MiB),
  /** All parts of an xlsx once unpacked: they are in memory together. */
  xlsxUnpackedBytes: z
    .number()
    .int()
    .positive()
    .default(128 * MiB),
  /** An xlsx must be read, and each part of its rows told, by then. */
  xlsxSeconds: z.number().positive().default(120),
  /** Heap of the thread that reads an xlsx, in MiB. */
  xlsxHeapMiB: z.number().int().positive().default(512),
});
export type TableLimits = z.infer<typeof TableLimits>;
