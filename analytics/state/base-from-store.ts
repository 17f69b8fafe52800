import type { AlertEvent } from '../../config/contract/facts.ts';
import {
  type CaseId,
  gridId,
  type Millis,
  type Seq,
  sourceId,
  unitId,
} from '../../config/contract/ids.ts';
import { DAY, dayStart } from '../../config/contract/zone.ts';
import {
  type AlertActionRow,
  type AlertRow,
  alertActions,
  alerts,
  type HopRow,
  hops,
  type PatrolRow,
  patrols,
  type ReadingRow,
  readings,
  type Store,
  type TellingRow,
  tellings,
  type WallEventRow,
  wallEvents,
} from '../../ingest/store/index.ts';
import { LOOK_BACK, REPORTS_HELD } from '../merging/matter-book.ts';
import { askFolds, casesById, openCases } from '../queries/cases-folded.ts';
import { type HourCount, hopsByHour, patrolsByHour } from '../queries/counted-hours.ts';
import { type CountedPastRow, countedPast } from '../queries/counted-past.ts';
import {
  hopsByPlace,
  type PlaceCount,
  patrolsByPlace,
  recordsBySource,
} from '../queries/counted-places.ts';
import {
  lastPatrols,
  newestAlertActs,
  newestAlerts,
  newestHours,
  newestOrders,
  newestPatrols,
  newestReadings,
  newestTellings,
  newestWallEvents,
  readingsSince,
  undecidedAlerts,
} from '../queries/newest-facts.ts';
import { suspendedCases } from '../queries/suspended-cases.ts';
import { toldOfMatters } from '../queries/told-of-matters.ts';
import { ARRIVALS_SHOWN, arrivalOfHop, arrivalOfPatrol } from './arrivals.ts';
import { type CaseFold, stateOf } from './case-fold.ts';
import type { LocalTime } from './local-time.ts';
import type { Base } from './model.ts';
import { DAYS_SHOWN, type DayTally, emptyDay, entryOf } from './tallies.ts';

/** Alerts taken along beside all that stand: those cleared last. */
const CLEARED_TAKEN = 50_000;
/** Tellings taken along, newest first. */
const TELLINGS_TAKEN = 200_000;
/** What was told longer ago weighs no more; a level reached longer ago is not told any more. */
const TOLD_DAYS = 7;
/** Readings by which stations are judged. */
const RECENT: Millis = 2 * DAY;
/** What is expected is learnt from so long a past; the ids of the newest of it are evidence. */
const LEARNT: Millis = 430 * DAY;
const EVIDENCE: Millis = 8 * DAY;
const EVIDENCE_TAKEN = 50;
/** Cases that went on so long ago have the deadline that they will ever have. */
const SUSPENDED: Millis = 100 * DAY;
/** Hops about matters taken along, newest first: a report and an end each. */
const TOLD_TAKEN = 2 * REPORTS_HELD;
/** Cases taken along that ended under an alert: few, but where the judging of very many was cut short. */
const ENDED_TAKEN = 10_000;
/** Acts about alerts taken along, newest first. */
const ACTS_TAKEN = 100_000;
/** Acts of each kind with the walls taken along, newest first. */
const WALL_TAKEN = 500;

/**
 * What the store holds up to a journal position, folded. It must hold that position completely; what
 * it holds beyond is left out, or does no harm when it is folded again.
 * @param now deployment time: which days count
 */
