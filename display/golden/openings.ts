import type { AlertRow, CaseRow, MatterRow, UnitRow } from '../../config/contract/picture.ts';
import { GRID_DAYS, kpiDays } from '../model/grid-days.ts';
import { writeList } from '../panels/list-name.ts';
import { NOWHERE, type Place, writePlace } from '../panels/place.ts';
import type { Recording } from './recording.ts';

/** What can be opened from a wall: the name of each, and what it opens in a recorded picture. */
export const OPENINGS = {
  alerts: () => ({ list: writeList('alerts', { level: 'yellow' }) }),
  overdue: () => ({ list: 'overdue' }),
  open: () => ({ list: 'open' }),
  unplaced: () => ({ list: 'unplaced' }),
  closed: () => ({ list: 'closed' }),
  hours: () => ({ list: 'hours' }),
  days: () => ({ list: 'days' }),
  arrivals: () => ({ list: 'arrivals' }),
  units: () => ({ list: 'units' }),
  ports: () => ({ list: 'ports' }),
  stations: () => ({ list: 'stations' }),
  station: () => ({ list: writeList('station', { id: AIR }) }),
  recount: () => ({ list: 'recount' }),
  returned: (told) => ({ list: writeList('returned', { unit: returning(told) }) }),
  records: () => ({ list: writeList('records', { source: 'grid' }) }),
  readings: () => ({ list: writeList('records', { source: 'environment' }) }),
  registered: ({ alert }) => ({
    list: writeList('registered', { grid: alert.grid, register: 'posts' }),
  }),
  kpi: (told) => ({ list: writeList('kpi', { ...told.days, grid: told.grid, id: KPI }) }),
  patrols: (told) => ({
    list: writeList('patrols', { ...told.days, grid: told.grid, days: String(GRID_DAYS) }),
  }),
  grid: ({ grid }) => ({ grid }),
  kin: ({ grid, caseId }) => ({ grid, caseId }),
  matter: ({ matter }) => ({ list: writeList('matter', { id: matter }) }),
  alert: ({ alert: { id, grid, caseId } }) => ({ grid, caseId, alert: id }),
} satisfies Record<string, (told: Told) => Partial<Place>>;
export type Opening = keyof typeof OPENINGS;

/** What of a picture is opened, and so recorded in full. */
export interface Told {
  views: Recording['views'];
  /** The worst alert. */
  alert: AlertRow;
  /** An open case of a matter of several reports, and its grid. */
  matter: string;
  caseId: string;
  grid: string;
  days: { from: string; to: string };
}

/** A station of the air, and a KPI that has both kinds of cases. */
export const AIR = 'hq-air-01';
export const KPI = 'closedInTime';

export const addressOf = (opening: Opening, told: Told): string =>
  writePlace({ ...NOWHERE, ...OPENINGS[opening](told) });

/** @param isoDay local date of a deployment time; @param now deployment time */
export function toldOf(
  views: Recording['views'],
  isoDay: (at: number) => string,
  now: number,
): Told {
  const rows = <R>(view: keyof typeof views) => (views[view] ?? []) as [string, R][];
  const alert = worstOf(views);
  const cases = new Map(rows<CaseRow>('cases'));
  const of = rows<MatterRow>('matters')
    .filter(([, { kind, grid }]) => kind !== 'diverge' && grid !== '')
    .flatMap(([matter, { members, grid }]) =>
      members.map(({ id }) => ({ matter, caseId: id as string, grid: grid as string })),
    )
    .find(({ caseId }) => caseId !== alert.caseId && cases.has(caseId));
  if (!of) throw new Error('no open matter of several reports: no card would show its kin');
  const [from, to] = kpiDays(isoDay, now);
  return { views, alert, ...of, days: { from, to } };
}

/** The worst alert of a grid. */
export function worstOf({ alerts = [] }: Recording['views']): AlertRow {
  const found = (alerts as [string, AlertRow][]).find(
    ([, { level, grid }]) => (level === 'red' || level === 'purple') && grid !== '',
  );
  if (!found) throw new Error('no red alert in a grid: the pictures would show nothing of note');
  return found[1];
}

/** The unit that returned most today. */
export function returning({ views }: Pick<Told, 'views'>): string {
  const units = (views.units ?? []) as [string, UnitRow][];
  const [most] = units.filter(([id]) => id !== '').sort(([, a], [, b]) => b.returned - a.returned);
  if (!most || most[1].returned === 0) throw new Error('no unit returned anything today');
  return most[0];
}
