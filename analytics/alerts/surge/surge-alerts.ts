import type { AlertEvent, Hop, PatrolReport } from '../../../config/contract/facts.ts';
import { alertId, gridId, type Millis, unitId } from '../../../config/contract/ids.ts';
import { AHEAD, clockDoubted } from '../../../config/contract/told-time.ts';
import { DAY, HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import { createNameCategory, type NameCategory } from '../name-category.ts';
import type { Alert } from '../stage.ts';
import type { Watch } from '../watch.ts';
import { type CountedPast, keyOfSeries, placeOf, seriesOf } from './series.ts';
import { surgeTitle } from './title.ts';
import { type Surge, SurgeWatch } from './watch.ts';

const RULE = 'surge';
const VERSION = 1;
/** Looks no more often than this, in deployment time. */
const EVERY: Millis = MINUTE;
/** How far back it judges when it starts: a surge that stands has not begun earlier. */
const JUDGED: Millis = 8 * DAY;

/**
 * 突增 (domain §1.6): more orders or patrol reports of a category, in a place, or both, than the past lets
 * expect. What is dated later than now waits for its time.
 */
export class SurgeAlerts implements Watch {
  readonly rules = [RULE];
  readonly #deployment: Deployment;
  readonly #nameCategory: NameCategory;
  readonly #watch: SurgeWatch;
  #waiting: CountedPast[] = [];
  #looked = Number.NEGATIVE_INFINITY;

  /** @param now deployment time */
  constructor(deployment: Deployment, now: Millis, past: Iterable<CountedPast>) {
    this.#deployment = deployment;
    this.#nameCategory = createNameCategory(deployment.categories);
    this.#watch = new SurgeWatch(calendarOf(deployment), now - JUDGED);
    for (const counted of past) this.#count(counted, now);
  }

  take(fact: Hop | PatrolReport, now: Millis): void {
    const place = placeOf(fact);
    if (
      place === null ||
      fact.at > now + AHEAD ||
      (fact.kind === 'hop' && clockDoubted(fact.flags))
    )
      return;
    const id = fact.kind === 'hop' ? fact.caseId : fact.id;
    this.#count({ ...place, at: fact.at, count: 1, ids: [id] }, now);
  }

  judge(now: Millis): readonly Alert[] | null {
    if (now >= this.#looked && now < this.#looked + EVERY) return null;
    this.#looked = now;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const counted of waiting) this.#count(counted, now);
    return this.#watch.evaluate(now).surges.map((surge) => this.#alertOf(surge));
  }

  /** A surge ends with the hour at whose end it was gone. */
  goneAt({ at }: AlertEvent, now: Millis): Millis {
    return Math.max(at, Math.floor(now / HOUR) * HOUR);
  }

  #count(counted: CountedPast, now: Millis): void {
    if (Math.floor(counted.at / HOUR) > Math.floor(now / HOUR)) {
      this.#waiting.push(counted);
      return;
    }
    this.#watch.add({ ...counted, series: seriesOf(counted) });
  }

  #alertOf(surge: Surge): Alert {
    const { stream, series, since, observed, expected, logP, evidence } = surge;
    const key = keyOfSeries(series);
    const title = surgeTitle(surge, key, this.#deployment, this.#nameCategory);
    return {
      alertId: alertId(`${RULE}:${stream}/${series}`),
      rule: RULE,
      ruleVersion: VERSION,
      caseId: null,
      grid: gridId('grid' in key ? key.grid : ''),
      unit: unitId(''),
      figures: { observed, expected, probability: Math.exp(logP) },
      evidence,
      renewed: since,
      steps: [{ level: 'blue', at: since, title }],
    };
  }
}