export async function baseFromStore(
  store: Store,
  upTo: Seq,
  now: Millis,
  time: LocalTime,
): Promise<Base> {
  const { zone } = time;
  const first = dayStart(now, zone, 1 - DAYS_SHOWN);
  const today = time.day(now);
  const [
    cases,
    byHour,
    byPlace,
    orders,
    patrolRows,
    readingRows,
    hourRows,
    recentRows,
    alertRows,
    actRows,
    tellingRows,
    undecided,
    wallRows,
    counted,
    last,
    told,
    suspended,
  ] = await Promise.all([
    askFolds(store, openCases()),
    together<HourCount>(store, [hopsByHour(first, upTo, zone), patrolsByHour(first, upTo, zone)]),
    together<PlaceCount>(store, [
      hopsByPlace(today, upTo, zone),
      patrolsByPlace(today, upTo, zone),
      recordsBySource(today, upTo, zone),
    ]),
    store.query<HopRow>(newestOrders(first, upTo, ARRIVALS_SHOWN)),
    store.query<PatrolRow>(newestPatrols(first, upTo, ARRIVALS_SHOWN)),
    store.query<ReadingRow>(newestReadings(first, upTo)),
    store.query<ReadingRow>(newestHours(first, upTo)),
    store.query<ReadingRow>(readingsSince(Math.max(0, now - RECENT), upTo)),
    store.query<AlertRow>(newestAlerts(upTo, CLEARED_TAKEN)),
    store.query<AlertActionRow>(newestAlertActs(upTo, ACTS_TAKEN)),
    store.query<TellingRow>(newestTellings(TOLD_DAYS, upTo, TELLINGS_TAKEN)),
    store.query<AlertRow>(undecidedAlerts(TOLD_DAYS, upTo)),
    store.query<WallEventRow>(newestWallEvents(upTo, WALL_TAKEN)),
    store.query<CountedPastRow>(
      countedPast(
        Math.max(0, now - LEARNT),
        now + DAY,
        upTo,
        Math.max(0, now - EVIDENCE),
        EVIDENCE_TAKEN,
        zone,
      ),
    ),
    store.query<{ grid: string; last: number }>(lastPatrols(upTo)),
    store.query<HopRow>(toldOfMatters(Math.max(0, today - LOOK_BACK), upTo, TOLD_TAKEN)),
    store.query<{ case_id: CaseId }>(suspendedCases(Math.max(0, now - SUSPENDED), upTo)),
  ]);
  const standing = alertRows.map((row) => alerts.fromRow(row).fact);
  return {
    seq: upTo,
    cases: [...cases, ...(await endedUnderAlerts(store, cases, standing))],
    days: daysOf(byHour, byPlace, time),
    arrivals: [
      ...orders.map((row) => arrivalOfHop(hops.fromRow(row).fact)),
      ...patrolRows.map((row) => arrivalOfPatrol(patrols.fromRow(row).fact)),
    ],
    alerts: standing,
    alertActs: actRows.map((row) => alertActions.fromRow(row).fact),
    tellings: tellingRows.map((row) => tellings.fromRow(row).fact),
    untold: undecided.map((row) => alerts.fromRow(row).fact),
    wallEvents: wallRows.map((row) => wallEvents.fromRow(row).fact),
    counted,
    recentReadings: recentRows.map((row) => readings.fromRow(row).fact),
    readings: [...readingRows, ...hourRows].map((row) => readings.fromRow(row).fact),
    lastPatrol: last.map((row) => [gridId(row.grid), row.last] as const),
    told: told.map(hops.fromRow),
    suspended: new Set([
      ...suspended.map((row) => row.case_id),
      ...cases.filter((fold) => stateOf(fold) === 'suspended').map(({ id }) => id),
    ]),
  };
}

/** Cases that ended while an alert of them stands: it was over when they ended, not when we look again. */
async function endedUnderAlerts(
  store: Store,
  open: readonly CaseFold[],
  newest: readonly AlertEvent[],
): Promise<CaseFold[]> {
  const held = new Set(open.map(({ id }) => id));
  const ids = new Set<CaseId>();
  for (const { phase, caseId } of newest)
    if (phase === 'raised' && caseId !== null && !held.has(caseId)) ids.add(caseId);
  return ids.size === 0 ? [] : askFolds(store, casesById([...ids].slice(0, ENDED_TAKEN)));
}

async function together<T>(
  store: Store,
  statements: Parameters<Store['query']>[0][],
): Promise<T[]> {
  return (await Promise.all(statements.map((statement) => store.query<T>(statement)))).flat();
}

/** Counted rows as tallies by local day. */
export function daysOf(
  byHour: readonly HourCount[],
  byPlace: readonly PlaceCount[],
  time: LocalTime,
): Map<Millis, DayTally> {
  const days = new Map<Millis, DayTally>();
  for (const row of byHour) {
    const at = row.hour * 1000;
    const day = entryOf(days, time.day(at), emptyDay);
    day.orders += row.orders;
    day.closed += row.closed;
    day.patrols += row.patrols;
    day.selfHandled += row.self_handled;
    if (row.orders + row.patrols === 0) continue;
    const hour = entryOf(day.hours, at, () => ({ orders: 0, patrols: 0 }));
    hour.orders += row.orders;
    hour.patrols += row.patrols;
  }
  for (const row of byPlace) {
    const day = entryOf(days, row.day * 1000, emptyDay);
    const source = entryOf(day.sources, sourceId(row.source), () => ({ taken: 0, records: 0 }));
    source.taken += row.taken;
    source.records += row.records;
    if (row.reported + row.patrols > 0) {
      const grid = entryOf(day.grids, gridId(row.grid), () => ({ today: 0, patrols: 0 }));
      grid.today += row.reported;
      grid.patrols += row.patrols;
    }
    if (row.returned > 0) {
      const unit = unitId(row.unit);
      day.returned.set(unit, (day.returned.get(unit) ?? 0) + row.returned);
    }
  }
  return days;
}
