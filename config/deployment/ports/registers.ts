import { z } from 'zod';
import { TableLimits } from './tables.ts';

const MiB = 2 ** 20;

/** 基础台账: tables of people (counts), firms, addresses, components, stations and posts. */
export const RegistersSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest table as it comes. */
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(256 * MiB),
  /** Tables read at once; others are told to come again. */
  atOnce: z.number().int().positive().default(2),
  /** Rows made durable together. */
  batch: z.number().int().positive().default(500),
  /** Rejected rows that the answer names. */
  named: z.number().int().positive().default(100),
  /** Datum of coordinates where a row names none. */
  datum: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
  /** Area codes with which a 部件 id may begin: their first digits. */
  areas: z
    .array(z.string().regex(/^\d{2,6}$/))
    .min(1)
    .default(['3205']),
  /** What reading a table may cost. */
  tables: TableLimits.prefault({}),
});
export type RegistersSettings = z.infer<typeof RegistersSettings>;
