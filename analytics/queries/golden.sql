-- openCases
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat,
  state_order, state_hop, toUnixTimestamp64Milli(step_due_at) AS step_due_at, contacted,
  (toUnixTimestamp64Milli(latest_as_of), toUnixTimestamp64Milli(latest_at), latest_order, latest_hop)
    AS latest_rank,
  (toUnixTimestamp64Milli(text_as_of), toUnixTimestamp64Milli(text_at), text_order, text_hop)
    AS text_rank,
  (toUnixTimestamp64Milli(unit_as_of), toUnixTimestamp64Milli(unit_at), unit_order, unit_hop)
    AS unit_rank,
  (toUnixTimestamp64Milli(due_as_of), toUnixTimestamp64Milli(due_told_at), due_order, due_hop)
    AS due_rank,
  words, arrayMap(
    step -> (toUnixTimestamp64Milli(step.1), step.2, step.3), arraySlice(returned, -{Int64: 8})) AS returned, arrayMap(
    step -> (toUnixTimestamp64Milli(step.1), step.2, step.3), arraySlice(urged, -{Int64: 8})) AS urged, supervised,
  toUnixTimestamp64Milli(reopened_at) AS reopened_at,
  hazard_told, firm_told, revisit_due_told,
  (toUnixTimestamp64Milli(hazard_as_of), toUnixTimestamp64Milli(hazard_at), hazard_order, hazard_hop)
    AS hazard_rank,
  (toUnixTimestamp64Milli(firm_as_of), toUnixTimestamp64Milli(firm_at), firm_order, firm_hop)
    AS firm_rank,
  (toUnixTimestamp64Milli(revisit_due_as_of), toUnixTimestamp64Milli(revisit_due_at),
    revisit_due_order, revisit_due_hop) AS revisit_rank
FROM cases_now
WHERE state NOT IN {Array(String): ["closed","rejected","merged","cancelled"]};

-- casesById
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat,
  state_order, state_hop, toUnixTimestamp64Milli(step_due_at) AS step_due_at, contacted,
  (toUnixTimestamp64Milli(latest_as_of), toUnixTimestamp64Milli(latest_at), latest_order, latest_hop)
    AS latest_rank,
  (toUnixTimestamp64Milli(text_as_of), toUnixTimestamp64Milli(text_at), text_order, text_hop)
    AS text_rank,
  (toUnixTimestamp64Milli(unit_as_of), toUnixTimestamp64Milli(unit_at), unit_order, unit_hop)
    AS unit_rank,
  (toUnixTimestamp64Milli(due_as_of), toUnixTimestamp64Milli(due_told_at), due_order, due_hop)
    AS due_rank,
  words, arrayMap(
    step -> (toUnixTimestamp64Milli(step.1), step.2, step.3), arraySlice(returned, -{Int64: 8})) AS returned, arrayMap(
    step -> (toUnixTimestamp64Milli(step.1), step.2, step.3), arraySlice(urged, -{Int64: 8})) AS urged, supervised,
  toUnixTimestamp64Milli(reopened_at) AS reopened_at,
  hazard_told, firm_told, revisit_due_told,
  (toUnixTimestamp64Milli(hazard_as_of), toUnixTimestamp64Milli(hazard_at), hazard_order, hazard_hop)
    AS hazard_rank,
  (toUnixTimestamp64Milli(firm_as_of), toUnixTimestamp64Milli(firm_at), firm_order, firm_hop)
    AS firm_rank,
  (toUnixTimestamp64Milli(revisit_due_as_of), toUnixTimestamp64Milli(revisit_due_at),
    revisit_due_order, revisit_due_hop) AS revisit_rank
FROM cases_now
WHERE case_id IN {Array(String): ["12345:1:0"]};

-- hopsByHour
SELECT
  toUnixTimestamp(toStartOfHour(at, {String: "Asia/Shanghai"})) AS hour,
  countIf(event = 'report' AND channel != 'patrol') AS orders,
  countIf(event = 'close') AS closed,
  0 AS patrols,
  0 AS self_handled
FROM hops
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND event IN ('report', 'close')
GROUP BY hour;

