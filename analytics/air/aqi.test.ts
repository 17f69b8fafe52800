import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AIR_LEVELS } from '../../config/contract/air.ts';
import { loadAirStandards, standardOn } from '../../config/deployment/standards/standards.ts';
import { type AirReading, aqi, iaqi } from './aqi.ts';

const standards = loadAirStandards();
const zone = 'Asia/Shanghai';
const on = (date: string) => Date.parse(`${date}T12:00:00+08:00`);
const hour = (date: string) => ({ at: on(date), zone, interval: 'hour' as const, standards });
const day = (date: string) => ({ at: on(date), zone, interval: 'day' as const, standards });
const μg = (factor: string, value: number, average: AirReading['average'] = '1h'): AirReading => ({
  factor,
  average,
  value,
  unit: 'μg/m³',
});
const [PM25, PM10, SO2, NO2, CO, O3] = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024'];
const found = (...args: Parameters<typeof aqi>) => {
  const result = aqi(...args);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('the air quality index', () => {
  it('judges a day by the edition in force on that day, to the midnight', () => {
    const dust = [μg(PM25!, 60)];
    expect(found(dust, hour('2026-02-28'))).toMatchObject({ aqi: 82, standard: 'HJ 633-2012' });
    expect(found(dust, hour('2026-03-01'))).toMatchObject({ aqi: 100, standard: 'HJ 633-2026' });
    const midnight = Date.parse('2026-03-01T00:00:00+08:00');
    const at = (time: number) => found(dust, { ...hour('2026-03-01'), at: time }).standard;
    expect([at(midnight - 1), at(midnight)]).toEqual(['HJ 633-2012', 'HJ 633-2026']);
    expect(aqi(dust, hour('2010-01-01'))).toMatchObject({ ok: false });
  });

  it('names the factors that make it, and those above grade II', () => {
    const result = found(
      [μg(PM25!, 35), μg(PM10!, 150), μg(O3!, 200), μg(NO2!, 20)],
      hour('2020-04-02'),
    );
    expect(result).toMatchObject({ aqi: 100, level: 2, primary: [PM10, O3].sort(), over: [] });
    expect(result.missing).toEqual([SO2, CO]);
    expect(found([μg(PM25!, 35)], hour('2020-04-02'))).toMatchObject({ aqi: 50, primary: [] });
    expect(found([μg(PM25!, 76)], hour('2020-04-02'))).toMatchObject({ aqi: 102, over: [PM25] });
  });

  it('takes the 1 h columns for an hour and those of 24 h and 8 h for a day', () => {
    expect(found([μg(NO2!, 100)], hour('2020-04-02')).aqi).toBe(50);
    expect(found([μg(NO2!, 80, '24h')], day('2020-04-02')).aqi).toBe(100);
    expect(aqi([μg(O3!, 500, '8h')], hour('2020-04-02'))).toMatchObject({ ok: false });
    expect(found([μg(O3!, 160, '8h')], day('2026-04-02')).aqi).toBe(100);
  });

  it('knows what each edition says above the last point', () => {
    const much = [μg(SO2!, 900), μg(PM10!, 40)];
    expect(found(much, hour('2020-04-02'))).toMatchObject({
      aqi: 40,
      missing: [PM25, SO2, NO2, CO, O3],
    });
    // the mean of the day reports instead
    expect(found([...much, μg(SO2!, 600, '24h')], hour('2020-04-02')).aqi).toBe(170);
    expect(found([μg(SO2!, 500), μg(SO2!, 600, '24h')], hour('2020-04-02')).aqi).toBe(100);
    expect(found(much, hour('2026-04-02')).aqi).toBe(200);
    expect(found([μg(O3!, 900, '8h')], day('2026-04-02')).aqi).toBe(300);
    expect(found([μg(O3!, 900, '8h'), μg(O3!, 300)], day('2020-04-02')).aqi).toBe(150);
    expect(found([μg(PM25!, 5000)], hour('2020-04-02'))).toMatchObject({ aqi: 500, level: 6 });
  });

  it('converts units, and refuses what is no concentration', () => {
    const co = (value: number, unit: string) =>
      aqi([{ factor: CO!, average: '1h', value, unit }], hour('2020-04-02'));
    expect(co(5, 'mg/m³')).toMatchObject({ value: { aqi: 50 } });
    expect(co(5_000, 'µg/m3')).toMatchObject({ value: { aqi: 50 } });
    expect(found([{ ...μg(PM25!, 35_000), unit: 'ng/m³' }], hour('2020-04-02')).aqi).toBe(50);
    expect(co(5, 'ppm')).toMatchObject({ ok: false, error: /ppm/ });
    expect(co(-1, 'mg/m³')).toMatchObject({ ok: false });
    expect(co(Number.NaN, 'mg/m³')).toMatchObject({ ok: false });
  });

  it('rises with every concentration, meets the table at its points and rounds up between', () => {
    const scale = fc.constantFrom(
      ...standards.flatMap(({ scales, index }) => scales.map((each) => ({ ...each, index }))),
    );
    const amount = fc.double({ min: 0, max: 4_000, noNaN: true });
    fc.assert(
      fc.property(scale, amount, amount, (of, a, b) => {
        const [low, high] = [
          iaqi(of, of.index, Math.min(a, b)),
          iaqi(of, of.index, Math.max(a, b)),
        ];
        if (high !== null) expect(low).toBeLessThanOrEqual(high);
        for (const [i, point] of of.points.entries()) {
          expect(iaqi(of, of.index, point)).toBe(of.index[i]);
          if (i + 1 < of.points.length)
            expect(iaqi(of, of.index, point + 0.01)).toBe(of.index[i]! + 1);
        }
        if (low !== null) expect(Number.isInteger(low)).toBe(true);
      }),
    );
  });

  it('gives every index one level', () => {
    expect(
      [0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500].map((value) =>
        AIR_LEVELS.findIndex(({ upTo }) => value <= upTo),
      ),
    ).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('has editions that follow each other without a gap or an overlap', () => {
    for (const date of ['2013-01-01', '2026-02-28', '2026-03-01', '2040-01-01']) {
      expect(standards.filter((each) => standardOn([each], date))).toHaveLength(1);
    }
  });
});

const FILE = join(import.meta.dirname, '../../../shared/data/air/suzhou_hourly_2020-04.csv');
const present = existsSync(FILE);
if (!present) console.warn('skipped: no ../shared/data');

/** Hourly reports as Suzhou published them, when HJ 633-2012 was in force. */
describe.skipIf(!present)('Suzhou in April 2020', () => {
  const NAMES = {
    '颗粒物(PM10)': PM10,
    '细颗粒物(PM2.5)': PM25,
    臭氧1小时: O3,
    二氧化氮: NO2,
  } as Record<string, string>;
  const COLUMNS = [
    ['PM2.5', PM25, '1h', 'μg/m³'],
    ['PM10', PM10, '1h', 'μg/m³'],
    ['CO', CO, '1h', 'mg/m³'],
    ['NO2', NO2, '1h', 'μg/m³'],
    ['O3_1h', O3, '1h', 'μg/m³'],
    ['O3_8h', O3, '8h', 'μg/m³'],
    ['SO2', SO2, '1h', 'μg/m³'],
  ] as const;
  const rows = () =>
    (parse(readFileSync(FILE), { columns: true }) as Record<string, string>[]).map((row) => {
      const readings = COLUMNS.flatMap(([column, factor, average, unit]) =>
        row[column] === 'NaN'
          ? []
          : [{ factor: factor!, average, value: Number(row[column]), unit }],
      );
      const at = Date.parse(
        `${row.Date!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${row.Hour}:00:00+08:00`,
      );
      return { row, readings, judged: aqi(readings, { at, zone, interval: 'hour', standards }) };
    });

  it('is recomputed to the same index, level and primary pollutant on every complete row', () => {
    const complete = rows().filter(({ readings }) => readings.length === COLUMNS.length);
    expect(complete).toHaveLength(717);
    for (const { row, judged } of complete) {
      const primary = (row.PrimaryPollution ?? '')
        .split(/\s+/)
        .filter((name) => name && name !== 'NaN');
      expect({ row, judged }).toMatchObject({
        judged: {
          value: {
            aqi: Number(row.AQI),
            primary: primary.map((name) => NAMES[name]).sort(),
            missing: [],
            standard: 'HJ 633-2012',
          },
        },
      });
      if (!judged.ok) throw new Error(judged.error);
      expect(AIR_LEVELS[judged.value.level - 1]!.zh).toBe(row.Level);
    }
  });

  it('is the index of what there is where a factor is missing', () => {
    const partial = rows().filter(
      ({ row, readings }) => readings.length < COLUMNS.length && row.AQI !== 'NaN',
    );
    expect(partial).toHaveLength(64);
    for (const { row, judged } of partial)
      expect({ row, judged }).toMatchObject({ judged: { value: { aqi: Number(row.AQI) } } });
  });
});
