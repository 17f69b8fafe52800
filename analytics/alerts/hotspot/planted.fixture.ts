import type { Millis } from '../../../config/contract/ids.ts';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import type { Calendar } from '../../../config/deployment/calendar.ts';
import { type Random, random } from '../../../config/deployment/random.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import type { CountedPast } from '../surge/series.ts';
import type { Look } from './daily.ts';

/** A cluster to plant (`ingest/city/incidents.ts`). */
export interface Planted {
  id: string;
  kind: 'cluster';
  category: string[];
  lon: number;
  lat: number;
  /** Metres. */
  radius: number;
  from: Millis;
  to: Millis;
  count: number;
}

/** Clusters of 6 to 20 orders over one to seven days within half a kilometre, one each eighteen days. */
export function planOf(
  seed: number,
  { categories }: Deployment,
  spots: readonly { lon: number; lat: number }[],
  calendar: Calendar,
  from: Millis,
  to: Millis,
): Planted[] {
  const rng = random(seed * 7919 + 11);
  const planted: Planted[] = [];
  for (let at = from + 5 * DAY; at < to - 12 * DAY; at += 18 * DAY) {
    const { lon, lat } = rng.pick(spots);
    const begins = calendar.dayAt(at).starts + 8 * HOUR;
    const days = rng.pick([1, 2, 4, 7]);
    const { name } = rng.pick(categories.filter(({ children }) => children));
    planted.push({
      ...{ id: `p${planted.length}`, kind: 'cluster', category: [name.zh], lon, lat, radius: 500 },
      ...{ from: begins, to: begins + days * DAY, count: rng.pick([6, 8, 12, 20]) },
    });
  }
  return planted;
}

const DRAWS = 4_000;

/**
 * Whether the best of all tests would have found a cluster: one that is told its place, window, category and
 * size, weighs each order by the likelihood ratio (Neyman and Pearson), and asks once.
 * @param look the days before it
 * @param share which part of the cluster falls on each place, by index
 * @param orders what came, planted ones too
 * @param alpha how often it may say yes where nothing is planted
 */
export function oracleFinds(
  { category: [category], from, to, count }: Planted,
  look: Look,
  share: readonly number[],
  orders: readonly (CountedPast & { place: number })[],
  alpha: number,
): boolean {
  const stream = look.streams.find((each) => each.category === category);
  if (!stream) return false;
  const aDay = stream.usual.reduce((a, b) => a + b, 0) / stream.usual.length;
  // a day of which a part is known is a day all the same: there are few
  const expected = share.map((_, place) => (stream.shares[place]! * aDay * (to - from)) / DAY);
  const weight = share.map((part, place) =>
    part === 0 ? 0 : Math.log1p((count * part) / Math.max(1e-9, expected[place]!)),
  );
  const seen = orders
    .filter(({ at, category: of }) => of === category && at >= from && at < to)
    .reduce((sum, { place }) => sum + (weight[place] ?? 0), 0);
  const rng: Random = random(from / 1000);
  let above = 0;
  for (let n = 0; n < DRAWS; n++) {
    let sum = 0;
    for (const [place, of] of weight.entries())
      if (of > 0) sum += of * rng.poisson(expected[place]!);
    if (sum >= seen) above++;
  }
  return above / DRAWS <= alpha;
}
