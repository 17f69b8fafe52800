import type { Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { isoDay } from '../../config/contract/zone.ts';
import type { Name } from '../../config/deployment/name.ts';
import {
  standardOn,
  type WaterStandard,
  type Waters,
} from '../../config/deployment/standards/standards.ts';
import { inUnit } from './units.ts';

/** A valid value of one factor of surface water. */
export interface WaterReading {
  /** Code of HJ 212, e.g. w21003. */
  factor: string;
  value: number;
  /** Without meaning for pH. */
  unit: string;
}

/** Ⅰ to Ⅴ; 6 is worse than Ⅴ (劣Ⅴ). */
export type WaterClass = 1 | 2 | 3 | 4 | 5 | 6;
export const WATER_CLASSES: readonly Name[] = [
  ...['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ'].map((name) => ({ zh: `${name}类`, en: `class ${name}` })),
  { zh: '劣Ⅴ类', en: 'worse than class Ⅴ' },
];

export interface WaterQuality {
  class: WaterClass;
  /** The factors that are as bad as that, where it is worse than Ⅰ. */
  deciding: string[];
  /** Class of each factor. */
  classes: Record<string, WaterClass>;
  /** Id of the standard, e.g. GB 3838-2002. */
  standard: string;
}

export interface WaterQuestion {
  at: Millis;
  /** IANA zone in which the editions' dates stand. */
  zone: string;
  /** Lakes have a stricter total phosphorus; total nitrogen judges lakes only. */
  waters: Waters;
  standards: readonly WaterStandard[];
}

/**
 * The class of surface water under the edition in force: that of its worst single factor (单因子评价法,
 * GB 3838-2002 §5.1). A value at a limit belongs to its class. Factors that the standard does not judge
 * for such waters are left aside.
 * @returns an error where no edition was in force, a value is negative or not a number, a unit does not
 *   fit, or nothing can be judged
 */
export function waterClass(
  readings: readonly WaterReading[],
  { at, zone, waters, standards }: WaterQuestion,
): Result<WaterQuality> {
  const date = isoDay(at, zone);
  const standard = standardOn(standards, date);
  if (standard === null) return err(`no standard of surface water in force on ${date}`);

  const classes = new Map<string, WaterClass>();
  const judge = (factor: string, found: number) =>
    classes.set(factor, Math.max(found, classes.get(factor) ?? 1) as WaterClass);
  for (const { factor, value, unit } of readings) {
    if (!(value >= 0)) return err(`${factor}: ${value} is not a measured value`);
    if (factor === standard.range.factor) {
      judge(factor, value >= standard.range.least && value <= standard.range.most ? 1 : 6);
      continue;
    }
    const item = standard.items.find(
      (each) => each.factor === factor && each.waters.includes(waters),
    );
    if (!item) continue;
    const converted = inUnit(value, unit, item.unit);
    if (converted === null) return err(`${factor}: unit ${unit} is not ${item.unit}`);
    const met = item.limits.findIndex((limit) =>
      item.bound === 'most' ? converted <= limit : converted >= limit,
    );
    judge(factor, met < 0 ? 6 : met + 1);
  }
  if (classes.size === 0) return err('no reading that the classes of surface water rest on');

  const worst = Math.max(...classes.values()) as WaterClass;
  return ok({
    class: worst,
    deciding:
      worst === 1 ? [] : [...classes].flatMap(([f, found]) => (found === worst ? [f] : [])).sort(),
    classes: Object.fromEntries(classes),
    standard: standard.id,
  });
}
