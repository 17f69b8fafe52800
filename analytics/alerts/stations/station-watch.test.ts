import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertEvent, Reading } from '../../../config/contract/facts.ts';
import { alertId, stationId } from '../../../config/contract/ids.ts';
import { HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { MONDAY, reading } from '../../state/samples.ts';
import { StationWatch } from './station-watch.ts';

const deployment = loadDeployment('huangqiao');
const rules = deployment.alertRules.stations;
const watchOf = (readings: readonly Reading[]) => new StationWatch(deployment, rules, readings);

/** Nickel at the plating district's outfall, limit 0.1 mg/L. */
const nickel = (minutes: number, value: number, of: Partial<Reading> = {}): Reading =>
  told('hq-wq-03', 'w20121', minutes, value, of);
function told(
  station: string,
  factor: string,
  minutes: number,
  value: number,
  of: Partial<Reading> = {},
): Reading {
  const at = MONDAY + minutes * MINUTE;
  return reading({
    id: `${station}:${factor}:${at}:${of.version ?? 0}`,
    station: stationId(station),
    factor,
    at,
    value,
    interval: 'minute',
    stat: 'avg',
    flag: 'N',
    flags: [],
    ...of,
  });
}
const at = (minutes: number) => MONDAY + minutes * MINUTE;
const said = (watch: StationWatch, now: number) =>
  (watch.judge(now) ?? []).map(
    ({ alertId: id, steps }) =>
      `${id} ${steps.map((step) => `${step.level} +${(step.at - MONDAY) / MINUTE}`).join(', ')}`,
  );

describe('a limit', () => {
  test('is passed by three valid values in a row, and said with value, limit and standard', () => {
    const values = [0.05, 0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    expect(said(watchOf(values.slice(0, 3)), at(25))).toEqual([]);
    const watch = watchOf(values);
    const [alert] = watch.judge(at(31))!;
    expect(alert).toMatchObject({
      alertId: 'exceed:hq-wq-03:w20121',
      figures: { observed: 0.14, expected: 0.1, probability: null },
      evidence: values.slice(1).map(({ id }) => id),
    });
    expect(alert!.steps[0]).toMatchObject({ level: 'yellow', at: at(30) });
    expect(alert!.steps[0]!.title).toMatch(
      /监测超标 · .+总镍 0\.14 mg\/L · 限值 0\.1, GB 21900-2008/,
    );
  });

  test('of twice as much is red', () => {
    const values = [0.12, 0.13, 0.25].map((value, n) => nickel(10 * n, value));
    expect(said(watchOf(values), at(21))).toEqual(['exceed:hq-wq-03:w20121 yellow +20, red +20']);
  });

  test('is not passed by what was not measured: maintenance, fault, calibration', () => {
    const values = (['M', 'D', 'C', 'T', 'B', 'F'] as const).flatMap((flag, k) =>
      [0, 1, 2].map((n) => nickel(30 * k + 10 * n, 0.9, { flag })),
    );
    expect(said(watchOf(values), at(175))).toEqual([]);
  });

  test('stands until it is kept by a margin as often, and then is over at the last value', () => {
    const values = [0.12, 0.13, 0.14, 0.099, 0.098, 0.097].map((value, n) => nickel(10 * n, value));
    const watch = watchOf(values);
    expect(said(watch, at(51))).toHaveLength(1);
    for (const [n, value] of [0.05, 0.05, 0.05].entries()) watch.take(nickel(60 + 10 * n, value));
    expect(said(watch, at(81))).toEqual([]);
    const alert = { alertId: alertId('exceed:hq-wq-03:w20121'), at: at(20) } as AlertEvent;
    expect(watch.goneAt(alert)).toBe(at(80));
  });

  test('may be a lower one: too little oxygen in the river', () => {
    const values = [4, 3.8, 3.5].map((value, n) => told('hq-wq-01', 'w01009', 10 * n, value));
    expect(said(watchOf(values), at(21))).toEqual(['exceed:hq-wq-01:w01009 yellow +20']);
  });

  test('is judged at once by a value of an hour', () => {
    const value = told('hq-air-01', 'a34004', 0, 80, { interval: 'hour' });
    expect(said(watchOf([value]), at(60))).toEqual(['exceed:hq-air-01:a34004 yellow +0']);
  });

  test('that was passed is not any more when the value is told anew', () => {
    const values = [0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    const watch = watchOf(values);
    expect(said(watch, at(21))).toHaveLength(1);
    watch.take(nickel(20, 0.04, { version: 1 }));
    expect(said(watch, at(22))).toEqual([]);
  });
});

describe('a station', () => {
  test('is lost after two hours without a word, and found again', () => {
    const watch = watchOf([0, 10, 20, 30].map((minute) => nickel(minute, 0.05)));
    expect(said(watch, at(149))).toEqual([]);
    expect(said(watch, at(151))).toEqual(['lost:hq-wq-03 yellow +150']);
    watch.take(nickel(152, 0.05));
    expect(said(watch, at(153))).toEqual([]);
    const alert = { alertId: alertId('lost:hq-wq-03'), at: at(150) } as AlertEvent;
    expect(watch.goneAt(alert)).toBe(at(152));
  });

  test('that tells every four hours is not lost after two', () => {
    const watch = watchOf([0, 240, 480, 720].map((minute, n) => nickel(minute, 0.05 + n / 1000)));
    expect(said(watch, at(720 + 300))).toEqual([]);
    expect(said(watch, at(720 + 601))).toEqual(['lost:hq-wq-03 yellow +1320']);
  });

  test('whose value stands still for six hours is said to; a calm water level is not', () => {
    const still = Array.from({ length: 37 }, (_, n) => nickel(10 * n, 0.05));
    expect(said(watchOf(still.slice(0, 36)), at(355))).toEqual([]);
    expect(said(watchOf(still), at(361))).toEqual(['constant:hq-wq-03:w20121 blue +360']);
    const level = Array.from({ length: 40 }, (_, n) => told('hq-sw-01', '39', 10 * n, 3.1));
    expect(said(watchOf(level), at(391))).toEqual([]);
    const none = Array.from({ length: 40 }, (_, n) => nickel(10 * n, 0));
    expect(said(watchOf(none), at(391))).toEqual([]);
  });

  test('that nobody knows, and a clock that was never set, change nothing', () => {
    const values = [0, 10, 20].flatMap((minute) => [
      told('elsewhere', 'w20121', minute, 9),
      nickel(minute, 9, { flags: ['clock-ahead'] }),
    ]);
    expect(said(watchOf(values), at(30))).toEqual([]);
  });
});

test('one factor over its limit at three points is more than three alerts', () => {
  const three = [...deployment.stations.filter(({ id }) => id.startsWith('hq-wq'))].map(({ id }) =>
    told(id, 'w01001', 0, 9.8, { interval: 'hour' }),
  );
  expect(said(watchOf(three.slice(0, 2)), at(60))).toHaveLength(2);
  expect(said(watchOf(three), at(60))).toContain('many-points:w01001 red +0');
});

test('in whatever order values come, and however often, the same is said', () => {
  const value = fc.record({
    minute: fc.integer({ min: 0, max: 60 }).map((n) => n * 10),
    value: fc.constantFrom(0.05, 0.097, 0.12, 0.3),
    version: fc.integer({ min: 0, max: 1 }),
    flag: fc.constantFrom('N' as const, 'N' as const, 'M' as const),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(value, {
        maxLength: 40,
        selector: ({ minute, version }) => `${minute}/${version}`,
      }),
      fc.integer({ min: 0, max: 900 }),
      fc.infiniteStream(fc.nat()),
      (all, minutes, order) => {
        const values = all.map(({ minute, value: v, ...of }) => nickel(minute, v, of));
        const shuffled = [...values, ...values.slice(0, 5)]
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(watchOf(shuffled).judge(at(minutes))).toEqual(watchOf(values).judge(at(minutes)));
        const live = watchOf([]);
        for (const each of shuffled) {
          live.take(each);
          live.judge(at(minutes));
        }
        expect(live.judge(at(minutes) + HOUR)).toEqual(watchOf(values).judge(at(minutes) + HOUR));
      },
    ),
  );
});
