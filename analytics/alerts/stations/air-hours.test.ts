import { describe, expect, test } from 'vitest';
import type { AlertEvent, Reading } from '../../../config/contract/facts.ts';
import { alertId } from '../../../config/contract/ids.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import { MONDAY } from '../../state/samples.ts';
import type { StationWatch } from './station-watch.ts';
import { at, said, told, watchOf } from './told.fixture.ts';

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
    expect(alert.steps[0]!.title).toEqual({
      zh: '空气污染 · 黄桥街道空气站 · AQI 172 中度污染 · PM2.5 · HJ 633-2026',
      en: 'Air pollution · Huangqiao air station · AQI 172 Moderately polluted · PM2.5 · HJ 633-2026',
    });
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
    expect(alert!.steps[0]!.title.zh).toMatch(/AQI 165 中度污染 · PM2.5 · HJ 633-2012/);
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
