import type { CaseRow, Light } from '../../config/contract/picture.ts';
import type { Table } from '../../config/contract/table.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import type { Order } from '../model/first-rows.ts';

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

export const isIn = (filter: CaseFilter, state: CaseState, light: Light): boolean =>
  filter === 'all' || (filter === 'ours' ? OURS.has(state) : light === 'red' || light === 'purple');

/** What runs out first, first; then what stands without a clock, by how long. */
export function byUrgency(cases: Table<CaseRow>): Order {
  const [light, dueAt, stateAt] = [
    cases.column('light'),
    cases.column('dueAt'),
    cases.column('stateAt'),
  ];
  /** When its clock runs out; none runs: never. */
  const runsOut = (n: number) => (light.at(n) === 'none' ? null : dueAt.at(n)) ?? Number.MAX_VALUE;
  return (a, b) => runsOut(a) - runsOut(b) || stateAt.at(a) - stateAt.at(b);
}

/** Whether every word of a query stands in one of the texts, in whatever case of letters. */
export function fits(query: string): (texts: readonly string[]) => boolean {
  const words = query.toLowerCase().split(/\s+/);
  return (texts) => {
    const all = texts.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  };
}
