-- A step told without its case moves its unit and its deadline, as of the time of the step. A doubtful
-- time of a flagged hop ranks as that of its acceptance. The clock of the step in which a case is comes
-- with it. What 0004 holds of cases stays: parts are added to each, filled from the hops that tell them.

ALTER TABLE cases
    ADD COLUMN IF NOT EXISTS unit_step SimpleAggregateFunction(max, String)
        COMMENT 'The last step told alone that says who has the case',
    ADD COLUMN IF NOT EXISTS due_step SimpleAggregateFunction(max, String)
        COMMENT 'The last step told alone that says until when',
    ADD COLUMN IF NOT EXISTS step_due SimpleAggregateFunction(max, String)
        COMMENT 'Until when the step that the last moving hop began is in time',
    ADD COLUMN IF NOT EXISTS contacted SimpleAggregateFunction(max, Bool)
        COMMENT 'Whether anybody has been in touch with the caller';

DROP VIEW IF EXISTS cases_now;

-- Ranks are written as in 0004. A step told alone has no word; what it says of unit and deadline ranks
-- among the words as of its own time.
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
    concat(at_key, reinterpretAsFixedString(byteSwap(hop_order)), id, '\0') AS rank
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
    if(has_text, concat(as_of_key, rank, toJSONString((subject, confidential))), '') AS texts,
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
    event = 'contact' AS contacted
FROM hops;

INSERT INTO cases (case_id, unit_step, due_step)
WITH
    reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))) AS at_key,
    concat(at_key, reinterpretAsFixedString(byteSwap(hop_order)), id, '\0') AS rank
SELECT
    case_id,
    multiIf(
        event = 'return', concat(at_key, rank, toJSONString('')),
        unit != '' AND event IN ('dispatch', 'sign', 'rework', 'reopen'),
            concat(at_key, rank, toJSONString(unit)),
        '') AS unit_step,
    if(due_at IS NOT NULL,
        concat(at_key, rank, toJSONString(assumeNotNull(toUnixTimestamp64Milli(due_at)))),
        '') AS due_step
FROM hops
WHERE as_of = toDateTime64(0, 3, 'UTC');

INSERT INTO cases (case_id, contacted)
SELECT case_id, true FROM hops WHERE event = 'contact' GROUP BY case_id;

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
    JSONExtract(told(texts), 'Tuple(subject String, confidential Bool)') AS text,
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
    hops
FROM cases FINAL;
