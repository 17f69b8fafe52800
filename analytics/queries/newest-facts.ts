import type { Millis, Seq } from '../../config/contract/ids.ts';
import {
  alerts,
  hops,
  int,
  millis,
  patrols,
  readings,
  type Sql,
  selected,
  sql,
  texts,
} from '../../ingest/store/index.ts';
import { FLAGS_HIDDEN, STATS_SHOWN } from '../state/stations.ts';

/** The newest orders since a time, up to a journal position. Rows of `hops`. */
export const newestOrders = (from: Millis, upTo: Seq, count: number): Sql => sql`
SELECT ${selected(hops)}
FROM hops
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND event = 'report' AND channel != 'patrol'
ORDER BY at DESC, id DESC
LIMIT ${int(count)}`;

/** The newest patrol reports, as they were first told, since a time, up to a journal position. Rows of `patrols`. */
export const newestPatrols = (from: Millis, upTo: Seq, count: number): Sql => sql`
SELECT ${selected(patrols)}
FROM patrols
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND version = 0
ORDER BY at DESC, id DESC
LIMIT ${int(count)}`;

/** The newest reading to show of every factor at every station since a time. Rows of `readings`. */
export const newestReadings = (from: Millis, upTo: Seq): Sql => sql`
SELECT ${selected(readings)}
FROM readings
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)}
  AND stat IN ${texts(STATS_SHOWN)} AND NOT hasAny(flags, ${texts(FLAGS_HIDDEN)})
ORDER BY at DESC, id DESC, version DESC
LIMIT 1 BY station, factor`;

/**
 * The newest event of every alert up to a journal position, standing ones first; at most `count`. No
 * bound in time: an alert stands until it is cleared. Rows of `alerts`.
 */
export const newestAlerts = (upTo: Seq, count: number): Sql => sql`
SELECT *
FROM (
  SELECT ${selected(alerts)}
  FROM alerts
  WHERE seq <= ${int(upTo)}
  ORDER BY at DESC, phase ASC, version DESC, id DESC
  LIMIT 1 BY alert_id
)
ORDER BY phase = 'raised' DESC, at DESC
LIMIT ${int(count)}`;

/** The time of each grid's newest patrol report since a time, up to a journal position. */
export const lastPatrols = (from: Millis, upTo: Seq): Sql => sql`
SELECT grid, toUnixTimestamp64Milli(max(at)) AS last
FROM patrols
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND version = 0
GROUP BY grid`;