-- patrolsByHour
SELECT
  toUnixTimestamp(toStartOfHour(at, {String: "Asia/Shanghai"})) AS hour,
  0 AS orders,
  0 AS closed,
  count() AS patrols,
  countIf(self_handled) AS self_handled
FROM patrols
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
GROUP BY hour;

-- hopsByPlace
SELECT
  toUnixTimestamp(toStartOfDay(at, {String: "Asia/Shanghai"})) AS day, source, grid, unit,
  count() AS records,
  countIf(event = 'report' AND channel != 'patrol') AS taken,
  countIf(event = 'report') AS reported,
  0 AS patrols,
  countIf(event = 'return') AS returned
FROM hops
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7}
GROUP BY day, source, grid, unit;

-- patrolsByPlace
SELECT
  toUnixTimestamp(toStartOfDay(at, {String: "Asia/Shanghai"})) AS day, source, grid, '' AS unit,
  count() AS records,
  count() AS taken,
  0 AS reported,
  count() AS patrols,
  0 AS returned
FROM patrols
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
GROUP BY day, source, grid;

-- recordsBySource
SELECT
  toUnixTimestamp(toStartOfDay(at, {String: "Asia/Shanghai"})) AS day, source, '' AS grid, '' AS unit,
  count() AS records,
  0 AS taken,
  0 AS reported,
  0 AS patrols,
  0 AS returned
FROM (
  SELECT at, source FROM readings WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM tracks WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM attendance WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM inspections WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM device_events WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM registers WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM hall_events WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM alert_actions WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
  UNION ALL
  SELECT at, source FROM wall_events WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
)
GROUP BY day, source;

-- newestOrders
SELECT seq, id, case_id, source, upstream_no, redo, event, state, toUnixTimestamp64Milli(at) AS at, hop_order, toUnixTimestamp64Milli(as_of) AS as_of, toUnixTimestamp64Milli(received_at) AS received_at, toUnixTimestamp64Milli(due_at) AS due_at, channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit, actor, note, lon, lat, solved, parent, details, has_text, subject, content, address, caller, phone, phone_hash, confidential, flags, toUnixTimestamp64Milli(accepted) AS accepted
FROM hops
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND event = 'report' AND channel != 'patrol'
  AND NOT hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]})
ORDER BY at DESC, id DESC
LIMIT {Int64: 60};

-- newestPatrols
SELECT seq, id, version, source, report_no, toUnixTimestamp64Milli(at) AS at, grid, community, patroller, class, text, lon, lat, self_handled, case_id, hazard, photos, details, toUnixTimestamp64Milli(accepted) AS accepted
FROM patrols
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
ORDER BY at DESC, id DESC
LIMIT {Int64: 60};

-- newestReadings
SELECT seq, id, version, source, station, factor, toUnixTimestamp64Milli(at) AS at, interval, value, unit, flag, stat, flags, toUnixTimestamp64Milli(accepted) AS accepted
FROM readings
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7}
  AND stat IN {Array(String): ["value","avg"]} AND NOT hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]})
ORDER BY at DESC, id DESC, version DESC
LIMIT 1 BY station, factor;

-- newestHours
SELECT *
FROM (
  SELECT seq, id, version, source, station, factor, toUnixTimestamp64Milli(at) AS at, interval, value, unit, flag, stat, flags, toUnixTimestamp64Milli(accepted) AS accepted
  FROM readings
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7} AND interval = 'hour' AND stat = 'avg'
    AND factor IN {Array(String): ["a34004","a34002","a21026","a21004","a21005","a05024"]} AND NOT hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]})
  ORDER BY at DESC, id DESC, version DESC
  LIMIT 1 BY station, factor, at
)
ORDER BY at DESC
LIMIT {Int64: 2} BY station, factor;

-- readingsSince
SELECT seq, id, version, source, station, factor, toUnixTimestamp64Milli(at) AS at, interval, value, unit, flag, stat, flags, toUnixTimestamp64Milli(accepted) AS accepted
FROM readings
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND seq <= {Int64: 7}
  AND stat IN {Array(String): ["value","avg"]} AND NOT hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]});

