import type { AlertEvent, Reading } from '../../../config/contract/facts.ts';
import { type Millis, reasonOf, type StationId } from '../../../config/contract/ids.ts';
import { clockDoubted, EARLIEST } from '../../../config/contract/told-time.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Deployment, Station } from '../../../config/deployment/schema.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';
import { entryOf } from '../../state/tallies.ts';
import { planeOf } from '../hotspot/places.ts';
import type { Alert } from '../stage.ts';
import { say } from '../title.ts';
import type { Watch } from '../watch.ts';
import { type Factor, type Found, findAt, type Judging } from './found.ts';
import { intervalOf, lostFrom } from './quiet.ts';
import { Series } from './series.ts';
import { alertOf, STATION_RULES } from './station-alert.ts';

/** Looks no more often than this, in deployment time: the shortest interval in which stations tell. */
const EVERY: Millis = 10_000;

const LOST: Name = { zh: '监测失联', en: 'Station lost' };
const MANY_POINTS: Name = { zh: '多点高发', en: 'Many points' };

interface Known {
  station: Station;
  /** By factor, interval and stat. */
  series: Map<string, Series>;
  /** Newest times at which anything was told. */
  times: Millis[];
  /** What its values lead to; null: they changed since. */
  found: Found | null;
}
/** Times remembered to learn a station's interval. */
const TIMES = 64;

/**
 * Alerts of measuring stations (domain §1.6): over a limit with a valid flag, bad air, nothing told, a value
 * that stands still or jumps, one factor over its limit at several stations near each other. Values are judged in the
 * order of their own times, whatever the order in which they came; a doubtful time is left out. Only stations of the
 * deployment are judged, by their own limits.
 */
export class StationWatch implements Watch {
  readonly rules = STATION_RULES;
  readonly #judging: Judging;
  readonly #known: ReadonlyMap<StationId, Known>;
  /** Metres on a plane, by station. */
  readonly #places: ReadonlyMap<string, readonly [number, number]>;
  #looked = Number.NEGATIVE_INFINITY;

  /** @param past what was read in the last two days, in any order */
  constructor(
    { stations, zone }: Pick<Deployment, 'stations' | 'zone'>,
    rules: StationRules,
    past: Iterable<Reading>,
  ) {
    this.#judging = { rules, zone };
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

  judge(now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null {
    const same = [...this.#known.values()].every(({ found }) => found !== null);
    if (same && now >= this.#looked && now < this.#looked + EVERY) return null;
    this.#looked = now;
    const alerts: Alert[] = [];
    for (const known of this.#known.values()) {
      known.found ??= findAt(known.station, known.series, this.#judging);
      const lost = this.#lost(known, now);
      if (lost) alerts.push(lost);
      alerts.push(...known.found.alerts);
    }
    const unheard = standing.filter((alert) => this.#isUnheard(alert));
    return [
      ...alerts,
      ...this.#manyPoints(now),
      ...unheard.map((alert) => ({
        ...alert,
        alertId: reasonOf(alert.alertId),
        steps: [],
        renewed: alert.at,
      })),
    ];
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

  /** Whether an alert is of something of which nothing is known since the start: it stands until it is heard of. */
  #isUnheard({ alertId: id }: AlertEvent): boolean {
    const [, subject = '', factor] = reasonOf(id).split(':');
    const known = this.#known.get(subject as StationId);
    if (known === undefined) return false;
    const heard = [...known.series.keys()];
    return factor === undefined
      ? heard.length === 0
      : !heard.some((key) => key.startsWith(`${factor}/`));
  }

  #lost({ station, times }: Known, now: Millis): Alert | null {
    if (times.length === 0) return null;
    const newest = Math.max(...times);
    const { rules } = this.#judging;
    const from = lostFrom(newest, intervalOf(times), rules.lost);
    if (now < from) return null;
    return alertOf('lost', station.id, {
      steps: [{ level: 'yellow', at: from, title: say(LOST, station.name) }],
      renewed: newest,
      evidence: [],
    });
  }

  /** One factor over its limit at several stations near each other, within the hours before now. */
  #manyPoints(now: Millis): Alert[] {
    const { rules } = this.#judging;
    const { stations: least, hours, metres } = rules.manyPoints;
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
      const over = {
        zh: `${near.length} 个站点同时超标`,
        en: `over its limit at ${near.length} stations`,
      };
      alerts.push(
        alertOf('many-points', code, {
          steps: [{ level: 'red', at: nth, title: say(MANY_POINTS, name, over) }],
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
}
