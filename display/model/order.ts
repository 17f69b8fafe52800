import type { CaseId, Millis } from '../../config/contract/ids.ts';
import type {
  AlertRow,
  ArrivalRow,
  CaseRow,
  DueRow,
  MixRow,
  UnitRow,
} from '../../config/contract/picture.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';

type Rows<R> = ReadonlyMap<string, R>;

/** Keys of the rows in order; ties in the order of the keys, so that lists never jitter. */
const sorted = <R>(rows: Rows<R>, compare: (a: R, b: R) => number): string[] =>
  [...rows].sort(([ka, a], [kb, b]) => compare(a, b) || (ka < kb ? -1 : 1)).map(([key]) => key);

const WEIGHT: Record<AlertLevel, number> = { purple: 3, red: 2, yellow: 1, blue: 0 };

/** Whether another alert that stands speaks for this one. */
export const isSpokenFor = ({ by, untold }: AlertRow, rows: Rows<AlertRow>): boolean =>
  (untold === 'group' || untold === 'matter' || untold === 'inhibited') && rows.has(by);

/** How many alerts each one speaks for. */
export function spokenFor(rows: Rows<AlertRow>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows.values())
    if (isSpokenFor(row, rows)) counts.set(row.by, (counts.get(row.by) ?? 0) + 1);
  return counts;
}

/**
 * Alerts that nobody has answered first, worst first, then newest first. Those for which another one
 * speaks are not listed, unless they are wanted too.
 */
export const alertKeys = (rows: Rows<AlertRow>, spokenForToo = false): string[] =>
  sorted(
    new Map([...rows].filter(([, row]) => spokenForToo || !isSpokenFor(row, rows))),
    (a, b) =>
      Number(isAnswered(a)) - Number(isAnswered(b)) ||
      WEIGHT[b.level] - WEIGHT[a.level] ||
      b.at - a.at,
  );

/** Whether an officer has said something about it that settles who sees to it. */
export const isAnswered = ({ acknowledgedAt, falseAlarm, untold }: AlertRow): boolean =>
  acknowledgedAt !== null || falseAlarm || untold === 'silenced' || untold === 'false-alarm';

/** A title of an alert without the number of its case, which stands at its end. */
export const wordsOf = (title: string, no: string): string =>
  no !== '' && title.endsWith(no) ? title.slice(0, -no.length).replace(/[\s·]+$/, '') : title;

/**
 * Alerts that are known only by the number of their case: they have no place, or another one has the
 * same words and place.
 * @param caseOf the open case of an id; undefined: it is not known
 */
export function numbered(
  rows: Rows<AlertRow>,
  caseOf: (id: CaseId) => Pick<CaseRow, 'upstreamNo'> | undefined,
): ReadonlyMap<string, string> {
  const numberOf = ({ caseId }: AlertRow): string =>
    (caseId === null ? undefined : caseOf(caseId))?.upstreamNo ?? '';
  const read = (row: AlertRow) => `${row.grid} ${wordsOf(row.title.zh, numberOf(row))}`;
  const alike = new Map<string, number>();
  for (const row of rows.values()) alike.set(read(row), (alike.get(read(row)) ?? 0) + 1);
  return new Map(
    [...rows]
      .map(([key, row]) => [key, row, numberOf(row)] as const)
      .filter(([, row, no]) => no !== '' && (row.grid === '' || (alike.get(read(row)) ?? 0) > 1))
      .map(([key, , no]) => [key, no]),
  );
}

/** Whether it weighs in the verdict: neither a false alarm nor silenced at deployment time `now`. */
export const stands = ({ falseAlarm, silencedUntil }: AlertRow, now: Millis): boolean =>
  !falseAlarm && (silencedUntil ?? 0) <= now;

/** Newest first. */
export const arrivalKeys = (rows: Rows<ArrivalRow>): string[] =>
  sorted(rows, (a, b) => b.at - a.at);

/** First to run out first. */
export const dueKeys = (rows: Rows<DueRow>): string[] => sorted(rows, (a, b) => a.dueAt - b.dueAt);

/** Units with something to answer for: overdue, returns, then load. */
export const unitKeys = (rows: Rows<UnitRow>): string[] =>
  sorted(rows, (a, b) => b.overdue - a.overdue || b.returned - a.returned || b.open - a.open);

/** Most records first. */
export const mixKeys = (rows: Rows<MixRow>): string[] => sorted(rows, (a, b) => b.today - a.today);
