import quickselect from 'quickselect';
import type { Random } from '../../../config/deployment/random.ts';

/** Centroids in metres on a plane. */
export interface Layout {
  /** Neighbours of each place, nearest first and itself first, `reach` a place. */
  neighbours: Uint16Array | Uint32Array;
  places: number;
  reach: number;
}

/** Most places of a circle: of thousands, what is wider is no place to send anybody to. */
const REACH = 250;

/** The neighbours of every place, by distance of centroids. Ties go to the lower index. */
export function layoutOf(centroids: readonly (readonly [x: number, y: number])[]): Layout {
  const places = centroids.length;
  const most = Math.min(REACH, places);
  const neighbours =
    places > 65_536 ? new Uint32Array(places * most) : new Uint16Array(places * most);
  const distances = new Float64Array(places);
  const order = Array.from({ length: places }, (_, i) => i);
  const nearer = (a: number, b: number) => distances[a]! - distances[b]! || a - b;
  for (let centre = 0; centre < places; centre++) {
    const [x, y] = centroids[centre]!;
    for (let i = 0; i < places; i++) {
      const [a, b] = centroids[i]!;
      distances[i] = (a - x) ** 2 + (b - y) ** 2;
    }
    // whole rows of thousands need no order
    quickselect(order, most - 1, 0, places - 1, nearer);
    neighbours.set(order.slice(0, most).sort(nearer), centre * most);
  }
  return { neighbours, places, reach: most };
}

/** What was counted on some days: `places` counts a day, the newest day first. */
export type Counts = Uint32Array;

/** A circle of places over the newest days that holds more than expected. */
export interface Cluster {
  centre: number;
  /** Indices of the places inside, nearest first. */
  places: number[];
  days: number;
  observed: number;
  expected: number;
  /** Log-likelihood ratio. */
  ratio: number;
}

/** Largest part of all that is expected that a circle may hold. */
const MOST_SHARE = 0.5;
/** Fewest events of a cluster. */
const LEAST = 3;

interface Best {
  centre: number;
  size: number;
  day: number;
  ratio: number;
}

/** Every centre's best circle and window, as far as it has one; with `alone` the best of all of them, last. */
function bestCircles(
  { neighbours, places, reach }: Layout,
  counts: Counts,
  shares: Float64Array,
  alone: boolean,
): Best[] {
  const days = counts.length / places;
  // by place, over the newest 1 … n days
  const sums = new Float64Array(places * days);
  const totals = new Float64Array(days);
  /** The newest day on which anything happened there. */
  const newest = new Uint32Array(places).fill(days);
  for (let d = 0; d < days; d++) {
    let total = d > 0 ? totals[d - 1]! : 0;
    for (let place = 0; place < places; place++) {
      const here = counts[d * places + place]!;
      total += here;
      sums[place * days + d] = here + (d > 0 ? sums[place * days + d - 1]! : 0);
      if (here > 0 && newest[place] === days) newest[place] = d;
    }
    totals[d] = total;
  }
  const total = totals[days - 1] ?? 0;
  const most = MOST_SHARE * total;
  const inside = new Float64Array(days);
  const found: Best[] = [];
  let ratio = 0;
  for (let centre = 0; centre < places; centre++) {
    inside.fill(0);
    if (!alone) ratio = 0;
    let [size, day, share] = [0, 0, 0];
    const first = centre * reach;
    for (let k = 0; k < reach; k++) {
      const place = neighbours[first + k]!;
      share += shares[place]!;
      // a place where nothing happened makes no circle better
      for (let d = newest[place]!; d < days; d++) {
        const c = inside[d]! + sums[place * days + d]!;
        inside[d] = c;
        const e = share * totals[d]!;
        const more = c - e;
        if (c < LEAST || more <= 0 || e > most) continue;
        // χ² is never less than the ratio, and costs no logarithm
        if (more * more * total <= ratio * e * (total - e)) continue;
        const out = total - c;
        const here = c * Math.log(c / e) + (out > 0 ? out * Math.log(out / (total - e)) : 0);
        if (here > ratio) {
          ratio = here;
          size = k + 1;
          day = d;
        }
      }
      // the shortest window grows too large only after the longest one has
      if (share * totals[0]! > most) break;
    }
    if (size > 0) found.push({ centre, size, day, ratio });
  }
  return found;
}

/**
 * Every centre's best circle over the newest 1 … n days by the prospective space-time scan statistic
 * with the Poisson model, conditioned on each day's total (Kulldorff, Prospective time periodic geographical
 * disease surveillance using a scan statistic, J. R. Statist. Soc. A 164, 2001, 61–72). Gives the best
 * one and those after it that share no place with a better one, best first.
 * @param shares which part of a day's total each place is expected to have; they sum to 1
 */
export function scan(layout: Layout, counts: Counts, shares: Float64Array): Cluster[] {
  const { neighbours, places, reach } = layout;
  const best = bestCircles(layout, counts, shares, false);
  best.sort((a, b) => b.ratio - a.ratio || a.centre - b.centre);
  const taken = new Uint8Array(places);
  const found: Cluster[] = [];
  for (const { centre, size, day, ratio } of best) {
    const circle = [...neighbours.subarray(centre * reach, centre * reach + size)];
    if (circle.some((place) => taken[place] === 1)) continue;
    const window = counts.subarray(0, (day + 1) * places);
    let [observed, share] = [0, 0];
    for (const place of circle) {
      taken[place] = 1;
      share += shares[place]!;
      for (let at = place; at < window.length; at += places) observed += window[at]!;
    }
    const expected = share * window.reduce((a, b) => a + b, 0);
    found.push({ centre, places: circle, days: day + 1, observed, expected, ratio });
  }
  return found;
}

/**
 * The best ratio of random days in which nothing is planted: what happens on each falls on the places by
 * their shares.
 * @param totals what happens on each day
 */
export function chanceRatio(
  layout: Layout,
  totals: readonly number[],
  shares: Float64Array,
  rng: Random,
): number {
  const { places } = layout;
  const upTo = new Float64Array(places);
  let sum = 0;
  for (let place = 0; place < places; place++) {
    sum += shares[place]!;
    upTo[place] = sum;
  }
  const counts = new Uint32Array(totals.length * places);
  for (const [day, total] of totals.entries())
    for (let n = 0; n < total; n++) counts[day * places + indexOf(upTo, sum * rng.next())]!++;
  return bestCircles(layout, counts, shares, true).at(-1)?.ratio ?? 0;
}

/** First index at which more than `value` is reached. */
function indexOf(upTo: Float64Array, value: number): number {
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
