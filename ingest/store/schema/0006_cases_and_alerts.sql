-- What an alert saw beside what it is judged by.
ALTER TABLE alerts
    ADD COLUMN IF NOT EXISTS observed Nullable(Float64)
        COMMENT 'What was counted or measured; NULL: the rule does neither',
    ADD COLUMN IF NOT EXISTS expected Nullable(Float64)
        COMMENT 'What chance alone lets expect, or the limit that is passed',
    ADD COLUMN IF NOT EXISTS probability Nullable(Float64)
        COMMENT 'How likely chance alone brings as much; NULL: no matter of chance';

CREATE TABLE IF NOT EXISTS tellings
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    alert_id String,
    level LowCardinality(String),
    at DateTime64(3, 'UTC') COMMENT 'When the alert reached the level',
    audience LowCardinality(String) COMMENT 'Who is to act',
    untold LowCardinality(String) COMMENT 'Why it was not told; empty: it was',
    spoken_by String COMMENT 'The alert that speaks for it; empty: none does',
    alert_group String COMMENT 'What a person reads as one',
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, alert_id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

-- What the rules for single cases look at: returns and urges, each hop once, 督办, 重办, the hazard. The
-- urgent words found in the texts come with these. Ranks are as in 0005.
ALTER TABLE cases
    ADD COLUMN IF NOT EXISTS returns SimpleAggregateFunction(groupUniqArrayArray, Array(String))
        COMMENT 'The steps that returned it, each by its rank',
    ADD COLUMN IF NOT EXISTS urges SimpleAggregateFunction(groupUniqArrayArray, Array(String))
        COMMENT 'The steps that urged it, each by its rank',
    ADD COLUMN IF NOT EXISTS supervised SimpleAggregateFunction(max, Bool)
        COMMENT 'Whether it is supervised',
    ADD COLUMN IF NOT EXISTS reopened_at SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
        COMMENT 'When it was last taken up again; 1970: never',
    ADD COLUMN IF NOT EXISTS hazard SimpleAggregateFunction(max, String)
        COMMENT 'The newest word on its level as a hazard',
    ADD COLUMN IF NOT EXISTS firm SimpleAggregateFunction(max, String)
        COMMENT 'The newest word on the firm that it is about',
    ADD COLUMN IF NOT EXISTS revisit_due SimpleAggregateFunction(max, String)
        COMMENT 'The newest word on until when a hazard is to be put right';

DROP VIEW IF EXISTS cases_now;

ALTER TABLE cases_from_hops MODIFY QUERY
WITH
    toUnixTimestamp64Milli(as_of) = 0 AS alone,
    hasAny(flags, ['clock-ahead', 'clock-behind']) AS doubted,
    toDateTime64('2000-01-01 00:00:00', 3, 'UTC') AS earliest,
    accepted + toIntervalDay(1) AS last,
    if(doubted AND (at < earliest OR at > last), accepted, at) AS ranked_at,
    if(doubted AND NOT alone AND (as_of < earliest OR as_of > last), accepted, as_of) AS ranked_as_of,
    reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(ranked_at)))) AS at_key,
    reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(ranked_as_of)))) AS as_of_key,
    concat(at_key, reinterpretAsFixedString(byteSwap(hop_order)), id) AS mark,
    concat(mark, '\0') AS rank,
    concat(if(alone, at_key, as_of_key), rank) AS told
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    toUInt64(1) AS hops,
    if(state != '', concat(rank, state), '') AS step,
    concat(
        as_of_key, rank,
        toJSONString((
            channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit,
            toUnixTimestamp64Milli(received_at), toUnixTimestamp64Milli(due_at), lon, lat)))
        AS latest,
    if(has_text, concat(as_of_key, rank, toJSONString((subject, confidential, details['words']))), '') AS texts,
    multiIf(
        NOT alone, '',
        event = 'return', concat(at_key, rank, toJSONString('')),
        unit != '' AND event IN ('dispatch', 'sign', 'rework', 'reopen'),
            concat(at_key, rank, toJSONString(unit)),
        '') AS unit_step,
    if(alone AND due_at IS NOT NULL,
        concat(at_key, rank, toJSONString(assumeNotNull(toUnixTimestamp64Milli(due_at)))),
        '') AS due_step,
    if(state != '', concat(rank, details['stepDue']), '') AS step_due,
    event = 'contact' AS contacted,
    if(event = 'return', [mark], []) AS returns,
    if(event = 'urge', [mark], []) AS urges,
    event = 'supervise' AS supervised,
    if(event = 'reopen', ranked_at, toDateTime64(0, 3, 'UTC')) AS reopened_at,
    if(details['hazard'] != '', concat(told, toJSONString(details['hazard'])), '') AS hazard,
    if(details['firm'] != '', concat(told, toJSONString(details['firm'])), '') AS firm,
    if(details['revisitDue'] != '', concat(told, toJSONString(details['revisitDue'])), '')
        AS revisit_due
FROM hops;

INSERT INTO cases
    (case_id, returns, urges, supervised, reopened_at, hazard, firm, revisit_due)
WITH
    toUnixTimestamp64Milli(as_of) = 0 AS alone,
    hasAny(flags, ['clock-ahead', 'clock-behind']) AS doubted,
    toDateTime64('2000-01-01 00:00:00', 3, 'UTC') AS earliest,
    accepted + toIntervalDay(1) AS last,
    if(doubted AND (at < earliest OR at > last), accepted, at) AS ranked_at,
    if(doubted AND NOT alone AND (as_of < earliest OR as_of > last), accepted, as_of) AS ranked_as_of,
    reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(ranked_at)))) AS at_key,
    reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(ranked_as_of)))) AS as_of_key,
    concat(at_key, reinterpretAsFixedString(byteSwap(hop_order)), id) AS mark,
    concat(mark, '\0') AS rank,
    concat(if(alone, at_key, as_of_key), rank) AS told
