import { z } from 'zod';
import type { Millis } from '../contract/ids.ts';
import { isoDay } from '../contract/zone.ts';
import { Name } from './name.ts';

const LocalDate = z.iso.date().or(z.literal(''));
/** Local dates from which, and before which, something is in force; '' without end. */
const inForce = { validFrom: LocalDate.default(''), validTo: LocalDate.default('') };

/** A limit with the standard that sets it. */
export const StationLimit = z.strictObject({
  value: z.number(),
  standard: Name,
  ...inForce,
});
export type StationLimit = z.infer<typeof StationLimit>;

/** One limit, or several of which each has its time: older values are judged by what was in force then. */
export const StationLimits = z
  .union([z.array(StationLimit), StationLimit.transform((one) => [one])])
  .default([]);

/** The water that a station measures, and the class of GB 3838 that it is to hold (水质目标). */
export const WaterBody = z.strictObject({
  /** Lakes have a stricter total phosphorus. */
  waters: z.enum(['river', 'lake']),
  targets: z.array(z.strictObject({ class: z.enum(['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ']), ...inForce })).min(1),
});
export type WaterBody = z.infer<typeof WaterBody>;

interface InForce {
  validFrom: string;
  validTo: string;
}

/** What of several is in force on a local date, the first named of two; undefined: nothing is. */
const inForceOn = <T extends InForce>(all: readonly T[], date: string): T | undefined =>
  all.find(({ validFrom, validTo }) => validFrom <= date && (validTo === '' || date < validTo));

/** The limit in force at an instant; undefined: none is. @param zone IANA zone in which the dates stand */
export function limitAt(
  limits: readonly StationLimit[],
  at: Millis,
  zone: string,
): StationLimit | undefined {
  const [only] = limits;
  if (only === undefined || (limits.length === 1 && only.validFrom === '' && only.validTo === ''))
    return only;
  return inForceOn(limits, isoDay(at, zone));
}

/** The time in which both are in force; null: there is none. */
export function bothInForce(a: InForce, b: InForce): InForce | null {
  const [, validFrom = ''] = [a.validFrom, b.validFrom].sort();
  const ends = [a.validTo, b.validTo].filter((date) => date !== '').sort();
  const validTo = ends[0] ?? '';
  return validTo !== '' && validTo <= validFrom ? null : { validFrom, validTo };
}
