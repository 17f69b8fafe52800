import type { Millis } from '../../../config/contract/ids.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { createDateReader } from '../dates.ts';

export interface DeviceTime {
  at: Millis;
  /** It was given as second 60. */
  leap: boolean;
}

/**
 * Reads local BCD times `yyMMddHHmm` and `yyMMddHHmmss` of a zone. The year is 2000 to 2099 (published
 * frames of 2059 confirm it); second 60 is the instant after second 59.
 */
export function createTimes(zone: string): (digits: string) => Result<DeviceTime> {
  const read = createDateReader(['yyyyMMddHHmmss', 'yyyyMMddHHmm'], zone);
  return (digits) => {
    const leap = digits.length === 12 && digits.endsWith('60');
    const at = read(`20${leap ? `${digits.slice(0, -2)}59` : digits}`);
    if (at === null) return err(`${digits} is no date`);
    return ok({ at: leap ? at + 1000 : at, leap });
  };
}
