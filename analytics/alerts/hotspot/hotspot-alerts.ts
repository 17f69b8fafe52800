import type { AlertEvent, Hop, PatrolReport } from '../../../config/contract/facts.ts';
import { alertId, gridId, type Millis, unitId } from '../../../config/contract/ids.ts';
import { AHEAD, clockDoubted } from '../../../config/contract/told-time.ts';
import { MINUTE } from '../../../config/contract/zone.ts';
import { type Calendar, calendarOf } from '../../../config/deployment/calendar.ts';
import { hash32, random } from '../../../config/deployment/random.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import type { Alert } from '../stage.ts';
import { type CountedPast, placeOf, type StreamName } from '../surge/series.ts';
import type { Watch } from '../watch.ts';
import { Chance } from './chance.ts';
import { Daily } from './daily.ts';
import { centreOf, type Point, planeOf } from './places.ts';
import { type Cells, type Cluster, chanceRatio, type Layout, layoutOf, scan } from './scan.ts';

const RULE = 'hotspot';
const VERSION = 1;
const EVERY: Millis = MINUTE;
/** Newest days that a cluster may span. */
const DAYS = 28;
/** Random days that say what chance brings; learnt over several looks. */
const RANDOM_DAYS = 199;
/** Longest that one look learns. */
const LEARN_MS = 100;
/** A cluster as unlikely comes by chance on one day of a hundred; it stands until it is one of twenty. */
const RAISE = 1 / 100;
const CLEAR = 1 / 20;
/** Longest of a title's list of grids. */
const NAMED = 3;

/**
 * 聚集 hotspots: circles of neighbouring grids that over the newest days bring more orders than their
 * share of the year before, by the prospective space-time scan statistic (`scan`), the probability from
 * random days (`Chance`). A day's total is taken as given: it is the surge watch that asks about it.
 */
export class HotspotAlerts implements Watch {
  readonly rules = [RULE];
  readonly #deployment: Deployment;
  readonly #calendar: Calendar;
  readonly #layout: Layout;
  readonly #daily: Daily;
  readonly #stream: StreamName = 'order';
  #waiting: CountedPast[] = [];
  #looked = Number.NEGATIVE_INFINITY;
  #learnt: { day: Millis; expected: Cells; chance: Chance } | null = null;

  /** @param now deployment time */
  constructor(deployment: Deployment, now: Millis, past: Iterable<CountedPast>) {
    this.#deployment = deployment;
    this.#calendar = calendarOf(deployment);
    const points = deployment.grids.map((grid): Point => centreOf(grid));
    this.#layout = layoutOf(planeOf(points));
    this.#daily = new Daily(
      this.#calendar,
      new Map(deployment.grids.map(({ properties }, index) => [properties.id, index])),
    );
    for (const counted of past) this.#count(counted, now);
  }

  take(fact: Hop | PatrolReport, now: Millis): void {
    const place = placeOf(fact);
    if (place === null || fact.at > now + AHEAD) return;
    if (fact.kind === 'hop' && clockDoubted(fact.flags)) return;
    this.#count({ ...place, at: fact.at, count: 1, ids: [] }, now);
  }

  /** Null also while it learns what chance brings, once a day. */
  judge(now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null {
    if (now >= this.#looked && now < this.#looked + EVERY && this.#isLearnt(now)) return null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const counted of waiting) this.#count(counted, now);
    const cells = this.#daily.cells(now, DAYS);
    if (cells === null) return [];
    const chance = this.#learn(now, cells.expected);
    if (chance === null) return null;
    this.#looked = now;
    const clusters = scan(this.#layout, cells.observed, cells.expected);
    return clusters.flatMap((cluster) => {
      const p = chance.p(cluster.ratio) ?? 1;
      const before = standing.find(({ grid }) =>
        cluster.places.some((at) => this.#grid(at) === grid),
      );
      if (p > (before ? CLEAR : RAISE)) return [];
      return [this.#alertOf(cluster, p, before, now)];
    });
  }

  goneAt({ at }: AlertEvent, now: Millis): Millis {
    return Math.max(at, Math.floor(now / MINUTE) * MINUTE);
  }

  #grid(index: number): string {
    return this.#deployment.grids[index]!.properties.id;
  }

  #count(counted: CountedPast, now: Millis): void {
    if (counted.stream !== this.#stream) return;
    if (counted.at > now) this.#waiting.push(counted);
    else this.#daily.add(counted.grid, counted.at, counted.count);
  }

  #isLearnt(now: Millis): boolean {
    const { starts } = this.#calendar.dayAt(now);
    return this.#learnt?.day === starts && this.#learnt.chance.days === RANDOM_DAYS;
  }

  /** What chance brings on days like those before today; the same on each start. Null: not all is learnt yet. */
  #learn(now: Millis, expected: Cells): Chance | null {
    const { starts } = this.#calendar.dayAt(now);
    if (this.#learnt?.day !== starts) {
      this.#learnt = { day: starts, expected, chance: new Chance() };
      this.#daily.forget(now, DAYS);
    }
    const { chance } = this.#learnt;
    const begun = performance.now();
    while (chance.days < RANDOM_DAYS) {
      if (performance.now() - begun > LEARN_MS) return null;
      const rng = random(hash32(RULE, starts, chance.days));
      chance.learn(chanceRatio(this.#layout, this.#learnt.expected, rng));
    }
    return chance;
  }

  #alertOf(cluster: Cluster, p: number, before: AlertEvent | undefined, now: Millis): Alert {
    const grid = before?.grid ?? gridId(this.#grid(cluster.centre));
    const at = Math.floor(now / MINUTE) * MINUTE;
    return {
      alertId: alertId(`${RULE}:${grid}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: null,
      grid,
      unit: unitId(''),
      figures: { observed: cluster.observed, expected: cluster.expected, probability: p },
      evidence: cluster.places.map((place) => this.#grid(place)),
      renewed: at,
      steps: [{ level: 'blue', at, title: this.#title(cluster) }],
    };
  }

  #title({ places, days, observed, expected }: Cluster): string {
    const { language, grids } = this.#deployment;
    const names = places.slice(0, NAMED).map((place) => grids[place]!.properties.name[language]);
    const least = expected < 10 ? expected.toPrecision(2) : expected.toFixed(0);
    const more = places.length - names.length;
    return language === 'zh'
      ? `聚集 · ${names.join('、')}${more > 0 ? `等 ${places.length} 个网格` : ''} · ${days} 天工单 ${observed} 件, 预期 ${least}`
      : `Cluster · ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} · ${observed} orders in ${days} days, expected ${least}`;
  }
}
