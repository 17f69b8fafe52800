import type { GridId, Millis } from '../../config/contract/ids.ts';
import type { CounterName, CounterRow, DayRow, HourRow } from '../../config/contract/picture.ts';
import { dayStart, HOUR } from '../../config/contract/zone.ts';
import type { MatterRules } from '../../config/deployment/alert-rules.ts';
import { areaOf } from '../alerts/hotspot/area.ts';
import { writeMatters } from '../merging/matter-rows.ts';
import type { Expectations, Expected } from '../trends/history.ts';
import type { ViewSet } from './keyed-view.ts';
import type { LocalTime } from './local-time.ts';
import type { Model } from './model.ts';
import { DAYS_SHOWN } from './tallies.ts';

const HOURS_SHOWN = 24;

/** What the deployment says that the views need. */
export interface Setting {
  time: LocalTime;
  grids: ReadonlySet<string>;
  units: ReadonlySet<string>;
  matters: MatterRules;
}

/** Writes what changed in the model since the last time to its views. */
export function projectChanges(
  model: Model,
  views: ViewSet,
  expectations: Expectations,
  setting: Setting,
): void {
  const { cases, tallies, arrivals, alerts, alertActs, tellings, stations, stage } = model;
  if (stage.changed) views.stage.set('all', stage.row());
  for (const id of cases.changed.cases) views.cases.set(id, cases.row(id));
  for (const grid of new Set([...cases.changed.grids, ...tallies.changedGrids]))
    views.grids.set(grid, gridRow(model, grid, setting));
  for (const unit of new Set([...cases.changed.units, ...tallies.changedUnits]))
    views.units.set(unit, unitRow(model, unit, setting));
  for (const id of new Set([...alerts.changed, ...alertActs.changed, ...tellings.changed]))
    views.alerts.set(id, alertRow(model, id));
  for (const id of stations.changed) views.stations.set(id, stations.row(id));
  if (cases.changed.due) views.due.replace(cases.due().map((row) => [row.id, row]));
  if (arrivals.changed || tallies.changed) projectArrivals(model, views, setting);
  if (tallies.changed) projectTrends(model, views, expectations, setting);
  projectMatters(model, views, setting, false);
  projectCounters(model, views, expectations);
  forget(model);
}

/** Writes the whole model to its views: after it was folded anew, or the past became known. */
export function projectAll(
  model: Model,
  views: ViewSet,
  expectations: Expectations,
  setting: Setting,
): void {
  const { cases, alerts, stations, tallies, stage } = model;
  views.stage.set('all', stage.row());
  const today = tallies.ofToday();
  const grids = new Set([...setting.grids, ...cases.grids.keys(), ...today.grids.keys()]);
  const units = new Set([...setting.units, ...cases.units.keys(), ...today.returned.keys()]);
  views.cases.replace(rowsOf(cases.openIds(), (id) => cases.row(id)));
  views.grids.replace(rowsOf(grids, (id) => gridRow(model, id as GridId, setting)));
  views.units.replace(rowsOf(units, (id) => unitRow(model, id, setting)));
  views.alerts.replace(
    rowsOf(
      [...alerts.active()].map((event) => event.alertId),
      (id) => alertRow(model, id),
    ),
  );
  views.stations.replace(rowsOf(stations.ids(), (id) => stations.row(id)));
  views.due.replace(cases.due().map((row) => [row.id, row]));
  projectArrivals(model, views, setting);
  projectTrends(model, views, expectations, setting);
  projectMatters(model, views, setting, true);
  projectCounters(model, views, expectations);
  forget(model);
}

/** As far back as the store is asked for them at a start. */
function projectArrivals({ arrivals, now }: Model, views: ViewSet, { time }: Setting): void {
  const first = dayStart(now, time.zone, 1 - DAYS_SHOWN);
  const shown = arrivals.rows.filter(({ at }) => at >= first);
  views.arrivals.replace(shown.map((row) => [row.id, row]));
}

function* rowsOf<K extends string, R>(
  keys: Iterable<K>,
  row: (key: K) => R | null,
): Generator<[string, R]> {
  for (const key of keys) {
    const value = row(key);
    if (value !== null) yield [key, value];
  }
}

/** What changed is written. */
export function forget(model: Model): void {
  const { cases, tallies, arrivals, alerts, alertActs, tellings, stations, stage } = model;
  stage.changed = false;
  cases.changed.cases.clear();
  cases.changed.grids.clear();
  cases.changed.units.clear();
  cases.changed.due = false;
  tallies.changed = false;
  tallies.changedGrids.clear();
  tallies.changedUnits.clear();
  arrivals.changed = false;
  alerts.changed.clear();
  alertActs.changed.clear();
  tellings.changed.clear();
  stations.changed.clear();
}

