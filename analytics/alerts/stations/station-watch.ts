import type { AlertEvent, Reading } from '../../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  gridId,
  type Millis,
  reasonOf,
  type StationId,
  unitId,
} from '../../../config/contract/ids.ts';
import { clockDoubted, EARLIEST } from '../../../config/contract/told-time.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { Deployment, Station } from '../../../config/deployment/schema.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';
import { entryOf } from '../../state/tallies.ts';
import { planeOf } from '../hotspot/places.ts';
import type { Alert, AlertStep } from '../stage.ts';
import type { Watch } from '../watch.ts';
import { type Exceedance, exceedance } from './exceed.ts';
import { constantSince, intervalOf, lostFrom } from './quiet.ts';
import { Series } from './series.ts';

const RULES = ['exceed', 'lost', 'constant', 'many-points'] as const;
type Rule = (typeof RULES)[number];
const VERSION = 1;
/** Looks no more often than this, in deployment time: the shortest interval in which stations tell. */
const EVERY: Millis = 10_000;

type Factor = Station['factors'][number];
interface Known {
  station: Station;
  /** By factor, interval and stat. */
  series: Map<string, Series>;
  /** Newest times at which anything was told. */
  times: Millis[];
  /** What its values lead to; null: they changed since. */
  found: Found | null;
}
interface Found {
  alerts: Alert[];
  exceeded: { factor: Factor; exceedance: Exceedance }[];
}
/** Times remembered to learn a station's interval. */
const TIMES = 64;

/**
 * Alerts of measuring stations (domain §1.6): over a limit with a valid flag, nothing told, a value that
 * stands still, one factor over its limit at several stations near each other. Values are judged in the
 * order of their own times, whatever the order in which they came; a doubtful time is left out. Only stations of the
 * deployment are judged, by their own limits.
 */
export class StationWatch implements Watch {
  readonly rules = RULES;
  readonly #rules: StationRules;
  readonly #language: 'zh' | 'en';
  readonly #known: ReadonlyMap<StationId, Known>;
  /** Metres on a plane, by station. */
  readonly #places: ReadonlyMap<string, readonly [number, number]>;
  #looked = Number.NEGATIVE_INFINITY;

