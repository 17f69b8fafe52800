import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../config/contract/ids.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import { dayStart } from '../../config/contract/zone.ts';
import { type AlertRow, alerts, type Store } from '../../ingest/store/index.ts';
import { isOverdue, lightOf } from '../clocks/light.ts';
import { hopsByHour, patrolsByHour } from '../queries/counted-hours.ts';
import { hopsByPlace, patrolsByPlace, recordsBySource } from '../queries/counted-places.ts';
import { newestAlerts } from '../queries/newest-facts.ts';
import {
  casesTouchedAfter,
  type OpenCase,
  openCasesNow,
  openCasesRaw,
} from '../queries/raw-cases.ts';
import { dailyTotals, hourlyTotals, rawTotals, type Total } from '../queries/totals.ts';
import { daysOf } from '../state/base-from-store.ts';
import type { LocalTime } from '../state/local-time.ts';
import { DAYS_SHOWN, type DayTally, emptyDay } from '../state/tallies.ts';
import { Comparison } from './comparison.ts';
import { compareMatters } from './matters.ts';
import { caseLine, type Shown, shownLines } from './shown.ts';

/** Tables that follow others by a moment are looked at again before they are called different. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 300;

/**
 * Counts everything shown again from the raw rows up to the journal position at which it was shown,
 * and the store's own derived tables against its raw ones. The store must hold that position.
 * @param machine machine time, for the answer
 */
export async function recount(
  store: Store,
  shown: Shown,
  time: LocalTime,
  machine: Millis,
): Promise<RecountRow> {
  const comparison = new Comparison();
  const raw = await store.query<OpenCase>(openCasesRaw(shown.seq));
  compareCases(comparison, shown, raw);
  compareMatters(comparison, shown.matters ?? [], raw);
  await compareTallies(comparison, store, shown, time);
  const standing = await store.query<AlertRow>(newestAlerts(shown.seq, 0));
  comparison.values(
    'alert',
    new Map(shown.alerts.map((id) => [id, 'stands'])),
    new Map(standing.map((row) => [alerts.fromRow(row).fact.alertId, 'stands'])),
  );
  await compareCurrentStates(comparison, store, shown, raw);
  await compareRollups(comparison, store);
  const { compared, differences, examples } = comparison;
  return { at: machine, seq: shown.seq, compared, differences, examples };
}

const lineOf = (row: OpenCase, now: Millis): string => {
  const state = row.state || 'reported';
  const light = lightOf({ state, from: row.received_at, dueAt: row.due_at }, now);
  const { unit, grid, due_at: dueAt, returns, urges, supervised } = row;
  const overdue = isOverdue(light);
  return caseLine({ state, unit, grid, dueAt, overdue, returns, urges, supervised });
};

function compareCases(comparison: Comparison, shown: Shown, raw: readonly OpenCase[]): void {
  const counted = new Map(raw.map((row) => [row.case_id, lineOf(row, shown.now)]));
  comparison.values('case', shownLines(shown), counted);
  const open = new Map<string, number>();
  let overdue = 0;
  for (const row of raw) {
    open.set(row.grid, (open.get(row.grid) ?? 0) + 1);
    const clocked = {
      state: row.state || 'reported',
      from: row.received_at,
      dueAt: row.due_at,
    } as const;
    if (isOverdue(lightOf(clocked, shown.now))) overdue++;
  }
  const shownOpen = shown.grids.filter((row) => row.open > 0);
  comparison.values('open in grid', new Map(shownOpen.map((row) => [row.grid, row.open])), open);
  const counters = new Map(shown.counters.map((row) => [row.name as string, row.value]));
  comparison.values(
    'counter',
    new Map([...counters].filter(([name]) => name === 'open' || name === 'overdue')),
    new Map([
      ['open', raw.length],
      ['overdue', overdue],
    ]),
  );
}

