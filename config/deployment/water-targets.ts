import type { Fault } from './check.ts';
import type { Station } from './schema.ts';
import type { WaterStandard } from './standards/standards.ts';
import { bothInForce, type StationLimit, type WaterBody } from './station-limits.ts';

type Factor = Station['factors'][number];
const CLASSES = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ'] as const;

const itemOf = ({ items }: WaterStandard, { waters }: WaterBody, { code }: Factor) =>
  items.find((item) => item.factor === code && item.waters.includes(waters));

/**
 * A station whose factors have the limits of the class that its water is to hold, in the editions of GB 3838 and
 * the times of its targets. A factor with limits of its own keeps those.
 */
export function withTargets(station: Station, standards: readonly WaterStandard[]): Station {
  const { water } = station;
  if (water === undefined) return station;
  const factors = station.factors.map((factor): Factor => {
    if (factor.limit.length + factor.least.length > 0) return factor;
    const limit: StationLimit[] = [];
    const least: StationLimit[] = [];
    for (const edition of standards)
      for (const target of water.targets) {
        const times = bothInForce(edition, target);
        if (times === null) continue;
        const standard = {
          zh: `${edition.id} ${target.class}类`,
          en: `${edition.id} class ${target.class}`,
        };
        const of = { standard, ...times };
        const item = itemOf(edition, water, factor);
        const { range } = edition;
        if (item)
          (item.bound === 'most' ? limit : least).push({
            value: item.limits[CLASSES.indexOf(target.class)]!,
            ...of,
          });
        else if (range.factor === factor.code) {
          limit.push({ value: range.most, ...of });
          least.push({ value: range.least, ...of });
        }
      }
    return { ...factor, limit, least };
  });
  return { ...station, factors };
}

/** Factors that the class of their water cannot judge, as they are told in another unit than the standard's. */
export function* targetFaults(
  stations: readonly Station[],
  standards: readonly WaterStandard[],
): Generator<Fault> {
  for (const [index, { water, factors }] of stations.entries())
    for (const [n, factor] of factors.entries()) {
      if (water === undefined || factor.limit.length + factor.least.length > 0) continue;
      const item = standards.map((edition) => itemOf(edition, water, factor)).find(Boolean);
      if (item === undefined || item.unit === factor.unit) continue;
      yield {
        path: ['stations', index, 'factors', n, 'unit'],
        problem: `"${factor.unit}" where the class of its water is judged in ${item.unit}`,
        remedy: `tell ${factor.code} in ${item.unit}, or give it a limit of its own`,
      };
    }
}
