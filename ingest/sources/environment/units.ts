import type { Deployment } from '../../../config/deployment/schema.ts';
import { scaled } from './values.ts';

const MASS = /^(n|μ|m|)g\/(m³|L)$/;
const POWER: Readonly<Record<string, number>> = { n: -9, μ: -6, m: -3, '': 0 };

/** A value in another unit, where that only moves its decimal point: ng, μg, mg and g of one volume. null: it does not. */
export function convert(value: number, from: string, to: string): number | null {
  // the micro sign and the Greek letter look the same
  const [own, wanted] = [from.replace('µ', 'μ'), to.replace('µ', 'μ')];
  if (own === wanted) return value;
  const [a, b] = [MASS.exec(own), MASS.exec(wanted)];
  if (!a || !b || a[2] !== b[2]) return null;
  const power = (POWER[a[1] ?? ''] ?? 0) - (POWER[b[1] ?? ''] ?? 0);
  return scaled(value, 10 ** power);
}

/** Unit in which a station of the deployment has a factor; undefined: it has none of that code. */
export type UnitOf = (station: string, factor: string) => string | undefined;

export function createUnits(stations: Deployment['stations']): UnitOf {
  const units = new Map(
    stations.flatMap(({ id, factors }) =>
      factors.map(({ code, unit }) => [`${id} ${code}`, unit] as const),
    ),
  );
  return (station, factor) => units.get(`${station} ${factor}`);
}
