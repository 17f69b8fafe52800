import chineseDays from 'chinese-days';
import type { Millis } from '../../config/contract/ids.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import type { LocalDay } from '../../config/deployment/calendar.ts';
import type { Random } from '../../config/deployment/random.ts';

/** How the records of one kind spread over the year, the week and the day. Means over a year are 1. */
export interface Shape {
  workday: number;
  weekend: number;
  holiday: number;
  /** Height of the summer peak and depth of the winter trough. */
  season: number;
  /** Weight of each local hour. */
  hours: readonly number[];
}

// A year of the mainland calendar has about 248 working days, 88 free weekend days, 29 days of holidays.
const balanced = (workday: number, weekend: number, holiday: number) => {
  const mean = (248 * workday + 88 * weekend + 29 * holiday) / 365;
  return { workday: workday / mean, weekend: weekend / mean, holiday: holiday / mean };
};

export const ORDERS: Shape = {
  ...balanced(1.1, 0.82, 0.65),
  season: 0.12,
  hours: [2, 1, 1, 1, 1, 2, 5, 13, 34, 46, 43, 31, 20, 28, 41, 42, 36, 28, 22, 20, 17, 12, 7, 4],
};
export const PATROLS: Shape = {
  ...balanced(1.12, 0.78, 0.62),
  season: 0.06,
  hours: [0, 0, 0, 0, 0, 1, 4, 12, 52, 60, 50, 22, 8, 34, 56, 52, 38, 16, 8, 9, 7, 3, 1, 0],
};

const SUMMER_PEAK = 205;

/** Expected records of a day as a multiple of the yearly mean. */
export function dayFactor(day: LocalDay, shape: Shape): number {
  const year = Number(day.date.slice(0, 4));
  const dayOfYear = (Date.parse(`${day.date}T00:00:00Z`) - Date.UTC(year, 0, 1)) / DAY;
  const season = 1 + shape.season * Math.cos((2 * Math.PI * (dayOfYear - SUMMER_PEAK)) / 365.25);
  if (day.workday) return season * shape.workday;
  const weekday = new Date(`${day.date}T00:00:00Z`).getUTCDay();
  const named = chineseDays.isHoliday(day.date) && weekday !== 0 && weekday !== 6;
  return season * (named ? shape.holiday : shape.weekend);
}

/** An instant of the day, by the weights of its hours, to the second. */
export function instantOf(day: LocalDay, shape: Shape, rng: Random): Millis {
  const total = shape.hours.reduce((sum, weight) => sum + weight, 0);
  let left = rng.next() * total;
  let hour = 0;
  while (left >= shape.hours[hour]!) left -= shape.hours[hour++]!;
  const at = day.starts + hour * HOUR + (left / shape.hours[hour]!) * HOUR;
  return Math.floor(Math.min(at, day.ends - 1) / 1000) * 1000;
}
