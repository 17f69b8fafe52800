import type { Millis } from '../../../config/contract/ids.ts';
import { hash32, random } from '../../../config/deployment/random.ts';
import { Chance, LEAST } from './chance.ts';
import type { Look, Stream } from './daily.ts';
import { type Cluster, chanceRatio, type Layout, scan } from './scan.ts';

/** Random days that say what chance brings. */
const RANDOM_DAYS = 99;

/** A cluster of orders of one category, '' of any, and how likely chance brings one as unlikely. */
export interface Found extends Cluster {
  category: string;
  probability: number;
}

/** What chance brings, by category, as learnt on a day. */
interface Learnt {
  day: Millis;
  chances: ReadonlyMap<string, Chance>;
}

/**
 * Finds clusters among all orders and among those of each category, and says how likely each is by chance.
 * The probability is that of any of these scans: half of it is given to the scan of all orders, half to those
 * of the categories, in equal parts (Bonferroni).
 */
export class Scanner {
  readonly #layout: Layout;
  #known: Learnt | null = null;
  #learning: (Learnt & { look: Look }) | null = null;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /**
   * The clusters of a look, likely ones too; none shares a place with a better one of its category. On a new
   * day it goes by what was learnt the day before until all is learnt anew; the first look by the few random
   * days that are learnt for it, which find less.
   */
  find(look: Look): Found[] {
    if ((this.#learning ?? this.#known)?.day !== look.day) {
      this.#known ??= this.#learning;
      const chances = new Map(look.streams.map(({ category }) => [category, new Chance()]));
      this.#learning = { day: look.day, chances, look };
    }
    if (this.#known === null)
      this.learn(() => [...this.#learning!.chances.values()].some(({ days }) => days < LEAST));
    const { chances } = (this.#known ?? this.#learning)!;
    const categories = look.streams.length - 1;
    return look.streams.flatMap(({ category, counts, shares }) => {
      const scans = categories === 0 ? 1 : category === '' ? 2 : 2 * categories;
      return scan(this.#layout, counts, shares).map((cluster): Found => {
        const p = chances.get(category)?.p(cluster.ratio) ?? 1;
        return { ...cluster, category, probability: Math.min(1, scans * p) };
      });
    });
  }

  /** Goes on learning what chance brings on the day of the last look for as long as it may: of all streams alike. */
  learn(goesOn: () => boolean): void {
    if (this.#learning === null) return;
    const { day, chances, look } = this.#learning;
    for (let n = 0; n < RANDOM_DAYS; n++)
      for (const stream of look.streams) {
        const chance = chances.get(stream.category)!;
        if (chance.days > n) continue;
        if (!goesOn()) return;
        chance.learn(this.#ratioByChance(stream, day, n));
      }
    this.#known = { day, chances };
    this.#learning = null;
  }

  #ratioByChance({ category, usual, shares }: Stream, day: Millis, n: number): number {
    return chanceRatio(this.#layout, usual, shares, random(hash32(category, day, n)));
  }
}
