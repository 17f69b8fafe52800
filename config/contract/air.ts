import type { Millis } from './ids.ts';

/** 空气质量指数类别, from 优 (一级) to 严重污染 (六级). */
export const AIR_LEVELS = [
  { upTo: 50, zh: '优', en: 'Excellent', colour: '#00E400' },
  { upTo: 100, zh: '良', en: 'Good', colour: '#FFFF00' },
  { upTo: 150, zh: '轻度污染', en: 'Lightly polluted', colour: '#FF7E00' },
  { upTo: 200, zh: '中度污染', en: 'Moderately polluted', colour: '#FF0000' },
  { upTo: 300, zh: '重度污染', en: 'Heavily polluted', colour: '#99004C' },
  { upTo: Number.POSITIVE_INFINITY, zh: '严重污染', en: 'Severely polluted', colour: '#7E0023' },
] as const;

/** An index of the air, and what it rests on. */
export interface AirQuality {
  /** 空气质量指数, 0 to 500. */
  aqi: number;
  /** 1 (优) to 6 (严重污染): row of `AIR_LEVELS`, counted from 1. */
  level: 1 | 2 | 3 | 4 | 5 | 6;
  /** 首要污染物: the factors that make the index, where it is above 50. Several where they tie. */
  primary: string[];
  /** 超标污染物: factors above grade II (IAQI above 100). */
  over: string[];
  /** 空气质量分指数 by factor. */
  iaqi: Record<string, number>;
  /** Factors of the report that had no reading, or none that has an index. */
  missing: string[];
  /** Id of the standard, e.g. HJ 633-2012. */
  standard: string;
}

/** The index of an hour (实时报) as a station measured it. */
export interface AirOfHour extends AirQuality {
  /** Start of the hour. */
  at: Millis;
}
