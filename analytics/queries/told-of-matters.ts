import type { Millis, Seq } from '../../config/contract/ids.ts';
import { EARLIEST } from '../../config/contract/told-time.ts';
import { hops, int, millis, type Sql, selected, sql, texts } from '../../ingest/store/index.ts';
import { MATTER_EVENTS, MATTER_WORDS } from '../merging/words.ts';

/**
 * The newest hops since a time that bear on which cases are of one matter (`tellsOfMatter`), up to a journal
 * position, oldest first; at most `count`. One told by a clock that was never set is as new as its acceptance. Rows of `hops`.
 */
export const toldOfMatters = (from: Millis, upTo: Seq, count: number): Sql => sql`
SELECT *
FROM (
  SELECT ${selected(hops)}
  FROM hops
  WHERE (at >= ${millis(from)} OR at < ${millis(EARLIEST)} AND accepted >= ${millis(from)})
    AND seq <= ${int(upTo)} AND (event IN ${texts(MATTER_EVENTS)} OR arrayExists(word -> details[word] != '', ${texts(MATTER_WORDS)}))
  ORDER BY at DESC, id DESC
  LIMIT ${int(count)}
)
ORDER BY at, id`;
