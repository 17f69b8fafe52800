import { describe, expect, test } from 'vitest';
import type { AlertEvent } from '../../../config/contract/facts.ts';
import { alertId } from '../../../config/contract/ids.ts';
import { at, deployment, nickel, said, told, watchOf } from './told.fixture.ts';

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
    const { zh, en } = alert!.steps[0]!.title;
    expect(zh).toMatch(/监测超标 · .+总镍 0\.14 mg\/L · 限值 0\.1, GB 21900-2008 表3$/);
    expect(en).toMatch(/Over limit · .+ Nickel 0\.14 mg\/L · limit 0\.1, GB 21900-2008 table 3$/i);
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
    expect(alert!.steps[0]!.title).toEqual({
      zh: '监测超标 · 西塘河水质站 · 氨氮 1.4 mg/L 属Ⅳ类 · 限值 1, GB 3838-2002 Ⅲ类',
      en: 'Over limit · Xitang River water-quality station · Ammonia nitrogen 1.4 mg/L, class Ⅳ · limit 1, GB 3838-2002 class Ⅲ',
    });
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
    expect(alert!.steps[0]!.title.zh).toMatch(/PM2.5 70 μg\/m³ · 限值 60, GB 3095-2026 二级$/);
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

test('one factor over its limit at three points is more than three alerts', () => {
  const three = deployment.stations
    .filter(({ id }) => id.startsWith('hq-wq'))
    .map(({ id }) => told(id, 'w01001', 0, 9.8, { interval: 'hour' }));
  expect(said(watchOf(three.slice(0, 2)), at(60))).toHaveLength(2);
  expect(said(watchOf(three), at(60))).toContain('many-points:w01001 red +0');
});