-- newestAlerts
SELECT * EXCEPT nth
FROM (
  SELECT *, row_number() OVER (PARTITION BY phase ORDER BY at DESC) AS nth
  FROM (
    SELECT seq, id, version, alert_id, source, phase, rule, rule_version, level, toUnixTimestamp64Milli(at) AS at, case_id, grid, unit, title, title_en, evidence, toUnixTimestamp64Milli(accepted) AS accepted, observed, expected, probability
    FROM alerts
    WHERE seq <= {Int64: 7}
    ORDER BY at DESC, phase ASC, version DESC, id DESC
    LIMIT 1 BY alert_id
  )
)
WHERE phase = 'raised' OR nth <= {Int64: 100};

-- eventsOfAlert
SELECT seq, id, version, alert_id, source, phase, rule, rule_version, level, toUnixTimestamp64Milli(at) AS at, case_id, grid, unit, title, title_en, evidence, toUnixTimestamp64Milli(accepted) AS accepted, observed, expected, probability
FROM alerts
WHERE alert_id = {String: "overdue:12345:1:0:7"} AND version = 0
ORDER BY at, phase = 'cleared', id;

-- tellingsOfAlert
SELECT seq, id, version, source, alert_id, level, toUnixTimestamp64Milli(at) AS at, audience, untold, spoken_by, alert_group, toUnixTimestamp64Milli(accepted) AS accepted
FROM tellings
WHERE alert_id = {String: "overdue:12345:1:0:7"} AND version = 0
ORDER BY at, id;

-- actsOfAlert
SELECT *
FROM (
  SELECT seq, id, version, source, alert_id, act, toUnixTimestamp64Milli(at) AS at, actor, note, toUnixTimestamp64Milli(until) AS until, toUnixTimestamp64Milli(accepted) AS accepted
  FROM alert_actions
  WHERE alert_id = {String: "overdue:12345:1:0:7"}
  ORDER BY version DESC
  LIMIT 1 BY id
)
ORDER BY at, id;

-- newestAlertActs
SELECT seq, id, version, source, alert_id, act, toUnixTimestamp64Milli(at) AS at, actor, note, toUnixTimestamp64Milli(until) AS until, toUnixTimestamp64Milli(accepted) AS accepted
FROM alert_actions
WHERE seq <= {Int64: 7}
ORDER BY at DESC, id DESC, version DESC
LIMIT {Int64: 100};

-- newestWallEvents
SELECT seq, id, version, source, act, toUnixTimestamp64Milli(at) AS at, actor, mode, subject_kind, subject, text, unit, toUnixTimestamp64Milli(due_at) AS due_at, task, toUnixTimestamp64Milli(accepted) AS accepted
FROM wall_events
WHERE seq <= {Int64: 7} AND version = 0
ORDER BY at DESC, id DESC
LIMIT {Int64: 100} BY act;

-- newestTellings
SELECT *
FROM (
  SELECT seq, id, version, source, alert_id, level, toUnixTimestamp64Milli(at) AS at, audience, untold, spoken_by, alert_group, toUnixTimestamp64Milli(accepted) AS accepted
  FROM tellings
  WHERE seq <= {Int64: 7} AND (accepted >= (SELECT max(accepted) FROM alerts) - toIntervalDay({Int64: 7}) OR alert_id IN (
    SELECT alert_id FROM alerts WHERE seq <= {Int64: 7}
    GROUP BY alert_id HAVING argMax(phase, (at, phase = 'cleared', version, id)) = 'raised'))
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 100}
)
ORDER BY at, id;

-- undecidedAlerts
SELECT seq, id, version, alert_id, source, phase, rule, rule_version, level, toUnixTimestamp64Milli(at) AS at, case_id, grid, unit, title, title_en, evidence, toUnixTimestamp64Milli(accepted) AS accepted, observed, expected, probability
FROM alerts
WHERE accepted >= (SELECT max(accepted) FROM alerts) - toIntervalDay({Int64: 7}) AND seq <= {Int64: 7} AND phase = 'raised' AND version = 0
  AND (alert_id, level) NOT IN (
    SELECT alert_id, level FROM tellings WHERE seq <= {Int64: 7} AND accepted >= (SELECT max(accepted) FROM alerts) - toIntervalDay({Int64: 7}))
ORDER BY at, id;

