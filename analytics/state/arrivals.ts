import type { Hop, PatrolReport } from '../../config/contract/facts.ts';
import type { ArrivalRow } from '../../config/contract/picture.ts';
import { clockDoubted } from '../../config/contract/told-time.ts';
import { joinCategory } from './case-fold.ts';
import { isOrder } from './tallies.ts';

/** How many of the newest arrivals are shown. */
export const ARRIVALS_SHOWN = 60;

/** Whether a hop is an arrival to show: of a mistyped year it would never make room for others. */
export const isArrival = (hop: Hop): boolean => isOrder(hop) && !clockDoubted(hop.flags);

export const arrivalOfHop = (hop: Hop): ArrivalRow => ({
  id: hop.id,
  at: hop.at,
  source: hop.source,
  kind: 'order',
  caseId: hop.caseId,
  title: hop.text?.subject || joinCategory(hop.category),
  grid: hop.grid,
  urgency: hop.urgency,
  class: null,
  selfHandled: false,
  lon: hop.lon,
  lat: hop.lat,
});

export const arrivalOfPatrol = (patrol: PatrolReport): ArrivalRow => ({
  id: patrol.id,
  at: patrol.at,
  source: patrol.source,
  kind: 'patrol',
  caseId: patrol.caseId,
  title: patrol.text,
  grid: patrol.grid,
  urgency: patrol.hazard === 'major' ? 'urgent' : 'normal',
  class: patrol.class,
  selfHandled: patrol.selfHandled,
  lon: patrol.lon,
  lat: patrol.lat,
});

/** Positive where `a` is shown before `b`: the newer one, by its own time. */
const newer = (a: ArrivalRow, b: ArrivalRow): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The newest orders and patrol reports by their own time, in whatever order they come. */
export class Arrivals {
  /** Newest first. */
  readonly rows: ArrivalRow[] = [];
  changed = true;

  add(row: ArrivalRow): void {
    const oldest = this.rows.at(-1);
    if (this.rows.length === ARRIVALS_SHOWN && oldest && newer(oldest, row) > 0) return;
    const index = this.rows.findIndex((other) => newer(row, other) > 0);
    this.rows.splice(index < 0 ? this.rows.length : index, 0, row);
    if (this.rows.length > ARRIVALS_SHOWN) this.rows.pop();
    this.changed = true;
  }
}
