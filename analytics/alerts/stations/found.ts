import type { Reading } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Station } from '../../../config/deployment/schema.ts';
import { loadWaterStandards } from '../../../config/deployment/standards/standards.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';
import { WATER_CLASSES, waterClass } from '../../air/water-class.ts';
import type { Alert, AlertStep } from '../stage.ts';
import { listed, say } from '../title.ts';
import { type AirHour, airHours, classOf } from './air-hours.ts';
import { type Exceedance, exceedance } from './exceed.ts';
import { jumpOf } from './jump.ts';
import { constantSince } from './quiet.ts';
import type { Series } from './series.ts';
import { alertOf } from './station-alert.ts';

const standards = loadWaterStandards();

export type Factor = Station['factors'][number];

/** What the values of one station lead to, whatever the time. */
export interface Found {
  alerts: Alert[];
  exceeded: { factor: Factor; exceedance: Exceedance }[];
}

/** Interval and stat. */
const PREFERRED = ['hour', 'minute', 'realtime', 'day'].flatMap((interval) =>
  ['avg', 'value'].map((stat) => `${interval}/${stat}`),
);
/** What lies farther behind the newest value of its factor is told no more. */
const BEHIND: Millis = 6 * HOUR;

export interface Judging {
  rules: StationRules;
  /** IANA zone in which the standards' dates stand. */
  zone: string;
}

/** @param series by factor, interval and stat */
export function findAt(
  station: Station,
  series: ReadonlyMap<string, Series>,
  judging: Judging,
): Found {
  const { rules } = judging;
  const found: Found = { alerts: [], exceeded: [] };
  const add = (alert: Alert | null): void => {
    if (alert) found.alerts.push(alert);
  };
  for (const factor of station.factors) {
    const judged = judgedOf(factor, series);
    if (!judged) continue;
    const over = exceedance(judged, factor, rules.exceed, judging.zone);
    if (over) {
      found.exceeded.push({ factor, exceedance: over });
      add(exceed(station, factor, over, judging));
    }
    if (!factor.mayStandStill) add(constant(station, factor, judged, judging));
    if (!factor.mayJump) add(jump(station, factor, judged, judging));
  }
  const told = [...series.values()].map((each) => each.values());
  add(air(station, airHours(told, judging.zone), judging));
  return found;
}

/**
 * Of what is told of a factor, that by which it is judged: an hour's mean, for which limits are set; where none
 * is told any more, what comes soonest.
 */
function judgedOf(
  { code }: Factor,
  series: ReadonlyMap<string, Series>,
): readonly Reading[] | undefined {
  const told = PREFERRED.flatMap((kind) => series.get(`${code}/${kind}`) ?? []);
  const all = told.map((each) => each.values());
  const newest = Math.max(...all.map((values) => values.at(-1)!.at));
  return all.find((values) => values.at(-1)!.at >= newest - BEHIND);
}

const stepsOf = ({ since, severe }: Exceedance, title: (of: Reading) => Name): AlertStep[] => [
  { level: 'yellow', at: since.at, title: title(since) },
  ...(severe
    ? [{ level: 'red' as const, at: Math.max(severe.at, since.at), title: title(severe) }]
    : []),
];

function exceed(station: Station, factor: Factor, over: Exceedance, { zone }: Judging): Alert {
  const { id, name } = station;
  const { since, worst, limit, standard } = over;
  const title = (reading: Reading) => {
    const quality = classBy(station, reading, zone);
    const { zh, en } = valued(factor, reading.value);
    const told =
      quality === null ? { zh, en } : { zh: `${zh} 属${quality.zh}`, en: `${en}, ${quality.en}` };
    const passed = {
      zh: `限值 ${limit}, ${standard.zh}`,
      en: `limit ${limit}, ${standard.en}`,
    };
    return say({ zh: '监测超标', en: 'Over limit' }, name, told, passed);
  };
  return alertOf('exceed', `${id}:${factor.code}`, {
    steps: stepsOf(over, title),
    renewed: since.at,
    figures: { observed: worst.value, expected: limit, probability: null },
    evidence: over.evidence,
  });
}

/** The index of the hours above the class from which it is told. */
function air(
  { id, name, factors }: Station,
  hours: readonly AirHour[],
  { rules, zone }: Judging,
): Alert | null {
  const { yellow, red } = rules.air;
  const limit = [{ value: yellow, standard: { zh: '', en: '' }, validFrom: '', validTo: '' }];
  // an index is whole: the class begins above the number
  const severe = (red + 0.5) / yellow;
  const over = exceedance(
    hours.map(({ index }) => index),
    { limit, least: [] },
    { ...rules.exceed, severe },
    zone,
  );
  if (!over) return null;
  const ofHour = new Map<Millis, AirHour>(hours.map((hour) => [hour.air.at, hour]));
  const title = ({ at }: Reading) => {
    const { air: told } = ofHour.get(at)!;
    const level = classOf(told);
    const primary = told.primary.map(
      (code) => factors.find((factor) => factor.code === code)?.name ?? code,
    );
    return say(
      { zh: '空气污染', en: 'Air pollution' },
      name,
      { zh: `AQI ${told.aqi} ${level.zh}`, en: `AQI ${told.aqi} ${level.en}` },
      listed(primary),
      told.standard,
    );
  };
  return alertOf('air', id, {
    steps: stepsOf(over, title),
    renewed: over.since.at,
    figures: { observed: over.worst.value, expected: yellow, probability: null },
    evidence: over.evidence,
  });
}

function constant(
  { id, name }: Station,
  factor: Factor,
  values: readonly Reading[],
  { rules: { constant: rule } }: Judging,
): Alert | null {
  const still = constantSince(values, rule);
  const first = still?.[0];
  if (!still || !first) return null;
  const value = `${first.value} ${factor.unit}`;
  const stands = { zh: `${value} 持续不变`, en: `stands at ${value}` };
  const title = say({ zh: '恒值', en: 'Constant' }, name, factor.name, stands);
  const at = Math.max(still.at(rule.values - 1)!.at, first.at + rule.hours * HOUR);
  return alertOf('constant', `${id}:${factor.code}`, {
    steps: [{ level: 'blue', at, title }],
    renewed: first.at,
    evidence: still.slice(-10).map((reading) => reading.id),
  });
}

function jump(
  { id, name }: Station,
  factor: Factor,
  values: readonly Reading[],
  { rules, zone }: Judging,
): Alert | null {
  const found = jumpOf(values, factor, rules.step, zone);
  if (!found) return null;
  const { before, after } = found;
  const of = `${before.value} → ${after.value} ${factor.unit}`.trim();
  const told = { zh: `${factor.name.zh} ${of}`, en: `${factor.name.en} ${of}` };
  const title = say({ zh: '监测突变', en: 'Jump' }, name, told);
  return alertOf('step', `${id}:${factor.code}`, {
    steps: [{ level: 'blue', at: after.at, title }],
    renewed: after.at,
    figures: { observed: after.value, expected: before.value, probability: null },
    evidence: [before.id, after.id],
  });
}

/** The class of surface water that a value is of; null: its station's water is held to none. */
function classBy(
  { water }: Station,
  { factor, value, unit, at }: Reading,
  zone: string,
): Name | null {
  if (water === undefined) return null;
  const { waters } = water;
  const quality = waterClass([{ factor, value, unit }], { at, zone, waters, standards });
  return quality.ok ? WATER_CLASSES[quality.value.class - 1]! : null;
}

const valued = ({ name, unit }: Factor, value: number): Name => ({
  zh: `${name.zh} ${value} ${unit}`,
  en: `${name.en} ${value} ${unit}`,
});
