import type { CaseRow } from '../../config/contract/picture.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';

export const CASE_FILTERS = ['ours', 'overdue', 'all'] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];

/** States in which the desk is to act, not a unit. */
const OURS: ReadonlySet<CaseState> = new Set([
  'reported',
  'verifying',
  'filed',
  'returned',
  'reopened',
  'done',
  'checked',
]);

export const isIn = (filter: CaseFilter, row: CaseRow): boolean =>
  filter === 'all' ||
  (filter === 'ours' ? OURS.has(row.state) : row.light === 'red' || row.light === 'purple');

/** When its clock runs out; none runs: never. */
const runsOut = ({ light, dueAt }: CaseRow): number =>
  light === 'none' || dueAt === null ? Number.MAX_VALUE : dueAt;

/** What runs out first, first; then what stands without a clock, by how long. */
export const byUrgency = (a: CaseRow, b: CaseRow): number =>
  runsOut(a) - runsOut(b) || a.stateAt - b.stateAt || (a.id < b.id ? -1 : 1);

/** Whether every word of a query stands in one of the texts, in whatever case of letters. */
export function fits(query: string, texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
