import { z } from 'zod';
import { Bytes, Count, MiB } from './pushed.ts';

/** What a file of rows (CSV, xlsx) may cost before it is refused. Bytes, unless said otherwise. */
export const TableLimits = z.strictObject({
  /** One row of a CSV. */
  rowBytes: Bytes.default(MiB),
  /** Rows of a CSV whose quote never closes or which are too long: each costs a second look at what follows. */
  brokenRows: Count.default(100),
  /** A CSV once unpacked. It is streamed: the limit is against bombs, not for memory. */
  csvBytes: Bytes.default(4096 * MiB),
  /** An xlsx as it comes. */
  xlsxBytes: Bytes.default(32 * MiB),
  /** All parts of an xlsx once unpacked: they are in memory together. */
  xlsxUnpackedBytes: Bytes.default(128 * MiB),
  /** An xlsx must be read, and each part of its rows told, by then. */
  xlsxSeconds: z.number().positive().default(120),
  /** Heap of the thread that reads an xlsx, in MiB. */
  xlsxHeapMiB: Count.default(512),
});
export type TableLimits = z.infer<typeof TableLimits>;