/** A grid or unit that the deployment does not name is shown while something counts for it. */
function gridRow(model: Model, grid: GridId, { grids }: Setting) {
  const load = model.cases.grids.of(grid);
  const tally = model.tallies.ofToday().grids.get(grid) ?? { today: 0, patrols: 0 };
  if (!grids.has(grid) && load.open + tally.today + tally.patrols === 0) return null;
  return { grid, ...load, ...tally, lastPatrol: model.lastPatrol.get(grid) ?? null };
}

function unitRow(model: Model, id: string, { units }: Setting) {
  const unit = id as Parameters<typeof model.cases.units.of>[0];
  const load = model.cases.units.of(unit);
  const returned = model.tallies.ofToday().returned.get(unit) ?? 0;
  if (!units.has(id) && load.open + returned === 0) return null;
  return { unit, ...load, returned };
}

function alertRow(model: Model, id: Parameters<typeof model.alerts.get>[0]) {
  const event = model.alerts.get(id);
  if (!event) return null;
  const { rule, level, at, title, caseId, grid, unit, figures } = event;
  const { falseAlarmAt, ...handled } = model.alertActs.of(id);
  const telling = model.tellings.of(id);
  return {
    ...{ id, rule, level, at, title, caseId, grid, unit, figures, ...handled },
    falseAlarm: falseAlarmAt !== null,
    area: rule === 'hotspot' ? areaOf(event.evidence) : [],
    to: telling?.to ?? null,
    untold: telling?.untold ?? null,
    by: telling?.by ?? '',
  };
}

/** Days for which a matter is shown after its last report, when all of it is ended. */
const MATTERS_SHOWN = 7;

function projectMatters(
  { matters, cases, tallies }: Model,
  views: ViewSet,
  { time, matters: rules }: Setting,
  all: boolean,
): void {
  const since = dayStart(tallies.today, time.zone, -MATTERS_SHOWN);
  writeMatters(views.matters, all, { matters, cases, rules, since });
}

function projectCounters(model: Model, views: ViewSet, expectations: Expectations): void {
  const today = model.tallies.ofToday();
  const current = expectations.history.today === model.tallies.today;
  const expected = (name: Expected) => (current ? expectations.byNow(name, model.now) : null);
  const values: Record<CounterName, CounterRow> = {
    orders: { name: 'orders', value: today.orders, expected: expected('orders') },
    patrols: { name: 'patrols', value: today.patrols, expected: expected('patrols') },
    selfHandled: {
      name: 'selfHandled',
      value: today.selfHandled,
      expected: expected('selfHandled'),
    },
    closed: { name: 'closed', value: today.closed, expected: expected('closed') },
    open: { name: 'open', value: model.cases.open, expected: null },
    overdue: { name: 'overdue', value: model.cases.overdue, expected: null },
  };
  for (const row of Object.values(values)) views.counters.set(row.name, row);
}

/** Hours, days and the mix of sources: all that the tallies of the shown window say. */
function projectTrends(
  model: Model,
  views: ViewSet,
  expectations: Expectations,
  setting: Setting,
): void {
  const { time } = setting;
  const { tallies } = model;
  const hours: [string, HourRow][] = [];
  for (const at of shownHours(model.now, time)) {
    const tally = tallies.days.get(time.day(at))?.hours.get(at) ?? { orders: 0, patrols: 0 };
    hours.push([String(at), { at, ...tally, expected: expectations.inHour(at) }]);
  }
  const days: [string, DayRow][] = [];
  for (let back = DAYS_SHOWN - 1; back >= 0; back--) {
    const at = dayStart(model.now, time.zone, -back);
    const { orders, patrols, closed } = tallies.days.get(at) ?? {
      orders: 0,
      patrols: 0,
      closed: 0,
    };
    days.push([
      String(at),
      { at, orders, patrols, closed, lastYear: expectations.history.lastYear.get(at) ?? null },
    ]);
  }
  views.hours.replace(hours);
  views.days.replace(days);
  views.mix.replace(
    [...tallies.ofToday().sources]
      .filter(([, tally]) => tally.taken > 0)
      .map(([source, tally]) => [source, { source, today: tally.taken }]),
  );
}

/** Starts of the local hours shown, the current one last. */
function shownHours(now: Millis, time: LocalTime): Millis[] {
  const current = time.hour(now);
  return Array.from({ length: HOURS_SHOWN }, (_, index) =>
    time.hour(current - (HOURS_SHOWN - 1 - index) * HOUR),
  );
}