-- toldOfMatters
SELECT *
FROM (
  SELECT seq, id, case_id, source, upstream_no, redo, event, state, toUnixTimestamp64Milli(at) AS at, hop_order, toUnixTimestamp64Milli(as_of) AS as_of, toUnixTimestamp64Milli(received_at) AS received_at, toUnixTimestamp64Milli(due_at) AS due_at, channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit, actor, note, lon, lat, solved, parent, details, has_text, subject, content, address, caller, phone, phone_hash, confidential, flags, toUnixTimestamp64Milli(accepted) AS accepted
  FROM hops
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} OR at < {DateTime64(3, 'UTC'): 2000-01-01T00:00:00.000Z} AND accepted >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z})
    AND seq <= {Int64: 7} AND (event IN {Array(String): ["report","reject","merge","close","reopen","cancel"]} OR arrayExists(word -> details[word] != '', {Array(String): ["joined","parted"]}))
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 100}
)
ORDER BY at, id;

-- countedPast
SELECT stream, category, community, grid,
  toUnixTimestamp64Milli(max(at)) AS at,
  count() AS count,
  arraySlice(arraySort(groupArrayIf(id, at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z})), 1, {Int64: 50}) AS ids
FROM (
  SELECT 'order' AS stream, cat1 AS category, community, grid, at, case_id AS id
  FROM hops
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND seq <= {Int64: 7}
    AND event = 'report' AND channel != 'patrol' AND NOT hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]})
  UNION ALL
  SELECT 'patrol' AS stream, class AS category, community, grid, at, id
  FROM patrols
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND seq <= {Int64: 7} AND version = 0
)
GROUP BY stream, category, community, grid, toStartOfHour(at), toStartOfDay(at, {String: "Asia/Shanghai"});

-- lastPatrols
SELECT grid, toUnixTimestamp64Milli(max(at)) AS last
FROM patrols
WHERE seq <= {Int64: 7} AND version = 0
GROUP BY grid;

-- firstDay
SELECT toString(min(day)) AS first
FROM rollup_day
WHERE day >= toDate({DateTime64(3, 'UTC'): 2000-01-01T00:00:00.000Z})
HAVING count() > 0;

-- takenByHour
SELECT toUnixTimestamp(toStartOfHour(at, {String: "Asia/Shanghai"})) AS hour, count() AS taken
FROM (
  SELECT at FROM hops
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND event = 'report' AND channel != 'patrol'
  UNION ALL
  SELECT at FROM patrols
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND version = 0
)
GROUP BY hour;

-- takenByStep
SELECT
  toUnixTimestamp(toStartOfDay(at, {String: "Asia/Shanghai"})) AS day,
  intDiv(toUnixTimestamp64Milli(at) - 1000 * toInt64(day), {Int64: 300000}) AS step,
  countIf(what = 'order') AS orders,
  countIf(what IN ('patrol', 'patrol-self')) AS patrols,
  countIf(what = 'patrol-self') AS self_handled,
  countIf(what = 'close') AS closed
FROM (
  SELECT at, if(event = 'close', 'close', 'order') AS what
  FROM hops
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z}
    AND (event = 'close' OR event = 'report' AND channel != 'patrol')
  UNION ALL
  SELECT at, if(self_handled, 'patrol-self', 'patrol') AS what
  FROM patrols
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND version = 0
)
WHERE toString(toDate(at, {String: "Asia/Shanghai"})) IN {Array(String): ["2026-03-01"]}
GROUP BY day, step;

-- casesOfGrid
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE (grid = {String: "g1"})
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 10};

-- casesWithin
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE (grid = {String: "g1"}) AND (has({Array(String): ["g1","g2"]}, grid)) AND (has({Array(String): ["u1"]}, unit))
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 10};

-- casesOfUnit
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE (unit = {String: "u1"})
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 10};

-- casesOfSource
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE (source = {String: "12345"})
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 10};

-- caseNow
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE (case_id = {String: "12345:1:0"})
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 1};

