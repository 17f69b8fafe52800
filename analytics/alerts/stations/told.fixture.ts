import type { Reading } from '../../../config/contract/facts.ts';
import { stationId } from '../../../config/contract/ids.ts';
import { MINUTE } from '../../../config/contract/zone.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { MONDAY, reading } from '../../state/samples.ts';
import { StationWatch } from './station-watch.ts';

export const deployment = loadDeployment('huangqiao');

/** The watch of a process that starts with these readings. */
export const watchOf = (readings: readonly Reading[]) =>
  new StationWatch(deployment, deployment.alertRules.stations, readings);

/** So many minutes after Monday at ten. */
export const at = (minutes: number) => MONDAY + minutes * MINUTE;

/** What a station tells of a factor: the mean of a minute, where it is not said. */
export function told(
  station: string,
  factor: string,
  minutes: number,
  value: number,
  of: Partial<Reading> = {},
): Reading {
  return reading({
    id: `${station}:${factor}:${at(minutes)}:${of.version ?? 0}`,
    station: stationId(station),
    factor,
    at: at(minutes),
    value,
    interval: 'minute',
    stat: 'avg',
    flag: 'N',
    flags: [],
    ...of,
  });
}

/** Nickel at the plating district's outfall, limit 0.1 mg/L. */
export const nickel = (minutes: number, value: number, of: Partial<Reading> = {}): Reading =>
  told('hq-wq-03', 'w20121', minutes, value, of);

/** What is wrong at a time, in short: each alert with the minutes of its levels. */
export const said = (watch: StationWatch, now: number) =>
  (watch.judge(now, []) ?? []).map(
    ({ alertId: id, steps }) =>
      `${id} ${steps.map((step) => `${step.level} +${(step.at - MONDAY) / MINUTE}`).join(', ')}`,
  );
