import type { Millis, Seq } from '../../config/contract/ids.ts';
import { AHEAD, CLOCK_FLAGS, EARLIEST } from '../../config/contract/told-time.ts';
import { type CaseState, ENDED } from '../../config/contract/vocabulary.ts';
import { STEPS_REMEMBERED } from '../../config/deployment/alert-rules.ts';
import { int, millis, type Sql, sql, texts } from '../../ingest/store/index.ts';
import { HANDS_OVER } from '../state/case-fold.ts';

export interface OpenCase {
  case_id: string;
  state: CaseState | '';
  unit: string;
  grid: string;
  received_at: Millis;
  due_at: Millis | null;
  /** At most as many as a case remembers. */
  returns: number;
  urges: number;
  supervised: boolean;
}

/** A told time as hops are ranked by it (`rankedTime`). */
const ranked = (time: Sql): Sql => sql`if(
      hasAny(flags, ${texts(CLOCK_FLAGS)}) AND (
        ${time} < ${millis(EARLIEST)} OR ${time} > accepted + toIntervalMillisecond(${int(AHEAD)})),
      accepted, ${time})`;

/**
 * Open cases counted from their hops alone, up to a journal position. No bound in time: a case may be
 * old. Ranks and words are those of `foldOfHop`.
 */
export const openCasesRaw = (upTo: Seq): Sql => sql`
SELECT
  case_id,
  argMaxIf(state, step_rank, state != '') AS state,
  argMaxIf(if(alone AND event = 'return', '', unit), told_rank,
    NOT alone OR event = 'return' OR event IN ${texts([...HANDS_OVER])} AND unit != '') AS unit,
  argMax(grid, word_rank) AS grid,
  toUnixTimestamp64Milli(argMax(received_at, word_rank)) AS received_at,
  toUnixTimestamp64Milli(tupleElement(
    argMaxIf(tuple(due_at), told_rank, NOT alone OR due_at IS NOT NULL), 1)) AS due_at,
  least(countIf(event = 'return'), ${int(STEPS_REMEMBERED)}) AS returns,
  least(countIf(event = 'urge'), ${int(STEPS_REMEMBERED)}) AS urges,
  max(event = 'supervise') = 1 AS supervised
FROM (
  SELECT
    case_id, state, event, unit, grid, received_at, due_at,
    toUnixTimestamp64Milli(as_of) = 0 AS alone,
    ${ranked(sql`at`)} AS ranked_at,
    ${ranked(sql`as_of`)} AS ranked_as_of,
    (ranked_at, hop_order, id) AS step_rank,
    (if(alone, as_of, ranked_as_of), ranked_at, hop_order, id) AS word_rank,
    (if(alone, ranked_at, ranked_as_of), ranked_at, hop_order, id) AS told_rank
  FROM hops
  WHERE seq <= ${int(upTo)}
)
GROUP BY case_id
HAVING argMaxIf(state, step_rank, state != '') NOT IN ${texts([...ENDED])}`;

/** Open cases as the table of current states has them now. */
export const openCasesNow = (): Sql => sql`
SELECT
  case_id, state, unit, grid,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  least(length(returned), ${int(STEPS_REMEMBERED)}) AS returns,
  least(length(urged), ${int(STEPS_REMEMBERED)}) AS urges,
  supervised
FROM cases_now
WHERE state NOT IN ${texts([...ENDED])}`;

/** Cases with hops beyond a journal position. */
export const casesTouchedAfter = (seq: Seq): Sql => sql`
SELECT DISTINCT case_id
FROM hops
WHERE seq > ${int(seq)}`;