-- searchedCases
SELECT case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat
FROM cases_now
WHERE received_at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND received_at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z}
  AND (
    unit IN {Array(String): []} OR grid IN {Array(String): ["g1"]} OR case_id IN (
      SELECT case_id
      FROM hops
      WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND event IN ('report', 'amend')
        AND (positionCaseInsensitiveUTF8(upstream_no, {String: "井盖"}) > 0 OR NOT confidential AND (positionCaseInsensitiveUTF8(subject, {String: "井盖"}) > 0
          OR positionCaseInsensitiveUTF8(content, {String: "井盖"}) > 0 OR positionCaseInsensitiveUTF8(address, {String: "井盖"}) > 0)))) AND (
    unit IN {Array(String): ["u1"]} OR grid IN {Array(String): []} OR case_id IN (
      SELECT case_id
      FROM hops
      WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND event IN ('report', 'amend')
        AND (positionCaseInsensitiveUTF8(upstream_no, {String: "x"}) > 0 OR NOT confidential AND (positionCaseInsensitiveUTF8(subject, {String: "x"}) > 0
          OR positionCaseInsensitiveUTF8(content, {String: "x"}) > 0 OR positionCaseInsensitiveUTF8(address, {String: "x"}) > 0))))
ORDER BY received_at DESC, case_id DESC
LIMIT {Int64: 10};

-- hopsOfCase
SELECT seq, id, case_id, source, upstream_no, redo, event, state, toUnixTimestamp64Milli(at) AS at, hop_order, toUnixTimestamp64Milli(as_of) AS as_of, toUnixTimestamp64Milli(received_at) AS received_at, toUnixTimestamp64Milli(due_at) AS due_at, channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit, actor, note, lon, lat, solved, parent, details, has_text, subject, content, address, caller, phone, phone_hash, confidential, flags, toUnixTimestamp64Milli(accepted) AS accepted
FROM hops
WHERE case_id = {String: "12345:1:0"}
ORDER BY at, hop_order, id;

-- ordersOfToday
WITH counted AS (
  SELECT * FROM (
  SELECT id, at, source, grid AS grid, case_id AS case_id,
    event AS kind, '' AS title,
    '' AS station, '' AS factor
  FROM hops
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (event = 'report' AND channel != 'patrol')
  )
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 10}
)
SELECT counted.id AS id, toUnixTimestamp64Milli(counted.at) AS at, counted.source AS source, counted.grid AS grid,
  counted.case_id AS case_id, kind, if(title = '', subject, title) AS title, station, factor
FROM counted
LEFT JOIN (
  SELECT case_id, subject FROM cases_now
  WHERE case_id IN (SELECT case_id FROM counted WHERE title = '')
) AS named ON named.case_id = counted.case_id
ORDER BY at DESC, id DESC;

-- returnedOfUnit
WITH counted AS (
  SELECT * FROM (
  SELECT id, at, source, grid AS grid, case_id AS case_id,
    event AS kind, '' AS title,
    '' AS station, '' AS factor
  FROM hops
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (at < {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z}) AND (unit = {String: "u1"}) AND (event = 'return')
  )
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 10}
)
SELECT counted.id AS id, toUnixTimestamp64Milli(counted.at) AS at, counted.source AS source, counted.grid AS grid,
  counted.case_id AS case_id, kind, if(title = '', subject, title) AS title, station, factor
FROM counted
LEFT JOIN (
  SELECT case_id, subject FROM cases_now
  WHERE case_id IN (SELECT case_id FROM counted WHERE title = '')
) AS named ON named.case_id = counted.case_id
ORDER BY at DESC, id DESC;

-- recordsOfPort
WITH counted AS (
  SELECT * FROM (
  SELECT id, at, source, grid AS grid, case_id AS case_id,
    event AS kind, '' AS title,
    '' AS station, '' AS factor
  FROM hops
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, grid AS grid, case_id AS case_id,
    'patrol' AS kind, text AS title,
    '' AS station, '' AS factor
  FROM patrols
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, grid AS grid, '' AS case_id,
    'inspection' AS kind, firm AS title,
    '' AS station, '' AS factor
  FROM inspections
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, grid AS grid, '' AS case_id,
    'register' AS kind, name AS title,
    '' AS station, '' AS factor
  FROM registers
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'reading' AS kind, concat(toString(value), ' ', unit) AS title,
    station AS station, factor AS factor
  FROM readings
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'device' AS kind, event AS title,
    station AS station, '' AS factor
  FROM device_events
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, grid AS grid, '' AS case_id,
    'track' AS kind, patroller AS title,
    '' AS station, '' AS factor
  FROM tracks
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, grid AS grid, '' AS case_id,
    'attendance' AS kind, patroller AS title,
    '' AS station, '' AS factor
  FROM attendance
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'hall' AS kind, item AS title,
    '' AS station, '' AS factor
  FROM hall_events
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'alert-act' AS kind, note AS title,
    '' AS station, '' AS factor
  FROM alert_actions
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  UNION ALL
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'wall' AS kind, text AS title,
    '' AS station, '' AS factor
  FROM wall_events
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  )
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 10}
)
SELECT counted.id AS id, toUnixTimestamp64Milli(counted.at) AS at, counted.source AS source, counted.grid AS grid,
  counted.case_id AS case_id, kind, if(title = '', subject, title) AS title, station, factor
