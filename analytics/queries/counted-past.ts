import type { Millis, Seq } from '../../config/contract/ids.ts';
import { CLOCK_FLAGS } from '../../config/contract/told-time.ts';
import { int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';

/** Orders or patrol reports of one hour, local day, category and place. */
export interface CountedPastRow {
  stream: 'order' | 'patrol';
  category: string;
  community: string;
  grid: string;
  /** Of one of them. */
  at: number;
  count: number;
  /** The lowest ids, where asked for. */
  ids: string[];
}

/**
 * Orders and patrol reports in [from, to) up to a journal position, by hour, local day, category and
 * place. With the lowest `most` ids of each where they came after `idsFrom`.
 */
export const countedPast = (
  from: Millis,
  to: Millis,
  upTo: Seq,
  idsFrom: Millis,
  most: number,
  zone: string,
): Sql => sql`
SELECT stream, category, community, grid,
  toUnixTimestamp64Milli(max(at)) AS at,
  count() AS count,
  arraySlice(arraySort(groupArrayIf(id, at >= ${millis(idsFrom)})), 1, ${int(most)}) AS ids
FROM (
  SELECT 'order' AS stream, cat1 AS category, community, grid, at, case_id AS id
  FROM hops
  WHERE at >= ${millis(from)} AND at < ${millis(to)} AND seq <= ${int(upTo)}
    AND event = 'report' AND channel != 'patrol' AND NOT hasAny(flags, ${texts(CLOCK_FLAGS)})
  UNION ALL
  SELECT 'patrol' AS stream, class AS category, community, grid, at, id
  FROM patrols
  WHERE at >= ${millis(from)} AND at < ${millis(to)} AND seq <= ${int(upTo)} AND version = 0
)
GROUP BY stream, category, community, grid, toStartOfHour(at), toStartOfDay(at, ${text(zone)})`;
