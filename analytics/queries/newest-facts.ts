import type { Millis, Seq } from '../../config/contract/ids.ts';
import { CLOCK_FLAGS } from '../../config/contract/told-time.ts';
import {
  alertActions,
  alerts,
  hops,
  int,
  millis,
  patrols,
  readings,
  type Sql,
  selected,
  sql,
  tellings,
  texts,
  wallEvents,
} from '../../ingest/store/index.ts';
import { AIR_FACTORS } from '../air/hour.ts';
import { HOURS_HELD, STATS_SHOWN } from '../state/stations.ts';

/** The newest orders to show since a time, up to a journal position. Rows of `hops`. */
export const newestOrders = (from: Millis, upTo: Seq, count: number): Sql => sql`
SELECT ${selected(hops)}
FROM hops
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND event = 'report' AND channel != 'patrol'
  AND NOT hasAny(flags, ${texts(CLOCK_FLAGS)})
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
  AND stat IN ${texts(STATS_SHOWN)} AND NOT hasAny(flags, ${texts(CLOCK_FLAGS)})
ORDER BY at DESC, id DESC, version DESC
LIMIT 1 BY station, factor`;

/** The newest hourly means of every factor of the air at every station since a time. Rows of `readings`. */
export const newestHours = (from: Millis, upTo: Seq): Sql => sql`
SELECT *
FROM (
  SELECT ${selected(readings)}
  FROM readings
  WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND interval = 'hour' AND stat = 'avg'
    AND factor IN ${texts([...AIR_FACTORS])} AND NOT hasAny(flags, ${texts(CLOCK_FLAGS)})
  ORDER BY at DESC, id DESC, version DESC
  LIMIT 1 BY station, factor, at
)
ORDER BY at DESC
LIMIT ${int(HOURS_HELD)} BY station, factor`;

/** Every reading to judge since a time, up to a journal position. Rows of `readings`. */
export const readingsSince = (from: Millis, upTo: Seq): Sql => sql`
SELECT ${selected(readings)}
FROM readings
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)}
  AND stat IN ${texts(STATS_SHOWN)} AND NOT hasAny(flags, ${texts(CLOCK_FLAGS)})`;

/**
 * The newest event of every alert that stands at a journal position, and of as many of those that were cleared
 * last. No bound in time nor number: an alert stands until it is cleared. Rows of `alerts`.
 */
export const newestAlerts = (upTo: Seq, cleared: number): Sql => sql`
SELECT * EXCEPT nth
FROM (
  SELECT *, row_number() OVER (PARTITION BY phase ORDER BY at DESC) AS nth
  FROM (
    SELECT ${selected(alerts)}
    FROM alerts
    WHERE seq <= ${int(upTo)}
    ORDER BY at DESC, phase ASC, version DESC, id DESC
    LIMIT 1 BY alert_id
  )
)
WHERE phase = 'raised' OR nth <= ${int(cleared)}`;

/** The newest acts about alerts up to a journal position. No bound in time: nor have alerts. Rows of `alert_actions`. */
export const newestAlertActs = (upTo: Seq, count: number): Sql => sql`
SELECT ${selected(alertActions)}
FROM alert_actions
WHERE seq <= ${int(upTo)}
ORDER BY at DESC, id DESC, version DESC
LIMIT ${int(count)}`;

/** The newest of each act with the walls up to a journal position: the mode may be of long ago. Rows of `wall_events`. */
export const newestWallEvents = (upTo: Seq, each: number): Sql => sql`
SELECT ${selected(wallEvents)}
FROM wall_events
WHERE seq <= ${int(upTo)} AND version = 0
ORDER BY at DESC, id DESC
LIMIT ${int(each)} BY act`;

/** The last days in which alerts were taken in, by the machine's time: their own may lie far back. */
const lately = (days: number): Sql =>
  sql`accepted >= (SELECT max(accepted) FROM alerts) - toIntervalDay(${int(days)})`;

/**
 * What became of telling alerts in the last days, and of telling those that stand, up to a journal
 * position, oldest first. Rows of `tellings`.
 */
export const newestTellings = (days: number, upTo: Seq, count: number): Sql => sql`
SELECT *
FROM (
  SELECT ${selected(tellings)}
  FROM tellings
  WHERE seq <= ${int(upTo)} AND (${lately(days)} OR alert_id IN (
    SELECT alert_id FROM alerts WHERE seq <= ${int(upTo)}
    GROUP BY alert_id HAVING argMax(phase, (at, phase = 'cleared', version, id)) = 'raised'))
  ORDER BY at DESC, id DESC
  LIMIT ${int(count)}
)
ORDER BY at, id`;

/**
 * Levels taken in during the last days, up to a journal position, on whose telling nothing is decided.
 * Rows of `alerts`.
 */
export const undecidedAlerts = (days: number, upTo: Seq): Sql => sql`
SELECT ${selected(alerts)}
FROM alerts
WHERE ${lately(days)} AND seq <= ${int(upTo)} AND phase = 'raised' AND version = 0
  AND (alert_id, level) NOT IN (
    SELECT alert_id, level FROM tellings WHERE seq <= ${int(upTo)} AND ${lately(days)})
ORDER BY at, id`;

/** The time of each grid's newest patrol report, however old, up to a journal position. */
export const lastPatrols = (upTo: Seq): Sql => sql`
SELECT grid, toUnixTimestamp64Milli(max(at)) AS last
FROM patrols
WHERE seq <= ${int(upTo)} AND version = 0
GROUP BY grid`;
