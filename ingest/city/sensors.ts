import type { Millis } from '../../config/contract/ids.ts';
import type { ReadingFlag, ReadingInterval } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR, hourStart } from '../../config/contract/zone.ts';
import type { LocalDay } from '../../config/deployment/calendar.ts';
import { hash32, mix32, random } from '../../config/deployment/random.ts';
import type { Station } from '../../config/deployment/schema.ts';
import { limitAt } from '../../config/deployment/station-limits.ts';
import type { ReadingDraft } from '../pipeline/draft.ts';
import { type Model, modelOf } from './factors.ts';

/** Cadence of a station's live values. */
const LIVE = 5 * 60_000;
const YEAR = 365.25 * DAY;
/** Probability a day that a station is calibrated, maintained, broken, cut off, or silent for some hours. */
const EPISODES: [ReadingFlag | 'gap', number, hours: number][] = [
  ['C', 0.03, 2],
  ['M', 0.012, 5],
  ['D', 0.006, 8],
  ['B', 0.006, 3],
  ['gap', 0.012, 6],
];
/** Single values that never arrive. */
const LOST = 0.004;

/** A station tells each of its values in a message of its own. */
export type OneReading = ReadingDraft & { values: [ReadingDraft['values'][number]] };

/** A reading, and when it becomes known. */
export interface Known {
  at: Millis;
  draft: OneReading;
}

/** Multiple of its limit at which a factor is held by an incident; undefined: none. */
export type Forced = (station: string, factor: string, at: Millis) => number | undefined;

/** Identity of a reading as the pipeline writes it. */
export const readingId = ({
  station,
  interval,
  at,
  values: [{ factor, stat }],
}: OneReading): string => `reading:${station}:${interval}:${at}:${factor}:${stat}`;

const unit = (hash: number): number => hash / 4_294_967_296;

/** Smooth noise in [−1, 1] with knots every `period`: the same instant has the same value always. */
function noise(seed: number, at: Millis, period: number): number {
  const place = at / period;
  const knot = Math.floor(place);
  const t = place - knot;
  const a = unit(mix32(seed + Math.imul(knot, 0x9e3779b1)));
  const b = unit(mix32(seed + Math.imul(knot + 1, 0x9e3779b1)));
  return 2 * (a + (b - a) * t * t * (3 - 2 * t)) - 1;
}

/** Hour of the day and season move a value; slow weather and fast jitter ride on it. */
function naturalValue(model: Model, seed: number, at: Millis, starts: Millis): number {
  const hour = ((at - starts) / HOUR + 24) % 24;
  const swing =
    model.day * Math.cos((2 * Math.PI * (hour - model.peakHour)) / 24) +
    model.season * Math.cos((2 * Math.PI * (at - Date.UTC(2024, 0, 15))) / YEAR);
  const weather = noise(seed, at, 3 * DAY) + 0.6 * noise(seed + 1, at, 7 * HOUR);
  const jitter = noise(seed + 2, at, LIVE / 2);
  const shift = swing + model.weather * weather + model.jitter * jitter;
  if (model.kind === 'rain') return Math.max(0, model.base * (weather + swing - 0.85));
  return model.kind === 'ratio' ? model.base * Math.exp(shift) : model.base + shift;
}

/**
 * The readings that become known on a day: hourly always, and from the hour of `detailFrom` on the
 * live cadence as well. Water quality is sampled every four hours, as the automatic stations do.
 */
export function createSensors(of: {
  stations: readonly Station[];
  zone: string;
  seed: number;
  detailFrom: Millis;
  forced: Forced;
}): (day: LocalDay) => Known[] {
  const detail = hourStart(of.detailFrom, of.zone);
  const probes = of.stations.flatMap((station) =>
    station.factors.map((factor) => ({
      station,
      factor,
      model: modelOf(factor.code),
      seed: hash32(of.seed, station.id, factor.code),
      stationSeed: hash32(of.seed, station.id),
    })),
  );
  type Probe = (typeof probes)[number];

  const episode = (stationSeed: number, day: LocalDay, at: Millis): ReadingFlag | 'gap' | null => {
    const rng = random(mix32(stationSeed ^ hash32(day.date)));
    let roll = rng.next();
    const start = day.starts + rng.between(0, 22) * HOUR;
    for (const [what, probability, hours] of EPISODES) {
      roll -= probability;
      if (roll < 0) return at >= start && at < start + hours * HOUR ? what : null;
    }
    return null;
  };

  const take = (
    probe: Probe,
    day: LocalDay,
    at: Millis,
    interval: ReadingInterval,
    known: Millis,
  ): Known | null => {
    const { station, factor, model, seed, stationSeed } = probe;
    const times = of.forced(station.id, factor.code, at);
    const state = times === undefined ? episode(stationSeed, day, at) : null;
    const lost = unit(mix32(seed + Math.floor(at / LIVE))) < LOST;
    if (state === 'gap' || (lost && times === undefined)) return null;
    const natural = naturalValue(model, seed, at, day.starts);
    const limit = times === undefined ? undefined : limitAt(factor.limit, at, of.zone);
    const forced =
      times === undefined || limit === undefined
        ? natural
        : limit.value * times * (1 + 0.04 * noise(seed + 3, at, LIVE / 2));
    const value = state === 'D' || state === 'B' ? 0 : Math.max(model.least, forced);
    const scale = 10 ** factor.digits;
    return {
      at: known,
      draft: {
        kind: 'reading',
        source: station.source,
        station: station.id,
        at,
        interval,
        values: [
          {
            factor: factor.code,
            stat: interval === 'realtime' ? 'value' : 'avg',
            value: Math.round(value * scale) / scale,
            unit: factor.unit,
            flag: state ?? 'N',
          },
        ],
      },
    };
  };

  return (day) => {
    const found: Known[] = [];
    const add = (plan: Known | null): void => {
      if (plan) found.push(plan);
    };
    for (const probe of probes) {
      const lag = (probe.stationSeed % 120) * 1000;
      // An hour's value is known after its end: the day's first is that of the hour before midnight.
      for (let at = day.starts - HOUR; at < day.ends - HOUR; at += HOUR) {
        if ((at - day.starts) % (probe.model.hours * HOUR) !== 0) continue;
        add(take(probe, day, at, 'hour', at + HOUR + lag));
      }
      if (probe.model.hours > 1) continue;
      const first = Math.max(day.starts, Math.ceil(detail / LIVE) * LIVE);
      for (let at = first; at < day.ends; at += LIVE) {
        add(take(probe, day, at, 'realtime', at + 1000 + (probe.stationSeed % 8) * 1000));
      }
    }
    return found;
  };
}
