import type { Millis, Seq } from '../../config/contract/ids.ts';
import { int, millis, type Sql, sql } from '../../ingest/store/index.ts';

/** The cases that were suspended or went on since a time, up to a journal position. */
export const suspendedCases = (since: Millis, upTo: Seq): Sql => sql`
SELECT DISTINCT case_id
FROM hops
WHERE event IN ('suspend', 'resume') AND at >= ${millis(since)} AND seq <= ${int(upTo)}`;
