import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertEvent, Reading } from '../../../config/contract/facts.ts';
import { alertId, stationId } from '../../../config/contract/ids.ts';
import { HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { MONDAY, reading } from '../../state/samples.ts';
import { Desk } from '../rules/desk.fixture.ts';
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
  (watch.judge(now, []) ?? []).map(
    ({ alertId: id, steps }) =>
      `${id} ${steps.map((step) => `${step.level} +${(step.at - MONDAY) / MINUTE}`).join(', ')}`,
  );

describe('a limit', () => {
  test('is passed by three valid values in a row, and said with value, limit and standard', () => {
    const values = [0.09, 0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    expect(said(watchOf(values.slice(0, 3)), at(25))).toEqual([]);
    const watch = watchOf(values);
    const [alert] = watch.judge(at(31), [])!;
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
    const values = [0.14, 0.18, 0.25].map((value, n) => nickel(10 * n, value));
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

  test('of the class that the water is to hold is said with the class of the value', () => {
    const values = [1.2, 1.3, 1.4].map((value, n) =>
      told('hq-wq-01', 'w21003', 10 * n, value, { unit: 'mg/L' }),
    );
    const [alert] = watchOf(values).judge(at(21), [])!;
    expect(alert!.steps[0]!.title).toBe(
      '监测超标 · 西塘河水质站 · 氨氮 1.4 mg/L 属Ⅳ类 · 限值 1, GB 3838-2002 Ⅲ类',
    );
    expect(alert!.figures).toMatchObject({ observed: 1.4, expected: 1 });
  });

  test('is the one of the value’s own day: what was allowed in February is over in March', () => {
    const [february, march] = [-2, 0].map((days) =>
      told('hq-air-01', 'a34004', days * 24 * 60, 70, { interval: 'hour' }),
    );
    expect(said(watchOf([february!]), at(60))).not.toContain(
      'exceed:hq-air-01:a34004 yellow -2880',
    );
    const [alert] = watchOf([february!, march!]).judge(at(60), [])!;
    expect(alert!.steps[0]!.title).toMatch(/PM2.5 70 μg\/m³ · 限值 60, GB 3095-2026 二级$/);
  });

  test('is judged at once by a value of an hour', () => {
    const value = told('hq-air-01', 'a34004', 0, 80, { interval: 'hour' });
    expect(said(watchOf([value]), at(60))).toEqual(['exceed:hq-air-01:a34004 yellow +0']);
  });

  test('that was passed is not any more when the value is told anew', () => {
    const values = [0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    const watch = watchOf(values);
    expect(said(watch, at(21))).toHaveLength(1);
    watch.take(nickel(20, 0.09, { version: 1 }));
    expect(said(watch, at(22))).toEqual([]);
  });
});

describe('a factor of which values of several intervals are told', () => {
  const minutes = [0.12, 0.13, 0.14].map((value, n) => nickel(60 + 10 * n, value));
  const within = nickel(0, 0.05, { interval: 'hour' });
  const instants = [0, 1, 2].map((n) =>
    nickel(60 + n, 0.05, { interval: 'realtime', stat: 'value' }),
  );
  const ofDay = nickel(-24 * 60, 0.05, { interval: 'day' });

  test('is judged by the hours, whatever came first', () => {
    expect(said(watchOf([...minutes, within]), at(90))).toEqual([]);
    expect(said(watchOf([within, ...minutes]), at(90))).toEqual([]);
  });

  test('is judged by the minutes where no hour is told, whatever came first', () => {
    const over = ['exceed:hq-wq-03:w20121 yellow +80'];
    for (const others of [instants, [ofDay]]) {
      expect(said(watchOf([...minutes, ...others]), at(90))).toEqual(over);
      expect(said(watchOf([...others, ...minutes]), at(90))).toEqual(over);
    }
  });

  test('is judged by the minutes again once the hours are told no more', () => {
    const later = [0.12, 0.13, 0.14].map((value, n) => nickel(7 * 60 + 10 * n, value));
    expect(said(watchOf([within, ...later]), at(441))).toEqual([
      'exceed:hq-wq-03:w20121 yellow +440',
    ]);
  });
});

describe('a jump', () => {
  const steps = (...values: number[]) =>
    said(watchOf(values.map((value, n) => nickel(10 * n, value))), at(10 * values.length));

  test('of more than half is said with both values, and is over when three follow calmly', () => {
    const watch = watchOf([0.06, 0.062, 0.094].map((value, n) => nickel(10 * n, value)));
    const [alert] = watch.judge(at(21), [])!;
    expect(alert).toMatchObject({
      alertId: 'step:hq-wq-03:w20121',
      figures: { observed: 0.094, expected: 0.062 },
      evidence: [nickel(10, 0.062).id, nickel(20, 0.094).id],
      steps: [{ level: 'blue', at: at(20), title: /监测突变 · .+总镍 0\.062 → 0\.094 mg\/L/ }],
    });
    for (const n of [3, 4]) watch.take(nickel(10 * n, 0.09));
    expect(said(watch, at(41))).toEqual(['step:hq-wq-03:w20121 blue +20']);
    watch.take(nickel(50, 0.09));
    expect(said(watch, at(51))).toEqual([]);
  });

  test('of half is none, nor one far below the limit, nor one over hours without a valid value', () => {
    expect(steps(0.06, 0.09)).toEqual([]);
    expect(steps(0.01, 0.04)).toEqual([]);
    expect(steps(0.09, 0.04)).toEqual(['step:hq-wq-03:w20121 blue +10']);
    const apart = [nickel(0, 0.03), nickel(300, 0.09, { flag: 'D' }), nickel(370, 0.09)];
    expect(said(watchOf(apart), at(371))).toEqual([]);
  });

  test('is nothing unusual of the air', () => {
    const dust = [20, 55].map((value, n) =>
      told('hq-air-01', 'a34004', 60 * n, value, { interval: 'hour' }),
    );
    expect(said(watchOf(dust), at(120))).toEqual([]);
  });
});

describe('the air', () => {
  /** An hour in which all six factors are told, fine dust with the value. */
  const hour = (hours: number, dust: number, of: Partial<Reading> = {}) =>
    Object.entries({
      a34002: 50,
      a21026: 6,
      a21004: 30,
      a21005: 0.6,
      a05024: 80,
      a34004: dust,
    }).map(([factor, value]) =>
      told('hq-air-01', factor, 60 * hours, value, {
        interval: 'hour',
        unit: factor === 'a21005' ? 'mg/m³' : 'μg/m³',
        ...(factor === 'a34004' ? of : {}),
      }),
    );
  const air = (watch: StationWatch, now: number) =>
    said(watch, now).filter((line) => line.startsWith('air:'));

  test('is told from 中度污染, red from 重度污染, with index, class, pollutant and standard', () => {
    const watch = watchOf([0, 1, 2].flatMap((n) => hour(n, [100, 130, 190][n]!)));
    expect(air(watch, at(181))).toEqual(['air:hq-air-01 yellow +60, red +120']);
    const alert = watch.judge(at(240), [])!.find(({ rule }) => rule === 'air')!;
    expect(alert.steps[0]!.title).toBe(
      '空气污染 · 黄桥街道空气站 · AQI 172 中度污染 · PM2.5 · HJ 633-2026',
    );
    expect(alert.figures).toMatchObject({ observed: 240, expected: 150 });
    expect(alert.evidence).toEqual([1, 2].map((n) => hour(n, 0).at(-1)!.id));
  });

  test('of 150 is 轻度污染 still, which the limits of its factors tell', () => {
    expect(air(watchOf(hour(0, 115)), at(61))).toEqual([]);
    expect(air(watchOf(hour(0, 116)), at(61))).toEqual(['air:hq-air-01 yellow +0']);
  });

  test('is judged by the edition of its hour', () => {
    const lastEvening = Math.round((Date.parse('2026-02-28T22:00:00+08:00') - MONDAY) / HOUR);
    const old = hour(lastEvening, 125);
    const [alert] = watchOf(old)
      .judge(old[0]!.at + HOUR, [])!
      .filter(({ rule }) => rule === 'air');
    expect(alert!.steps[0]!.title).toMatch(/AQI 165 中度污染 · PM2.5 · HJ 633-2012/);
  });

  test('is over when an hour is below by a margin; an hour that is not valid or not whole ends nothing', () => {
    const watch = watchOf(hour(0, 130));
    const alert = { alertId: alertId('air:hq-air-01'), at: at(0) } as AlertEvent;
    for (const reading of hour(1, 20).slice(0, 5)) watch.take(reading);
    expect(air(watch, at(121))).toHaveLength(1);
    watch.take(hour(1, 112)[5]!);
    expect(air(watch, at(121))).toHaveLength(1);
    for (const reading of hour(2, 60)) watch.take(reading);
    expect(air(watch, at(181))).toEqual([]);
    expect(watch.goneAt(alert)).toBe(at(120));
  });

  test('of which one factor was never measured has no index', () => {
    expect(air(watchOf(hour(0, 300).slice(1)), at(61))).toEqual([]);
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

  test('that is lost for days is lost still after a restart, and over its limit, until it is heard of', () => {
    const over = [0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    const desk = new Desk();
    const told = (watch: StationWatch, now: number) =>
      desk.judge(now, [watch]).map(({ alertId: id, phase, at: when }) => `${id} ${phase} ${when}`);
    expect(told(watchOf(over), at(3 * 24 * 60))).toEqual([
      `lost:hq-wq-03 raised ${at(140)}`,
      `exceed:hq-wq-03:w20121 raised ${at(20)}`,
    ]);
    // what was read in the last two days: nothing
    const anew = watchOf([]);
    expect(told(anew, at(3 * 24 * 60 + 1))).toEqual([]);
    anew.take(nickel(4_400, 0.05, { interval: 'hour' }));
    expect(told(anew, at(4_401)).sort()).toEqual([
      `exceed:hq-wq-03:w20121 cleared ${at(4_400)}`,
      `lost:hq-wq-03 cleared ${at(4_400)}`,
    ]);
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
    factor: fc.constantFrom('w20121', 'w20122'),
    minute: fc.oneof(
      fc.integer({ min: 0, max: 60 }).map((n) => n * 10),
      // days apart: what is held of the past is let go of
      fc.integer({ min: 0, max: 5 * 24 }).map((n) => n * 60),
    ),
    value: fc.constantFrom(0, 0.05, 0.097, 0.12, 0.3, 0.6),
    version: fc.integer({ min: 0, max: 1 }),
    flag: fc.constantFrom('N' as const, 'N' as const, 'M' as const),
    interval: fc.constantFrom(
      'minute' as const,
      'minute' as const,
      'hour' as const,
      'day' as const,
    ),
    stat: fc.constantFrom('avg' as const, 'avg' as const, 'value' as const),
  });
  type Value = typeof value extends fc.Arbitrary<infer T> ? T : never;
  const idOf = ({ factor, minute, interval, stat }: Value) =>
    `${factor}/${minute}/${interval}/${stat}`;
  fc.assert(
    fc.property(
      fc.uniqueArray(value, {
        maxLength: 40,
        selector: (one) => `${idOf(one)}/${one.version}`,
      }),
      fc.integer({ min: 0, max: 6 * 24 * 60 }),
      fc.infiniteStream(fc.nat()),
      (all, minutes, order) => {
        const values = all.map(({ factor, minute, value: v, ...of }) =>
          told('hq-wq-03', factor, minute, v, {
            id: idOf({ factor, minute, value: v, ...of }),
            ...of,
          }),
        );
        const shuffled = [...values, ...values.slice(0, 5)]
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const now = at(minutes);
        expect(watchOf(shuffled).judge(now, [])).toEqual(watchOf(values).judge(now, []));
        const live = watchOf([]);
        for (const each of shuffled) {
          live.take(each);
          live.judge(now, []);
        }
        const then = watchOf(values).judge(now + HOUR, []);
        expect(live.judge(now + HOUR, [])).toEqual(then);
      },
    ),
  );
});
