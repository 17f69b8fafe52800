import type { Millis, Seq } from '../../config/contract/ids.ts';
import { type CaseState, ENDED } from '../../config/contract/vocabulary.ts';
import { int, type Sql, sql, texts } from '../../ingest/store/index.ts';

export interface OpenCase {
  case_id: string;
  state: CaseState | '';
  unit: string;
  grid: string;
  received_at: Millis;
  due_at: Millis | null;
}

/** Open cases counted from their hops alone, up to a journal position. No bound in time: a case may be old. */
export const openCasesRaw = (upTo: Seq): Sql => sql`
SELECT
  case_id,
  argMaxIf(state, (at, hop_order, id), state != '') AS state,
  argMax(unit, (as_of, at, hop_order, id)) AS unit,
  argMax(grid, (as_of, at, hop_order, id)) AS grid,
  toUnixTimestamp64Milli(argMax(received_at, (as_of, at, hop_order, id))) AS received_at,
  toUnixTimestamp64Milli(tupleElement(argMax(tuple(due_at), (as_of, at, hop_order, id)), 1)) AS due_at
FROM hops
WHERE seq <= ${int(upTo)}
GROUP BY case_id
HAVING argMaxIf(state, (at, hop_order, id), state != '') NOT IN ${texts([...ENDED])}`;

/** Open cases as the table of current states has them now. */
export const openCasesNow = (): Sql => sql`
SELECT
  case_id, state, unit, grid,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(due_at) AS due_at
FROM cases_now
WHERE state NOT IN ${texts([...ENDED])}`;

/** Cases with hops beyond a journal position. */
export const casesTouchedAfter = (seq: Seq): Sql => sql`
SELECT DISTINCT case_id
FROM hops
WHERE seq > ${int(seq)}`;
