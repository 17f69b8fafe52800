import { DateTime, IANAZone } from 'luxon';
import type { Millis } from './ids.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Start of the local day that holds `at`, moved by `days`. `zone` is an IANA name. */
export const dayStart = (at: Millis, zone: string, days = 0): Millis =>
  DateTime.fromMillis(at, { zone }).startOf('day').plus({ days }).toMillis();

/** Start of the local hour that holds `at`. */
export const hourStart = (at: Millis, zone: string): Millis => {
  const offset = IANAZone.create(zone).offset(at) * 60_000;
  return Math.floor((at + offset) / HOUR) * HOUR - offset;
};

/** Local date as `yyyy-MM-dd`. */
export const isoDay = (at: Millis, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