  /** @param past what was read in the last two days, in any order */
  constructor(
    { stations, language }: Pick<Deployment, 'stations' | 'language'>,
    rules: StationRules,
    past: Iterable<Reading>,
  ) {
    this.#rules = rules;
    this.#language = language;
    this.#known = new Map(
      stations.map((station) => [
        station.id as StationId,
        { station, series: new Map(), times: [], found: null },
      ]),
    );
    const plane = planeOf(stations.map(({ lon, lat }) => [lon, lat] as const));
    this.#places = new Map(stations.map(({ id }, n) => [id, plane[n]!]));
    for (const reading of past) this.take(reading);
  }

  take(reading: Reading): void {
    const known = this.#known.get(reading.station);
    if (!known || clockDoubted(reading.flags) || reading.at < EARLIEST) return;
    if (reading.stat !== 'value' && reading.stat !== 'avg') return;
    const { factor, interval, stat, at } = reading;
    entryOf(known.series, `${factor}/${interval}/${stat}`, () => new Series()).add(reading);
    known.found = null;
    if (known.times.includes(at)) return;
    known.times.push(at);
    if (known.times.length <= TIMES) return;
    known.times.sort((a, b) => a - b);
    known.times.shift();
  }

  judge(now: Millis): readonly Alert[] | null {
    const same = [...this.#known.values()].every(({ found }) => found !== null);
    if (same && now >= this.#looked && now < this.#looked + EVERY) return null;
    this.#looked = now;
    const alerts: Alert[] = [];
    for (const known of this.#known.values()) {
      known.found ??= this.#find(known);
      const lost = this.#lost(known, now);
      if (lost) alerts.push(lost);
      alerts.push(...known.found.alerts);
    }
    return [...alerts, ...this.#manyPoints(now)];
  }

  /** The newest value of what an alert is about: with it, it was over. */
  goneAt({ alertId: id, at }: AlertEvent): Millis {
    const [, subject = '', factor] = reasonOf(id).split(':');
    const newest = (known: Known): Millis =>
      Math.max(
        0,
        ...[...known.series]
          .filter(([key]) => factor === undefined || key.startsWith(`${factor}/`))
          .map(([, series]) => series.values().at(-1)?.at ?? 0),
      );
    const known = this.#known.get(subject as StationId);
    return Math.max(at, known ? newest(known) : Math.max(...[...this.#known.values()].map(newest)));
  }

  #find(known: Known): Found {
    const { station } = known;
    const found: Found = { alerts: [], exceeded: [] };
    for (const factor of station.factors) {
      const own = [...known.series].filter(([key]) => key.startsWith(`${factor.code}/`));
      // what is told of a longer interval stands for the shorter ones: it is what limits are set for
      const all = own.map(([, series]) => series.values());
      const judged = all.find(([first]) => first?.interval === 'hour') ?? all[0];
      if (!judged) continue;
      const over = exceedance(judged, factor, this.#rules.exceed);
      if (over) {
        found.exceeded.push({ factor, exceedance: over });
        found.alerts.push(this.#exceed(station, factor, over));
      }
      const still = factor.mayStandStill ? null : constantSince(judged, this.#rules.constant);
      const first = still?.[0];
      if (still && first)
        found.alerts.push(
          this.#alert('constant', `${station.id}:${factor.code}`, {
            steps: [
              {
                level: 'blue',
                at: Math.max(
                  still.at(this.#rules.constant.values - 1)!.at,
                  first.at + this.#rules.constant.hours * HOUR,
                ),
                title: this.#say(
                  [station.name.zh, factor.name.zh, `${first.value} ${factor.unit} 持续不变`],
                  [station.name.en, factor.name.en, `stands at ${first.value} ${factor.unit}`],
                  { zh: '恒值', en: 'Constant' },
                ),
              },
            ],
            renewed: first.at,
            evidence: still.slice(-10).map(({ id }) => id),
          }),
        );
    }
    return found;
  }

  #exceed(station: Station, factor: Factor, over: Exceedance): Alert {
    const { since, severe, worst, limit, standard } = over;
    const title = ({ value }: Reading) =>
      this.#say(
        [
          station.name.zh,
          `${factor.name.zh} ${value} ${factor.unit}`,
          `限值 ${limit}, ${standard}`,
        ],
        [
          station.name.en,
          `${factor.name.en} ${value} ${factor.unit}`,
          `limit ${limit}, ${standard}`,
        ],
        { zh: '监测超标', en: 'Over limit' },
      );
    const steps: AlertStep[] = [{ level: 'yellow', at: since.at, title: title(since) }];
    if (severe)
      steps.push({ level: 'red', at: Math.max(severe.at, since.at), title: title(severe) });
    return this.#alert('exceed', `${station.id}:${factor.code}`, {
      steps,
      renewed: since.at,
      figures: { observed: worst.value, expected: limit, probability: null },
      evidence: over.evidence,
    });
  }

  #lost({ station, times }: Known, now: Millis): Alert | null {
    if (times.length === 0) return null;
    const newest = Math.max(...times);
    const from = lostFrom(newest, intervalOf(times), this.#rules.lost);
    if (now < from) return null;
    return this.#alert('lost', station.id, {
      steps: [
        {
          level: 'yellow',
          at: from,
          title: this.#say([station.name.zh], [station.name.en], {
            zh: '监测失联',
            en: 'Station lost',
          }),
        },
      ],
      renewed: newest,
      evidence: [],
    });
  }

  /** One factor over its limit at several stations near each other, within the hours before now. */
  #manyPoints(now: Millis): Alert[] {
    const { stations: least, hours, metres } = this.#rules.manyPoints;
    const byFactor = new Map<string, { id: string; factor: Factor; since: Reading }[]>();
    for (const [id, { found }] of this.#known)
      for (const { factor, exceedance: over } of found?.exceeded ?? [])
        if (over.worst.at >= now - hours * HOUR || over.since.at >= now - hours * HOUR)
          entryOf(byFactor, factor.code, () => []).push({ id, factor, since: over.since });
    const alerts: Alert[] = [];
    for (const [code, all] of byFactor) {
      const near = all
        .map((one) => all.filter((other) => this.#metres(one.id, other.id) <= metres))
        .reduce((best, each) => (each.length > best.length ? each : best), []);
      if (near.length < least) continue;
      const nth = near.map(({ since }) => since.at).sort((a, b) => a - b)[least - 1]!;
      const { name } = near[0]!.factor;
      alerts.push(
        this.#alert('many-points', code, {
          steps: [
            {
              level: 'red',
              at: nth,
              title: this.#say(
                [name.zh, `${near.length} 个站点同时超标`],
                [name.en, `over its limit at ${near.length} stations`],
                { zh: '多点高发', en: 'Many points' },
              ),
            },
          ],
          renewed: nth,
          figures: { observed: near.length, expected: least, probability: null },
          evidence: near.map(({ since }) => since.id),
        }),
      );
    }
    return alerts;
  }

  #metres(a: string, b: string): number {
    const [ax, ay] = this.#places.get(a)!;
    const [bx, by] = this.#places.get(b)!;
    return Math.hypot(ax - bx, ay - by);
  }

  #say(zh: readonly string[], en: readonly string[], what: { zh: string; en: string }): string {
    return [what[this.#language], ...(this.#language === 'zh' ? zh : en)].join(' · ');
  }

  #alert(
    rule: Rule,
    subject: string,
    of: Pick<Alert, 'steps' | 'renewed' | 'evidence'> & Partial<Pick<Alert, 'figures'>>,
  ): Alert {
    const id: AlertId = alertId(`${rule}:${subject}`);
    return {
      alertId: id,
      rule,
      ruleVersion: VERSION,
      caseId: null,
      grid: gridId(''),
      unit: unitId(''),
      figures: null,
      ...of,
    };
  }
}