FROM counted
LEFT JOIN (
  SELECT case_id, subject FROM cases_now
  WHERE case_id IN (SELECT case_id FROM counted WHERE title = '')
) AS named ON named.case_id = counted.case_id
ORDER BY at DESC, id DESC;

-- rejectedOfPort
WITH counted AS (
  SELECT * FROM (
  SELECT id, at, source, '' AS grid, '' AS case_id,
    'dead' AS kind, if(place = '', reason, concat(place, ' ', reason)) AS title,
    '' AS station, '' AS factor
  FROM dead_letters
  WHERE (at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z}) AND (version = 0) AND (source = {String: "grid"}) AND (true)
  )
  ORDER BY at DESC, id DESC
  LIMIT {Int64: 10}
)
SELECT counted.id AS id, toUnixTimestamp64Milli(counted.at) AS at, counted.source AS source, counted.grid AS grid,
  counted.case_id AS case_id, kind, if(title = '', subject, title) AS title, station, factor
FROM counted
LEFT JOIN (
  SELECT case_id, subject FROM cases_now
  WHERE case_id IN (SELECT case_id FROM counted WHERE title = '')
) AS named ON named.case_id = counted.case_id
ORDER BY at DESC, id DESC;

-- patrollersNear
SELECT patroller, toUnixTimestamp64Milli(max(at)) AS seen,
  argMax(seen_lon, at) AS lon, argMax(seen_lat, at) AS lat, geoDistance(lon, lat, {Float64: 120.6}, {Float64: 31.4}) AS metres
FROM (
  SELECT patroller, at, tracks.lon AS seen_lon, tracks.lat AS seen_lat FROM tracks
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at <= {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z}
  UNION ALL
  SELECT patroller, at, assumeNotNull(patrols.lon), assumeNotNull(patrols.lat) FROM patrols
  WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND at <= {DateTime64(3, 'UTC'): 2026-03-02T00:00:00.000Z} AND patrols.lon IS NOT NULL AND patrols.lat IS NOT NULL
)
GROUP BY patroller
HAVING metres <= {Float64: 1000}
ORDER BY metres, patroller
LIMIT {Int64: 10};

-- registeredNear
SELECT register, key, name, assumeNotNull(entries.lon) AS lon, assumeNotNull(entries.lat) AS lat,
  geoDistance(lon, lat, {Float64: 120.6}, {Float64: 31.4}) AS metres
FROM (
  SELECT register, key, name, grid, valid_from, valid_to, lon, lat
  FROM registers
  WHERE register IN {Array(String): ["firms","posts"]} AND valid_from <= {String: "2026-03-01"}
  ORDER BY valid_from DESC, at DESC, version DESC, id DESC
  LIMIT 1 BY register, key
) AS entries
WHERE (valid_to = '' OR valid_to > {String: "2026-03-01"}) AND entries.lon IS NOT NULL AND entries.lat IS NOT NULL
  AND metres <= {Float64: 500}
ORDER BY metres, register, key
LIMIT {Int64: 10};

-- registeredEntries
SELECT key, name, valid_from AS validFrom
FROM (
  SELECT register, key, name, grid, valid_from, valid_to, lon, lat
  FROM registers
  WHERE register IN {Array(String): ["firms"]} AND valid_from <= {String: "2026-03-01"}
  ORDER BY valid_from DESC, at DESC, version DESC, id DESC
  LIMIT 1 BY register, key
)
WHERE grid = {String: "g1"} AND (valid_to = '' OR valid_to > {String: "2026-03-01"})
ORDER BY name, key
LIMIT {Int64: 10};

