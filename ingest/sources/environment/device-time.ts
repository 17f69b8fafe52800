import { DateTime } from 'luxon';
import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { createDateReader } from '../dates.ts';

export interface DeviceTime {
  at: Millis;
  /** It named the 60th second. */
  leap: boolean;
}

const LEAP = /^(\d{10}59)60(\d{3})?$/;
const YEARS = { first: 1970, last: 2099 };

/**
 * Reads the times of devices, `yyyyMMddHHmmss` with or without milliseconds, local to the zone. A leap
 * second is the last millisecond of its minute, which no other reading of the device has.
 */
export function createTimeReader(zone: string): (text: string) => Result<DeviceTime> {
  const read = createDateReader(['yyyyMMddHHmmss', 'yyyyMMddHHmmssSSS'], zone);
  return (text) => {
    const leap = LEAP.exec(text);
    const at = read(leap ? `${leap[1]}59999` : text);
    if (at === null) return err(`"${text}" is no time`);
    const year = Number(text.slice(0, 4));
    if (year < YEARS.first || year > YEARS.last)
      return err(`"${text}" lies outside ${YEARS.first}–${YEARS.last}`);
    return ok({ at, leap: leap !== null });
  };
}

/** Local time as SystemTime has it. */
export const secondsText = (at: Millis, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat('yyyyMMddHHmmss');

/** Local time as QN has it. */
export const qnText = (at: Millis, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat('yyyyMMddHHmmssSSS');
