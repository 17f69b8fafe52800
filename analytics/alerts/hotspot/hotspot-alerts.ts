import type { AlertEvent, Hop, PatrolReport } from '../../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  gridId,
  type Millis,
  reasonOf,
  unitId,
} from '../../../config/contract/ids.ts';
import { AHEAD, clockDoubted } from '../../../config/contract/told-time.ts';
import { MINUTE } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import { createNameCategory, type NameCategory } from '../name-category.ts';
import type { Alert } from '../stage.ts';
import { type CountedPast, placeOf, type StreamName } from '../surge/series.ts';
import { listed, say } from '../title.ts';
import type { Watch } from '../watch.ts';
import { inArea } from './area.ts';
import { Daily } from './daily.ts';
import type { Scan } from './scan-apart.ts';
import type { Found } from './scanner.ts';

const RULE = 'hotspot';
const VERSION = 2;
const EVERY: Millis = MINUTE;
/** Newest days that a cluster may span. */
const DAYS = 28;
/** A cluster as unlikely comes by chance on one day of a hundred; it stands until it is one of twenty. */
const RAISE = 1 / 100;
const CLEAR = 1 / 20;
/** Longest of a title's list of grids. */
const NAMED = 3;
const STREAM: StreamName = 'order';

/**
 * 聚集 hotspots: circles of neighbouring grids that over the newest days bring more orders, of any category
 * or of one, than their share of the year before, by the prospective space-time scan statistic (`Scanner`).
 * A day's total is taken as given: it is the surge watch that asks about it.
 */
export class HotspotAlerts implements Watch {
  readonly rules = [RULE];
  readonly #deployment: Deployment;
  readonly #nameCategory: NameCategory;
  readonly #scan: Scan;
  readonly #daily: Daily;
  #waiting: CountedPast[] = [];
  #asked = Number.NEGATIVE_INFINITY;
  #asking = false;
  /** What was found and not judged yet, and when it was asked. */
  #answer: { at: Millis; found: readonly Found[] } | null = null;
  #judged: Millis = 0;

  /** @param now deployment time */
  constructor(deployment: Deployment, now: Millis, past: Iterable<CountedPast>, scan: Scan) {
    this.#deployment = deployment;
    this.#scan = scan;
    this.#nameCategory = createNameCategory(deployment.categories);
    const { grids, categories } = deployment;
    this.#daily = new Daily(
      calendarOf(deployment),
      now,
      DAYS,
      new Map(grids.map(({ properties }, index) => [properties.id, index])),
      categories.map(({ name }) => name.zh),
    );
    for (const counted of past) this.#count(counted, now);
  }

  take(fact: Hop | PatrolReport, now: Millis): void {
    const place = placeOf(fact);
    if (place === null || fact.at > now + AHEAD) return;
    if (fact.kind === 'hop' && clockDoubted(fact.flags)) return;
    this.#count({ ...place, at: fact.at, count: 1, ids: [] }, now);
  }

  /** Null also while a scan is under way: what it finds is judged when it is there. */
  judge(now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null {
    if (!this.#asking && !(now >= this.#asked && now < this.#asked + EVERY)) this.#ask(now);
    if (this.#answer === null) return null;
    const { at, found } = this.#answer;
    this.#answer = null;
    this.#judged = at;
    const unlikely = found.flatMap((cluster) => {
      const before = standing.find(
        ({ alertId: id, grid }) =>
          reasonOf(id) === this.#id(cluster.category, grid) &&
          cluster.places.some((place) => this.#grid(place) === grid),
      );
      return cluster.probability > (before ? CLEAR : RAISE) ? [] : [{ cluster, before }];
    });
    const named = new Set(
      unlikely.flatMap(({ cluster: { category, places } }) => (category === '' ? [] : places)),
    );
    // what one category explains is not said of all orders as well
    return unlikely
      .filter(
        ({ cluster: { category, places } }) =>
          category !== '' || !places.some((place) => named.has(place)),
      )
      .map(({ cluster, before }) => this.#alertOf(cluster, before, at));
  }

  goneAt({ at }: AlertEvent): Millis {
    return Math.max(at, this.#judged);
  }

  #ask(now: Millis): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const counted of waiting) this.#count(counted, now);
    this.#asked = now;
    const at = Math.floor(now / MINUTE) * MINUTE;
    const look = this.#daily.look(now);
    if (look === null) {
      this.#answer = { at, found: [] };
      return;
    }
    this.#asking = true;
    void this.#scan(look).then((found) => {
      this.#asking = false;
      if (found !== null) this.#answer = { at, found };
    });
  }

  #id(category: string, grid: string): AlertId {
    return alertId(`${RULE}:${inArea(category, grid)}`);
  }

  #grid(index: number): string {
    return this.#deployment.grids[index]!.properties.id;
  }

  #count(counted: CountedPast, now: Millis): void {
    if (counted.stream !== STREAM) return;
    if (counted.at > now) this.#waiting.push(counted);
    else this.#daily.add(counted.grid, counted.category, counted.at, counted.count);
  }

  #alertOf(cluster: Found, before: AlertEvent | undefined, at: Millis): Alert {
    const grid = before?.grid ?? gridId(this.#grid(cluster.centre));
    const { observed, expected, probability } = cluster;
    return {
      alertId: this.#id(cluster.category, grid),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: null,
      grid,
      unit: unitId(''),
      figures: { observed, expected, probability },
      evidence: cluster.places.map((place) => inArea(cluster.category, this.#grid(place))),
      renewed: at,
      steps: [{ level: 'blue', at, title: this.#title(cluster) }],
    };
  }

  #title({ category, places, days, observed, expected }: Found): Name {
    const { grids } = this.#deployment;
    const names = listed(places.slice(0, NAMED).map((place) => grids[place]!.properties.name));
    const least = expected < 10 ? expected.toPrecision(2) : expected.toFixed(0);
    const more = places.length - NAMED;
    const of = this.#nameCategory(category);
    const where = {
      zh: names.zh + (more > 0 ? `等 ${places.length} 个网格` : ''),
      en: names.en + (more > 0 ? ` and ${more} more` : ''),
    };
    const orders = {
      zh: `${days} 天${of.zh}工单 ${observed} 件, 预期 ${least}`,
      en: `${observed} orders${of.en && ` of ${of.en}`} in ${days} days, expected ${least}`,
    };
    return say({ zh: '聚集', en: 'Cluster' }, where, orders);
  }
}
