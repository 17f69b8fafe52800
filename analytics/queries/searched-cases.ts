import type { Millis } from '../../config/contract/ids.ts';
import { int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';
import type { Scope } from '../access/scope.ts';
import { caseColumns, withinScope } from './listed-cases.ts';

/** One word of a search, with the units and grids that are called so. */
export interface SearchedWord {
  word: string;
  units: readonly string[];
  grids: readonly string[];
}

/** What cases are searched for. */
export interface CaseSearch {
  /** Each is to be found somewhere in the case. */
  words: readonly SearchedWord[];
  /** Time of receipt; `to` exclusive. */
  from: Millis;
  to: Millis;
}

const holds = (column: Sql, word: string): Sql =>
  sql`positionCaseInsensitiveUTF8(${column}, ${text(word)}) > 0`;

const found = ({ word, units, grids }: SearchedWord, from: Millis): Sql => sql`(
    unit IN ${texts(units)} OR grid IN ${texts(grids)} OR case_id IN (
      SELECT case_id
      FROM hops
      WHERE at >= ${millis(from)} AND event IN ('report', 'amend')
        AND (${holds(sql`upstream_no`, word)} OR NOT confidential AND (${holds(sql`subject`, word)}
          OR ${holds(sql`content`, word)} OR ${holds(sql`address`, word)}))))`;

/**
 * The newest cases received within a time in which all words are found. Their texts are looked through
 * since that time; those of what is confidential are not. Rows of `CaseRowNow`.
 */
export const searchedCases = (
  { words, from, to }: CaseSearch,
  count: number,
  scope: Scope | null = null,
): Sql => sql`
SELECT ${caseColumns}
FROM cases_now
WHERE received_at >= ${millis(from)} AND received_at < ${millis(to)}
  AND ${[...words.map((word) => found(word, from)), ...withinScope(scope)].reduce(
    (all, one) => sql`${all} AND ${one}`,
  )}
ORDER BY received_at DESC, case_id DESC
LIMIT ${int(count)}`;
