import { AIR_LEVELS, type AirQuality } from '../../config/contract/air.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { isoDay } from '../../config/contract/zone.ts';
import {
  type AirStandard,
  type Average,
  standardOn,
} from '../../config/deployment/standards/standards.ts';
import { inUnit } from './units.ts';

/** A valid mean concentration; what its flag makes invalid is left out by whoever asks. */
export interface AirReading {
  /** Code of HJ 212, e.g. a34004. */
  factor: string;
  average: Average;
  value: number;
  unit: string;
}

/** The float of a sum that is whole is at times a hair above it; that hair must not round up. */
const HAIR = 1e-9;
const ceil = (value: number): number => Math.ceil(value - HAIR * Math.max(1, value));

/**
 * The individual index (IAQI) of a concentration: between two points of the table it runs straight, and
 * it is rounded up to a whole number (HJ 633, formula 1 and §4.2).
 * @param value in the scale's own unit
 * @returns null where the table gives none (above the last point of a scale without an index there)
 */
export function iaqi(
  { points, above }: Pick<AirStandard['scales'][number], 'points' | 'above'>,
  index: readonly number[],
  value: number,
): number | null {
  const upper = points.findIndex((point) => value <= point);
  if (upper < 0) return above;
  if (upper === 0) return index[0]!;
  const [low, high] = [points[upper - 1]!, points[upper]!];
  const [from, to] = [index[upper - 1]!, index[upper]!];
  return ceil(from + ((to - from) * (value - low)) / (high - low));
}

/** Whether a mean enters the report: because it is asked for, or because one that is has no index. */
function asksFor(
  { reports, scales }: AirStandard,
  interval: 'hour' | 'day',
  readings: readonly AirReading[],
  factor: string,
  average: Average,
): boolean {
  const asked = reports[interval].filter((part) => part.factor === factor);
  if (asked.some((part) => part.average === average)) return true;
  const scale = scales.find(
    (each) =>
      each.factor === factor &&
      each.instead === average &&
      asked.some((part) => each.averages.includes(part.average)),
  );
  if (!scale) return false;
  return readings.some((reading) => {
    if (reading.factor !== factor || !scale.averages.includes(reading.average)) return false;
    const converted = inUnit(reading.value, reading.unit, scale.unit);
    return converted !== null && converted > scale.points.at(-1)!;
  });
}

export interface AqiQuestion {
  /** When the interval of the readings begins: decides which edition judges them. */
  at: Millis;
  /** IANA zone in which the editions' dates stand. */
  zone: string;
  /** The report of an hour (实时报: 1 h means only) or of a day (日报: 24 h means, O3 its greatest 8 h mean). */
  interval: 'hour' | 'day';
  standards: readonly AirStandard[];
}

/**
 * The air quality index of one station or city under the edition of HJ 633 in force at the time: the
 * greatest individual index of the factors of the report. Particles of an hour are read on the columns of
 * the day, as both editions say. Readings of other factors and means are left aside (an 8 h mean of O3 is
 * told beside an hour, but does not enter its index). A factor that is missing leaves the index to the
 * others and is named.
 * @returns an error where no edition was in force, a value is negative or not a number, a unit does not
 *   fit, or not one factor of the report can be judged
 */
export function aqi(
  readings: readonly AirReading[],
  { at, zone, interval, standards }: AqiQuestion,
): Result<AirQuality> {
  const date = isoDay(at, zone);
  const standard = standardOn(standards, date);
  if (standard === null) return err(`no standard of the air quality index in force on ${date}`);

  const indices = new Map<string, number>();
  const asked = standard.reports[interval];
  for (const { factor, average, value, unit } of readings) {
    const scale = standard.scales.find(
      (each) => each.factor === factor && each.averages.includes(average),
    );
    if (!scale || !asksFor(standard, interval, readings, factor, average)) continue;
    const converted = inUnit(value, unit, scale.unit);
    if (converted === null) return err(`${factor}: unit ${unit} is not a concentration`);
    if (!(converted >= 0)) return err(`${factor}: ${value} is not a concentration`);
    const index = iaqi(scale, standard.index, converted);
    if (index !== null) indices.set(factor, Math.max(index, indices.get(factor) ?? 0));
  }
  if (indices.size === 0) return err(`no reading that a report of the ${interval} rests on`);

  const greatest = Math.max(...indices.values());
  const factors = (wanted: (index: number) => boolean): string[] =>
    [...indices].flatMap(([factor, index]) => (wanted(index) ? [factor] : [])).sort();
  return ok({
    aqi: greatest,
    level: (AIR_LEVELS.findIndex(({ upTo }) => greatest <= upTo) + 1) as AirQuality['level'],
    primary: greatest > 50 ? factors((index) => index === greatest) : [],
    over: factors((index) => index > 100),
    iaqi: Object.fromEntries(indices),
    missing: [...new Set(asked.map(({ factor }) => factor))].filter((each) => !indices.has(each)),
    standard: standard.id,
  });
}