-- registeredIn
SELECT register, count() AS entries
FROM (
  SELECT register, key, name, grid, valid_from, valid_to, lon, lat
  FROM registers
  WHERE register IN {Array(String): ["firms"]} AND valid_from <= {String: "2026-03-01"}
  ORDER BY valid_from DESC, at DESC, version DESC, id DESC
  LIMIT 1 BY register, key
)
WHERE grid = {String: "g1"} AND (valid_to = '' OR valid_to > {String: "2026-03-01"})
GROUP BY register
ORDER BY register;

-- patrolsIn
SELECT class, count() AS reports, countIf(self_handled) AS self_handled, countIf(hazard != '') AS hazards
FROM patrols
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND grid = {String: "g1"} AND version = 0
GROUP BY class
ORDER BY reports DESC, class;

-- visitsIn
SELECT
  (SELECT uniqExact(patroller) FROM patrols
   WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND grid = {String: "g1"} AND version = 0) AS patrollers,
  count() AS checks,
  sum(length(hazards)) AS hazards
FROM inspections
WHERE at >= {DateTime64(3, 'UTC'): 2026-03-01T00:00:00.000Z} AND grid = {String: "g1"} AND version = 0;

-- openCasesRaw
SELECT
  case_id,
  argMaxIf(state, step_rank, state != '') AS state,
  argMaxIf(if(alone AND event = 'return', '', unit), told_rank,
    NOT alone OR event = 'return' OR event IN {Array(String): ["dispatch","sign","rework","reopen"]} AND unit != '') AS unit,
  argMax(grid, word_rank) AS grid,
  toUnixTimestamp64Milli(argMax(received_at, word_rank)) AS received_at,
  toUnixTimestamp64Milli(tupleElement(
    argMaxIf(tuple(due_at), told_rank, NOT alone OR due_at IS NOT NULL), 1)) AS due_at,
  least(countIf(event = 'return'), {Int64: 8}) AS returns,
  least(countIf(event = 'urge'), {Int64: 8}) AS urges,
  max(event = 'supervise') = 1 AS supervised
FROM (
  SELECT
    case_id, state, event, unit, grid, received_at, due_at,
    toUnixTimestamp64Milli(as_of) = 0 AS alone,
    if(
      hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]}) AND (
        at < {DateTime64(3, 'UTC'): 2000-01-01T00:00:00.000Z} OR at > accepted + toIntervalMillisecond({Int64: 86400000})),
      accepted, at) AS ranked_at,
    if(
      hasAny(flags, {Array(String): ["clock-ahead","clock-behind"]}) AND (
        as_of < {DateTime64(3, 'UTC'): 2000-01-01T00:00:00.000Z} OR as_of > accepted + toIntervalMillisecond({Int64: 86400000})),
      accepted, as_of) AS ranked_as_of,
    (ranked_at, hop_order, id) AS step_rank,
    (if(alone, as_of, ranked_as_of), ranked_at, hop_order, id) AS word_rank,
    (if(alone, ranked_at, ranked_as_of), ranked_at, hop_order, id) AS told_rank
  FROM hops
  WHERE seq <= {Int64: 7}
)
GROUP BY case_id
HAVING argMaxIf(state, step_rank, state != '') NOT IN {Array(String): ["closed","rejected","merged","cancelled"]};

-- openCasesNow
SELECT
  case_id, state, unit, grid,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  least(length(returned), {Int64: 8}) AS returns,
  least(length(urged), {Int64: 8}) AS urges,
  supervised
FROM cases_now
WHERE state NOT IN {Array(String): ["closed","rejected","merged","cancelled"]};

-- casesTouchedAfter
SELECT DISTINCT case_id
FROM hops
WHERE seq > {Int64: 7};

-- rawTotals
SELECT event, count() AS n FROM hops GROUP BY event
UNION ALL
SELECT if(self_handled, 'patrol-self', 'patrol') AS event, count() AS n FROM patrols
WHERE version = 0 GROUP BY event;

-- hourlyTotals
SELECT event, sum(n) AS n FROM rollup_hour GROUP BY event;

-- dailyTotals
SELECT event, sum(n) AS n FROM rollup_day GROUP BY event;
