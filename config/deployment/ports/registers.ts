import { z } from 'zod';
import { Bytes, ComponentAreas, Count, Datum, MiB } from './pushed.ts';
import { TableLimits } from './tables.ts';

/** 基础台账: tables of people (counts), firms, addresses, components, stations and posts. */
export const RegistersSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Largest table as it comes. */
  maxBytes: Bytes.default(64 * MiB),
  /** Rows of one table: all addresses of a subdistrict are fewer. A larger register comes in parts. */
  maxRows: Count.default(200_000),
  /** Tables read at once; others are told to come again. */
  atOnce: Count.default(2),
  /** Rows made durable together. Other ports' records become durable between two of these. */
  batch: Count.default(500),
  /** Rejected rows that the answer names. */
  named: Count.default(100),
  /** 人口: counts by grid only; or rows about persons too, of which nothing but the grid is in clear. */
  people: z.enum(['counts', 'sealed']).default('counts'),
  /** Datum of coordinates where a row names none. */
  datum: Datum.default('WGS84'),
  areas: ComponentAreas,
  /** What reading a table may cost: gzip makes a thousand bytes of one, so what comes is no measure. */
  tables: TableLimits.extend({
    /** A CSV once unpacked. */
    csvBytes: Bytes.default(64 * MiB),
  }).prefault({}),
});
export type RegistersSettings = z.infer<typeof RegistersSettings>;
