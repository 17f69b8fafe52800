import type { Random } from '../../../config/deployment/random.ts';

/** Centroids in metres on a plane. */
export interface Layout {
  /** Neighbours of each place, nearest first and itself first, `reach` a place. */
  neighbours: Uint16Array | Uint32Array;
  places: number;
  reach: number;
}

/** The neighbours of every place, by distance of centroids. Ties go to the lower index. */
export function layoutOf(
  centroids: readonly (readonly [x: number, y: number])[],
  reach = Math.min(centroids.length, 1000),
): Layout {
  const places = centroids.length;
  const most = Math.min(reach, places);
  const neighbours =
    places > 65_536 ? new Uint32Array(places * most) : new Uint16Array(places * most);
  const distances = new Float64Array(places);
  const order = new Uint32Array(places);
  for (let centre = 0; centre < places; centre++) {
    const [x, y] = centroids[centre]!;
    for (let i = 0; i < places; i++) {
      const [a, b] = centroids[i]!;
      distances[i] = (a - x) ** 2 + (b - y) ** 2;
      order[i] = i;
    }
    order.sort((a, b) => distances[a]! - distances[b]! || a - b);
    neighbours.set(order.subarray(0, most), centre * most);
  }
  return { neighbours, places, reach: most };
}

/** Counts or expectations by place and day, place-major; day 0 is the newest. */
export interface Cells {
  values: Float64Array;
  days: number;
}

/** A circle of places over the newest days that holds more than expected. */
export interface Cluster {
  centre: number;
  /** Indices of the places inside, nearest first. */
  places: number[];
  days: number;
  observed: number;
  /** Scaled so that all that is expected sums to all that was observed. */
  expected: number;
  /** Log-likelihood ratio. */
  ratio: number;
}

export interface Limits {
  /** Largest part of all that is expected that a circle may hold. */
  share: number;
  /** Fewest events of a cluster. */
  least: number;
}

const DEFAULTS: Limits = { share: 0.5, least: 3 };

/** For each place, the sum over the newest 1 … n days. */
function summed({ values, days }: Cells): Float64Array {
  const sums = Float64Array.from(values);
  for (let i = 0; i < sums.length; i++) if (i % days !== 0) sums[i] = sums[i]! + sums[i - 1]!;
  return sums;
}

/**
 * Every centre's best circle over the newest 1 … n days by the prospective space-time scan statistic
 * with the Poisson model, conditioned on the total (Kulldorff, Prospective time periodic geographical
 * disease surveillance using a scan statistic, J. R. Statist. Soc. A 164, 2001, 61–72). Gives the best
 * one and those after it that share no place with a better one, best first.
 */
export function scan(
  layout: Layout,
  observed: Cells,
  expected: Cells,
  limits: Partial<Limits> = {},
): Cluster[] {
  const { neighbours, places, reach } = layout;
  const { days } = observed;
  const { share, least } = { ...DEFAULTS, ...limits };
  const counts = summed(observed);
  const means = summed(expected);
  let total = 0;
  let mass = 0;
  for (let i = days - 1; i < counts.length; i += days) {
    total += counts[i]!;
    mass += means[i]!;
  }
  if (total < least || mass <= 0) return [];
  const scale = total / mass;
  const most = share * total;

  const inCounts = new Float64Array(days);
  const inMeans = new Float64Array(days);
  const best: { centre: number; size: number; day: number; ratio: number }[] = [];
  for (let centre = 0; centre < places; centre++) {
    inCounts.fill(0);
    inMeans.fill(0);
    let ratio = 0;
    let size = 0;
    let day = 0;
    const first = centre * reach;
    for (let k = 0; k < reach; k++) {
      const at = neighbours[first + k]! * days;
      for (let d = 0; d < days; d++) {
        const c = inCounts[d]! + counts[at + d]!;
        const e = inMeans[d]! + means[at + d]! * scale;
        inCounts[d] = c;
        inMeans[d] = e;
        if (c < least || c <= e || e > most) continue;
        const out = total - c;
        const here = c * Math.log(c / e) + (out > 0 ? out * Math.log(out / (total - e)) : 0);
        if (here > ratio) {
          ratio = here;
          size = k + 1;
          day = d;
        }
      }
      // the shortest window grows too large only after the longest one has
      if (inMeans[0]! > most) break;
    }
    if (ratio > 0) best.push({ centre, size, day, ratio });
  }

  best.sort((a, b) => b.ratio - a.ratio || a.centre - b.centre);
  const taken = new Uint8Array(places);
  const found: Cluster[] = [];
  for (const { centre, size, day, ratio } of best) {
    const inside = [...neighbours.subarray(centre * reach, centre * reach + size)];
    if (inside.some((place) => taken[place] === 1)) continue;
    let c = 0;
    let e = 0;
    for (const place of inside) {
      taken[place] = 1;
      c += counts[place * days + day]!;
      e += means[place * days + day]! * scale;
    }
    found.push({ centre, places: inside, days: day + 1, observed: c, expected: e, ratio });
  }
  return found;
}

/** The best ratio of one random day in which nothing is planted: counts are Poisson about what is expected. */
export function chanceRatio(
  layout: Layout,
  expected: Cells,
  rng: Random,
  limits: Partial<Limits> = {},
): number {
  const values = expected.values.map((mean) => rng.poisson(mean));
  return scan(layout, { values, days: expected.days }, expected, limits)[0]?.ratio ?? 0;
}
