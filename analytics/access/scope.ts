import type { ViewName, Views } from '../../config/contract/picture.ts';

/** The rows that somebody may see. A row without a grid or unit is of none. */
export interface Scope {
  /** The same for all who may see the same rows, and for no others: they share every frame. */
  key: string;
  /** null: of all grids, and of none. */
  grids: ReadonlySet<string> | null;
  /** null: of all units, and of none. */
  units: ReadonlySet<string> | null;
}

/** What one screen may be told. */
export interface Access {
  /** Views that it may ask for. */
  views: ReadonlySet<ViewName>;
  /** null: every row. */
  scope: Scope | null;
}

/** Whether a case, report or alert of this grid and unit is within. */
export const isWithin = (
  { grids, units }: Scope,
  { grid, unit }: { grid: string; unit: string },
): boolean => (grids === null || grids.has(grid)) && (units === null || units.has(unit));

type Rule<V extends ViewName> = (scope: Scope, row: Views[V]) => boolean;
const all = () => true;
const none = () => false;

/**
 * Which rows of each view are within a scope. Totals of the whole place are of no scope; how the system
 * and its ports fare is of every one, for a silent port would else look like a quiet day.
 */
const ROWS: { readonly [V in ViewName]: Rule<V> } = {
  system: all,
  ports: all,
  cases: isWithin,
  due: isWithin,
  alerts: isWithin,
  // what a patrol or the hotline brought is of no unit yet
  arrivals: (scope, { grid }) => isWithin(scope, { grid, unit: '' }),
  // their figures are of all units, and of all grids
  grids: (scope, { grid }) => isWithin(scope, { grid, unit: '' }),
  units: (scope, { unit }) => isWithin(scope, { grid: '', unit }),
  // its cases are of several units and grids
  matters: none,
  counters: none,
  mix: none,
  hours: none,
  days: none,
  stations: none,
  recount: none,
  // what is said of an incident is of the whole place
  stage: none,
};

/** Whether a row of a view is within a scope. */
export const isShown = <V extends ViewName>(scope: Scope, view: V, row: Views[V]): boolean =>
  (ROWS[view] as Rule<V>)(scope, row);