async function compareTallies(
  comparison: Comparison,
  store: Store,
  shown: Shown,
  time: LocalTime,
): Promise<void> {
  const { zone } = time;
  const { seq, now } = shown;
  const first = dayStart(now, zone, 1 - DAYS_SHOWN);
  const today = time.day(now);
  const ask = async <T>(statements: Parameters<Store['query']>[0][]) =>
    (await Promise.all(statements.map((statement) => store.query<T>(statement)))).flat();
  const days = daysOf(
    await ask([hopsByHour(first, seq, zone), patrolsByHour(first, seq, zone)]),
    await ask([
      hopsByPlace(today, seq, zone),
      patrolsByPlace(today, seq, zone),
      recordsBySource(today, seq, zone),
    ]),
    time,
  );
  const ofToday: DayTally = days.get(today) ?? emptyDay();
  const { orders, patrols, selfHandled, closed } = ofToday;
  const counted = new Map(Object.entries({ orders, patrols, selfHandled, closed }));
  const counters = shown.counters.filter((row) => counted.has(row.name));
  comparison.values('counter', new Map(counters.map((row) => [row.name, row.value])), counted);
  comparison.values(
    'hour',
    new Map(shown.hours.map((row) => [String(row.at), `${row.orders}+${row.patrols}`])),
    new Map(
      shown.hours.map(({ at }) => {
        const hour = days.get(time.day(at))?.hours.get(at);
        return [String(at), `${hour?.orders ?? 0}+${hour?.patrols ?? 0}`];
      }),
    ),
  );
  comparison.values(
    'day',
    new Map(
      shown.days.map((row) => [String(row.at), `${row.orders}+${row.patrols}-${row.closed}`]),
    ),
    new Map(
      shown.days.map(({ at }) => {
        const day = days.get(at) ?? emptyDay();
        return [String(at), `${day.orders}+${day.patrols}-${day.closed}`];
      }),
    ),
  );
  const busy = shown.grids.filter((row) => row.today + row.patrols > 0);
  comparison.values(
    'today in grid',
    new Map(busy.map((row) => [row.grid, `${row.today}+${row.patrols}`])),
    new Map([...ofToday.grids].map(([grid, tally]) => [grid, `${tally.today}+${tally.patrols}`])),
  );
  comparison.values(
    'today from',
    new Map(shown.mix.map((row) => [row.source, row.today])),
    new Map(
      [...ofToday.sources]
        .filter(([, { taken }]) => taken > 0)
        .map(([id, { taken }]) => [id, taken]),
    ),
  );
}

/** The table of current states against the hops; cases that went on meanwhile are left out. */
async function compareCurrentStates(
  comparison: Comparison,
  store: Store,
  shown: Shown,
  raw: readonly OpenCase[],
): Promise<void> {
  const linesOf = (rows: readonly OpenCase[], touched: ReadonlySet<string>) =>
    new Map(
      rows
        .filter((row) => !touched.has(row.case_id))
        .map((row) => [row.case_id, lineOf(row, shown.now)]),
    );
  const look = async () => {
    const now = await store.query<OpenCase>(openCasesNow());
    const after = await store.query<{ case_id: string }>(casesTouchedAfter(shown.seq));
    const touched = new Set(after.map((row) => row.case_id));
    const found = new Comparison();
    found.values('current state', linesOf(now, touched), linesOf(raw, touched), ['table', 'hops']);
    return found;
  };
  add(comparison, await settled(look));
}

/** Rollups against raw rows, which only grow: counted before and after, the rollup lies between. */
async function compareRollups(comparison: Comparison, store: Store): Promise<void> {
  const totals = async (statement: Parameters<Store['query']>[0]) =>
    new Map((await store.query<Total>(statement)).map((row) => [row.event, row.n]));
  for (const [name, statement] of [
    ['rollup_hour', hourlyTotals()],
    ['rollup_day', dailyTotals()],
  ] as const) {
    const look = async () => {
      const before = await totals(rawTotals());
      const rolled = await totals(statement);
      const after = await totals(rawTotals());
      const found = new Comparison();
      const nearest = new Map(
        [...after].map(([event, most]) => {
          const least = before.get(event) ?? 0;
          return [event, Math.min(most, Math.max(least, rolled.get(event) ?? 0))];
        }),
      );
      found.values(name, rolled, nearest, ['rollup', 'raw rows']);
      return found;
    };
    add(comparison, await settled(look));
  }
}

async function settled(look: () => Promise<Comparison>): Promise<Comparison> {
  let found = await look();
  for (let looks = 1; looks < LOOKS && found.differences > 0; looks++) {
    await sleep(LOOK_AGAIN_MS);
    found = await look();
  }
  return found;
}

function add(to: Comparison, found: Comparison): void {
  to.compared += found.compared;
  to.differences += found.differences;
  to.examples.push(...found.examples);
}