SELECT
    case_id,
    if(event = 'return', [mark], []) AS returns,
    if(event = 'urge', [mark], []) AS urges,
    event = 'supervise' AS supervised,
    if(event = 'reopen', ranked_at, toDateTime64(0, 3, 'UTC')) AS reopened_at,
    if(details['hazard'] != '', concat(told, toJSONString(details['hazard'])), '') AS hazard,
    if(details['firm'] != '', concat(told, toJSONString(details['firm'])), '') AS firm,
    if(details['revisitDue'] != '', concat(told, toJSONString(details['revisitDue'])), '')
        AS revisit_due
FROM hops
WHERE event IN ('return', 'urge', 'supervise', 'reopen')
    OR details['hazard'] != '' OR details['firm'] != '' OR details['revisitDue'] != '';

-- One flat row a case. A case of which only remarks are known waits to be accepted since it was received.
-- `…_as_of`, `…_at`, `…_order` and `…_hop` rank the hops that decided state, dimensions, texts, unit and
-- deadline.
CREATE VIEW cases_now AS
WITH
    part -> arrayElement(splitByChar('\0', part), -1) AS told,
    part -> fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(part, 1, 8))), 'UTC') AS first_time,
    part -> fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(part, 9, 8))), 'UTC') AS second_time,
    (part, place) -> reinterpretAsUInt32(reverse(substring(part, place, 4))) AS order_at,
    (part, place) -> substring(part, place, length(part) - length(told(part)) - place) AS hop_at,
    told(step) AS stated,
    JSONExtract(told(latest), 'Tuple(
        channel String, type String, urgency String,
        cat1 String, cat2 String, cat3 String, cat4 String,
        grid String, community String, unit String, received_at Int64,
        due_at Nullable(Int64), lon Nullable(Float64), lat Nullable(Float64))') AS word,
    JSONExtract(told(texts), 'Tuple(subject String, confidential Bool, words String)') AS text,
    (part, place) -> substring(part, place, length(part) - place + 1) AS rest_at,
    marks -> arrayMap(
        mark -> (first_time(mark), order_at(mark, 9), rest_at(mark, 13)), arraySort(marks)) AS listed,
    fromUnixTimestamp64Milli(word.received_at, 'UTC') AS word_received_at,
    -- a word as of 1970 is that of a step told alone
    if(reinterpretAsUInt64(substring(latest, 1, 8)) = 0, '', latest) AS whole,
    greatest(unit_step, whole) AS unit_word,
    greatest(due_step, whole) AS due_word
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    word.channel AS channel,
    word.type AS type,
    word.urgency AS urgency,
    word.cat1 AS cat1,
    word.cat2 AS cat2,
    word.cat3 AS cat3,
    word.cat4 AS cat4,
    text.subject AS subject,
    text.confidential AS confidential,
    text.words AS words,
    if(stated = '', 'reported', stated) AS state,
    if(stated = '', word_received_at, first_time(step)) AS state_at,
    order_at(step, 9) AS state_order,
    hop_at(step, 13) AS state_hop,
    parseDateTime64BestEffortOrNull(told(step_due), 3, 'UTC') AS step_due_at,
    contacted,
    if(unit_step < whole, word.unit, JSONExtractString(told(unit_step))) AS unit,
    first_time(unit_word) AS unit_as_of,
    second_time(unit_word) AS unit_at,
    order_at(unit_word, 17) AS unit_order,
    hop_at(unit_word, 21) AS unit_hop,
    word.grid AS grid,
    word.community AS community,
    word_received_at AS received_at,
    fromUnixTimestamp64Milli(
        if(due_step < whole, word.due_at, toInt64OrNull(told(due_step))), 'UTC') AS due_at,
    first_time(due_word) AS due_as_of,
    second_time(due_word) AS due_told_at,
    order_at(due_word, 17) AS due_order,
    hop_at(due_word, 21) AS due_hop,
    word.lon AS lon,
    word.lat AS lat,
    first_time(latest) AS latest_as_of,
    second_time(latest) AS latest_at,
    order_at(latest, 17) AS latest_order,
    hop_at(latest, 21) AS latest_hop,
    first_time(texts) AS text_as_of,
    second_time(texts) AS text_at,
    order_at(texts, 17) AS text_order,
    hop_at(texts, 21) AS text_hop,
    listed(returns) AS returned,
    listed(urges) AS urged,
    supervised,
    reopened_at,
    JSONExtractString(told(hazard)) AS hazard_told,
    first_time(hazard) AS hazard_as_of,
    second_time(hazard) AS hazard_at,
    order_at(hazard, 17) AS hazard_order,
    hop_at(hazard, 21) AS hazard_hop,
    JSONExtractString(told(firm)) AS firm_told,
    first_time(firm) AS firm_as_of,
    second_time(firm) AS firm_at,
    order_at(firm, 17) AS firm_order,
    hop_at(firm, 21) AS firm_hop,
    JSONExtractString(told(revisit_due)) AS revisit_due_told,
    first_time(revisit_due) AS revisit_due_as_of,
    second_time(revisit_due) AS revisit_due_at,
    order_at(revisit_due, 17) AS revisit_due_order,
    hop_at(revisit_due, 21) AS revisit_due_hop,
    hops
FROM cases FINAL;
