import chineseDays from 'chinese-days';
import { DateTime } from 'luxon';
import type { Millis } from '../contract/ids.ts';
import { DAY, HOUR } from '../contract/zone.ts';
import type { Deployment } from './schema.ts';

/** What of a deployment decides its working time. */
export type Working = Pick<Deployment, 'zone' | 'calendar' | 'workHours'>;

/** One local day. `opens` and `closes` bound its working time; equal on a day off. */
export interface LocalDay {
  /** yyyy-MM-dd */
  date: string;
  workday: boolean;
  starts: Millis;
  opens: Millis;
  closes: Millis;
  /** Start of the next local day. */
  ends: Millis;
}

/** The local days of a deployment, in order, each worked out once. */
export interface Calendar {
  /** The local day that holds an instant. */
  dayAt(at: Millis): LocalDay;
  /** Length of a working day in milliseconds. */
  readonly workday: Millis;
}

/**
 * `china`: the published calendar with its moved working days (调休), Monday to Friday in years not
 * yet published; `weekdays`: Monday to Friday.
 */
export const isWorking = (date: string, calendar: Working['calendar']): boolean => {
  if (calendar === 'china') return chineseDays.isWorkday(date);
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
};

/** Some of these is a weekday in every year, and none of them is worked. */
const NATIONAL_DAY = ['10-01', '10-02', '10-03'];
const published = new Map<number, boolean>();

/**
 * Whether a time is counted by a calendar that may still change: the State Council publishes the days
 * off of a year towards the end of the year before.
 */
export function isProvisional(at: Millis, working: Working): boolean {
  if (working.calendar !== 'china') return false;
  const year = Number(calendarOf(working).dayAt(at).date.slice(0, 4));
  let known = published.get(year);
  if (known === undefined) {
    known = NATIONAL_DAY.every((day) => !chineseDays.isWorkday(`${year}-${day}`));
    published.set(year, known);
  }
  return !known;
}

function makeCalendar({ zone, calendar, workHours: [opens, closes] }: Working): Calendar {
  const days = new Map<number, LocalDay>();
  const clock = (midnight: DateTime, hours: number): Millis =>
    midnight.set({ hour: Math.floor(hours), minute: Math.round((hours % 1) * 60) }).toMillis();
  const make = (at: Millis): LocalDay => {
    const midnight = DateTime.fromMillis(at, { zone }).startOf('day');
    const date = midnight.toFormat('yyyy-MM-dd');
    const workday = isWorking(date, calendar);
    const open = clock(midnight, opens);
    return {
      date,
      workday,
      starts: midnight.toMillis(),
      opens: open,
      closes: workday ? clock(midnight, closes) : open,
      ends: midnight.plus({ days: 1 }).toMillis(),
    };
  };
  return {
    workday: (closes - opens) * HOUR,
    dayAt: (at) => {
      // A local day lies in at most three UTC days, so an instant's UTC day leads to it in a step or two.
      const utc = Math.floor(at / DAY);
      for (let guess = utc - 1; guess <= utc + 1; guess++) {
        let day = days.get(guess);
        if (!day) {
          day = make(guess * DAY);
          days.set(guess, day);
        }
        if (at >= day.starts && at < day.ends) return day;
      }
      return make(at);
    },
  };
}

const calendars = new WeakMap<Working, Calendar>();
const shared = new Map<string, Calendar>();

/** The calendar of a deployment. Deployments with the same zone, calendar and hours share one. */
export function calendarOf(working: Working): Calendar {
  let found = calendars.get(working);
  if (!found) {
    const { zone, calendar, workHours } = working;
    const key = `${zone} ${calendar} ${workHours.join('-')}`;
    found = shared.get(key) ?? makeCalendar({ zone, calendar, workHours });
    shared.set(key, found);
    calendars.set(working, found);
  }
  return found;
}

/**
 * The instant at which `amount` milliseconds of working time have passed since `at`. Time outside
 * working hours does not count; an amount that ends with a working day ends at its close.
 */
export function addWork(at: Millis, amount: Millis, calendar: Calendar): Millis {
  let day = calendar.dayAt(at);
  let from = at;
  let left = amount;
  for (;;) {
    const start = Math.max(from, day.opens);
    const room = day.closes - start;
    if (room > 0 && left <= room) return start + left;
    if (room > 0) left -= room;
    from = day.ends;
    day = calendar.dayAt(from);
  }
}

/** The working time in milliseconds that passes from one instant to another; 0 where the other is not later. */
export function workBetween(from: Millis, to: Millis, calendar: Calendar): Millis {
  let work = 0;
  for (let at = from; at < to; ) {
    const day = calendar.dayAt(at);
    work += Math.max(0, Math.min(to, day.closes) - Math.max(at, day.opens));
    at = day.ends;
  }
  return work;
}
