import type { Millis, Seq } from '../../config/contract/ids.ts';
import type {
  CaseRow,
  CounterRow,
  DayRow,
  GridRow,
  HourRow,
  MatterRow,
  MixRow,
} from '../../config/contract/picture.ts';
import { isOverdue } from '../clocks/light.ts';
import type { Picture } from '../state/picture.ts';

/** What screens are shown at one moment, as far as a recount can tell it. */
export interface Shown {
  seq: Seq;
  /** Deployment time. */
  now: Millis;
  cases: readonly CaseRow[];
  counters: readonly CounterRow[];
  grids: readonly GridRow[];
  hours: readonly HourRow[];
  days: readonly DayRow[];
  mix: readonly MixRow[];
  alerts: readonly string[];
  /** Null: they are being weighed, and the view is of a moment ago. */
  matters: readonly MatterRow[] | null;
}

const rows = <T>(view: { rows: ReadonlyMap<string, T> }): T[] => [...view.rows.values()];

/** A copy of the picture; taken right after a commit, it is what the screens hold. */
export const copyOf = ({ views, model }: Picture): Shown => ({
  seq: model.folded,
  now: model.now,
  cases: rows(views.cases),
  counters: rows(views.counters),
  grids: rows(views.grids),
  hours: rows(views.hours),
  days: rows(views.days),
  mix: rows(views.mix),
  alerts: [...views.alerts.rows.keys()],
  matters: model.matters.settled ? rows(views.matters) : null,
});

/** A case in one line. */
export const caseLine = (of: {
  state: string;
  unit: string;
  grid: string;
  dueAt: Millis | null;
  overdue: boolean;
  returns: number;
  urges: number;
  supervised: boolean;
}): string =>
  [
    ...[of.state, of.unit, of.grid, of.dueAt ?? '-', of.overdue ? 'overdue' : 'in time'],
    ...[of.returns, of.urges, of.supervised ? 'supervised' : '-'],
  ].join('/');

export const shownLines = (shown: Shown): Map<string, string> =>
  new Map(shown.cases.map((row) => [row.id, caseLine({ ...row, overdue: isOverdue(row.light) })]));
