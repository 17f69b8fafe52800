import { DateTime } from 'luxon';
import type { Millis } from '../../config/contract/ids.ts';
import { dayStart, isoDay } from '../../config/contract/zone.ts';
import type { Store } from '../../ingest/store/index.ts';
import { firstDay, type StepCount, takenByHour, takenByStep } from '../queries/past.ts';
import type { LocalTime } from '../state/local-time.ts';
import { DAYS_SHOWN, entryOf } from '../state/tallies.ts';
import { type Expected, type History, STEP, WEEKS } from './history.ts';

/** The same local day a year before; 28 February where there is no 29th. */
const yearBefore = (day: Millis, zone: string): Millis =>
  DateTime.fromMillis(day, { zone }).minus({ years: 1 }).startOf('day').toMillis();

/**
 * What the store says of the past.
 * @param now deployment time
 */
export async function historyFromStore(
  store: Store,
  now: Millis,
  time: LocalTime,
): Promise<History> {
  const { zone } = time;
  const today = time.day(now);
  const shown = Array.from({ length: DAYS_SHOWN }, (_, back) => dayStart(now, zone, -back));
  const before = shown.map((day) => yearBefore(day, zone));
  const weekdays = Array.from({ length: WEEKS }, (_, week) => dayStart(now, zone, -7 * (week + 1)));
  const weekBefore = dayStart(now, zone, -7 * WEEKS);

  const [firstRows, hourRows, stepRows, yearRows] = await Promise.all([
    store.query<{ first: string }>(firstDay()),
    store.query<{ hour: number; taken: number }>(
      takenByHour(dayStart(now, zone, -7 * WEEKS - 1), dayStart(now, zone, 1), zone),
    ),
    store.query<StepCount>(
      takenByStep(
        weekBefore,
        today,
        weekdays.map((day) => isoDay(day, zone)),
        STEP,
        zone,
      ),
    ),
    store.query<{ hour: number; taken: number }>(
      takenByHour(before.at(-1)!, dayStart(before[0]!, zone, 1), zone),
    ),
  ]);

  const first = firstRows[0]
    ? DateTime.fromISO(firstRows[0].first, { zone }).startOf('day').toMillis()
    : null;
  const steps = new Map<Millis, Map<number, Record<Expected, number>>>();
  for (const row of stepRows) {
    entryOf(steps, row.day * 1000, () => new Map()).set(row.step, {
      orders: row.orders,
      patrols: row.patrols,
      selfHandled: row.self_handled,
      closed: row.closed,
    });
  }
  const byDay = new Map<Millis, number>();
  for (const row of yearRows) {
    const day = time.day(row.hour * 1000);
    byDay.set(day, (byDay.get(day) ?? 0) + row.taken);
  }
  const lastYear = new Map<Millis, number>();
  shown.forEach((day, index) => {
    const then = before[index]!;
    if (first !== null && then >= first) lastYear.set(day, byDay.get(then) ?? 0);
  });
  return {
    today,
    first,
    hours: new Map(hourRows.map((row) => [row.hour * 1000, row.taken])),
    sameWeekday: weekdays.map((start) => ({ start, steps: steps.get(start) ?? new Map() })),
    lastYear,
  };
}
