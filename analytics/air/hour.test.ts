import { describe, expect, it } from 'vitest';
import type { Reading } from '../../config/contract/facts.ts';
import { stationId } from '../../config/contract/ids.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { MONDAY, reading } from '../state/samples.ts';
import { Stations } from '../state/stations.ts';
import { airOfHour } from './hour.ts';

const ZONE = 'Asia/Shanghai';
const VALUES = { a34004: 70, a34002: 50, a21026: 6, a21004: 30, a21005: 700, a05024: 80 };
const hour = (at: number, of: Partial<Record<keyof typeof VALUES, Partial<Reading>>> = {}) =>
  Object.entries(VALUES).map(([factor, value]) =>
    reading({ at, factor, value, ...of[factor as keyof typeof VALUES] }),
  );

describe('the air of an hour at a station', () => {
  it('has index, class, primary pollutant and the edition that said so', () => {
    expect(airOfHour(hour(MONDAY), ZONE)).toMatchObject({
      ...{ at: MONDAY, aqi: 110, level: 3, primary: ['a34004'], missing: [] },
      standard: 'HJ 633-2026',
    });
    expect(airOfHour(hour(MONDAY - 72 * HOUR), ZONE)).toMatchObject({
      ...{ aqi: 94, level: 2, standard: 'HJ 633-2012' },
    });
  });

  it('names a factor whose mean is not valid, and tells the others', () => {
    const told = hour(MONDAY, { a34004: { flag: 'M' }, a34002: { value: -3 } });
    expect(airOfHour(told, ZONE)).toMatchObject({ aqi: 25, missing: ['a34004', 'a34002'] });
  });

  it('is none where a factor was not told, or none is valid', () => {
    expect(airOfHour(hour(MONDAY).slice(1), ZONE)).toBeNull();
    expect(airOfHour([], ZONE)).toBeNull();
    const flags = Object.fromEntries(Object.keys(VALUES).map((factor) => [factor, { flag: 'D' }]));
    expect(airOfHour(hour(MONDAY, flags as never), ZONE)).toBeNull();
  });

  it('is shown of the newest whole hour, while the next one is being told, and anew when it is corrected', () => {
    const stations = new Stations(ZONE);
    const shown = () => stations.row(stationId('s1'))?.air;
    for (const one of hour(MONDAY)) stations.apply(one);
    for (const one of hour(MONDAY + HOUR).slice(0, 5)) stations.apply(one);
    expect(shown()).toMatchObject({ at: MONDAY, aqi: 110 });
    stations.apply(reading({ at: MONDAY, factor: 'a34004', value: 60, version: 1 }));
    expect(shown()).toMatchObject({ at: MONDAY, aqi: 100 });
    stations.apply(hour(MONDAY + HOUR)[5]!);
    expect(shown()).toMatchObject({ at: MONDAY + HOUR, aqi: 110 });
  });

  it('is not made of instants', () => {
    const stations = new Stations(ZONE);
    for (const one of hour(MONDAY)) stations.apply({ ...one, interval: 'realtime', stat: 'value' });
    expect(stations.row(stationId('s1'))).toMatchObject({ air: null });
  });
});
