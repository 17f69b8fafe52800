import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../contract/zone.ts';
import { loadDeployment } from './load.ts';
import { Station } from './schema.ts';
import { loadWaterStandards } from './standards/standards.ts';
import { limitAt } from './station-limits.ts';
import { targetFaults, withTargets } from './water-targets.ts';

const ZONE = 'Asia/Shanghai';
const standards = loadWaterStandards();
const on = (date: string) => Date.parse(`${date}T12:00:00+08:00`);
const factor = (code: string, unit: string, of: object = {}) => ({
  code,
  unit,
  name: { zh: code, en: code },
  digits: 2,
  ...of,
});
const stationOf = (water: object, ...factors: object[]) =>
  Station.parse({
    id: 'river',
    name: { zh: '河', en: 'River' },
    source: 'environment',
    lon: 120.5,
    lat: 31.4,
    water,
    factors,
  });
/** 氨氮, 溶解氧, 总磷, pH, and what has a limit of its own. */
const factors = [
  factor('w21003', 'mg/L'),
  factor('w01009', 'mg/L'),
  factor('w21011', 'mg/L'),
  factor('w01001', ''),
  factor('w01018', 'mg/L', {
    limit: { value: 50, standard: { zh: 'GB 21900-2008 表3', en: 'GB 21900-2008 table 3' } },
  }),
];
const limitsOn = (water: object, date: string) =>
  withTargets(stationOf(water, ...factors), standards).factors.map(({ limit, least }) => [
    limitAt(limit, on(date), ZONE)?.value,
    limitAt(least, on(date), ZONE)?.value,
  ]);

describe('the water of a station', () => {
  test('is held to the class that is its target, in the terms of GB 3838', () => {
    const river = { waters: 'river', targets: [{ class: 'Ⅲ' }] };
    const none = undefined;
    expect(limitsOn(river, '2026-05-01')).toEqual([
      [1, none],
      [none, 5],
      [0.2, none],
      [9, 6],
      [50, none],
    ]);
    const lake = { waters: 'lake', targets: [{ class: 'Ⅱ' }] };
    expect(limitsOn(lake, '2026-05-01')).toEqual([
      [0.5, none],
      [none, 6],
      [0.025, none],
      [9, 6],
      [50, none],
    ]);
  });

  test('is held to the target of its day, and to none before the first edition', () => {
    const water = {
      waters: 'river',
      targets: [
        { class: 'Ⅳ', validTo: '2026-01-01' },
        { class: 'Ⅲ', validFrom: '2026-01-01' },
      ],
    };
    const ammonia = (date: string) => limitsOn(water, date)[0]![0];
    expect(ammonia('2025-12-31')).toBe(1.5);
    expect(ammonia('2026-01-01')).toBe(1);
    expect(ammonia('2002-05-31')).toBeUndefined();
  });

  test('cannot be judged in another unit than the standard’s, unless by a limit of its own', () => {
    const water = { waters: 'river', targets: [{ class: 'Ⅲ' }] };
    const faults = (...of: object[]) => [...targetFaults([stationOf(water, ...of)], standards)];
    expect(faults(factor('w21003', 'μg/L'))).toMatchObject([
      { path: ['stations', 0, 'factors', 0, 'unit'], remedy: expect.stringContaining('mg/L') },
    ]);
    const own = { limit: { value: 900, standard: { zh: '协议', en: 'agreement' } } };
    expect(faults(factor('w21003', 'μg/L', own), factor('w01014', 'μS/cm'))).toEqual([]);
  });
});

test('at any time no more than one limit of a factor is in force, whatever the targets’ dates', () => {
  const day = fc
    .integer({ min: 0, max: 6_000 })
    .map((n) => new Date(Date.parse('2015-01-01') + n * DAY).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.uniqueArray(day, { minLength: 1, maxLength: 4 }), day, (days, date) => {
      const sorted = days.sort();
      const classes = ['Ⅴ', 'Ⅳ', 'Ⅲ', 'Ⅱ', 'Ⅰ'];
      const bounds = ['', ...sorted, ''];
      const targets = bounds.slice(1).map((validTo, n) => ({
        class: classes[n],
        validFrom: bounds[n],
        validTo,
      }));
      const asked = targets.find(
        ({ validFrom, validTo }) => validFrom! <= date && (validTo === '' || date < validTo),
      );
      const [[limit]] = limitsOn({ waters: 'river', targets }, date) as [[number]];
      const values = [0.15, 0.5, 1, 1.5, 2];
      expect(limit).toBe(values[['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ'].indexOf(asked!.class!)]);
    }),
  );
});

test('the rivers of Huangqiao are held to class Ⅲ by their water, not by figures of their own', () => {
  const { stations } = loadDeployment('huangqiao');
  const rivers = stations.filter(({ water }) => water);
  expect(rivers.map(({ id }) => id)).toEqual(['hq-wq-01', 'hq-wq-02']);
  for (const { factors: of } of rivers)
    for (const { limit, least } of of)
      expect([...limit, ...least].map(({ standard }) => standard.zh)).toContain('GB 3838-2002 Ⅲ类');
});
