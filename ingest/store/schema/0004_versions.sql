-- Hops say as of when they state dimensions; facts told again with other content carry a version; seven
-- kinds of facts more. What is derived from the facts costs less, and is made anew from them.

ALTER TABLE hops
    ADD COLUMN IF NOT EXISTS as_of DateTime64(3, 'UTC') DEFAULT at
        COMMENT 'As of when dimensions and texts hold; 1970: only the step was told' AFTER hop_order,
    ADD COLUMN IF NOT EXISTS parent String
        COMMENT 'Case it was merged into or re-opened from; empty: none' AFTER solved,
    ADD COLUMN IF NOT EXISTS details Map(LowCardinality(String), String) AFTER parent;

ALTER TABLE patrols
    ADD COLUMN IF NOT EXISTS version UInt16 AFTER id,
    ADD COLUMN IF NOT EXISTS photos Array(String) AFTER hazard,
    ADD COLUMN IF NOT EXISTS details Map(LowCardinality(String), String) AFTER photos;

-- What was stored before was the value of an instant, or the mean of an interval.
ALTER TABLE readings
    ADD COLUMN IF NOT EXISTS version UInt16 AFTER id,
    ADD COLUMN IF NOT EXISTS stat LowCardinality(String) DEFAULT if(interval = 'realtime', 'value', 'avg')
        AFTER flag,
    ADD COLUMN IF NOT EXISTS flags Array(LowCardinality(String)) AFTER stat;

ALTER TABLE alerts ADD COLUMN IF NOT EXISTS version UInt16 AFTER id;

ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS version UInt16 AFTER id;

CREATE TABLE IF NOT EXISTS tracks
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    patroller LowCardinality(String),
    track String,
    at DateTime64(3, 'UTC'),
    grid LowCardinality(String),
    lon Float64,
    lat Float64,
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), patroller, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS attendance
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    patroller LowCardinality(String),
    phase LowCardinality(String),
    at DateTime64(3, 'UTC'),
    grid LowCardinality(String),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), patroller, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS inspections
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    inspection_no String,
    at DateTime64(3, 'UTC'),
    grid LowCardinality(String),
    firm String,
    checklist LowCardinality(String),
    inspector LowCardinality(String),
    failed Array(String),
    checked UInt16,
    hazards Array(String) COMMENT 'Cases of the hazards found',
    note String,
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), grid, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS device_events
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    station LowCardinality(String),
    event LowCardinality(String),
    at DateTime64(3, 'UTC'),
    values Map(LowCardinality(String), String),
    flags Array(LowCardinality(String)),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (station, event, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

-- Small beside all others, and asked by key as it stood on a date: no partitions.
CREATE TABLE IF NOT EXISTS registers
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    register LowCardinality(String),
    key String,
    name String,
    grid LowCardinality(String),
    valid_from LowCardinality(String) COMMENT 'yyyy-MM-dd',
    valid_to LowCardinality(String) COMMENT 'yyyy-MM-dd, exclusive; empty: valid',
    lon Nullable(Float64),
    lat Nullable(Float64),
    at DateTime64(3, 'UTC') COMMENT 'When it was told',
    values Map(LowCardinality(String), String),
    flags Array(LowCardinality(String)),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (register, key, valid_from, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS hall_events
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    subject LowCardinality(String),
    no String,
    event LowCardinality(String),
    at DateTime64(3, 'UTC'),
    window LowCardinality(String),
    item LowCardinality(String),
    department LowCardinality(String),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS alert_actions
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    alert_id String,
    act LowCardinality(String),
    at DateTime64(3, 'UTC'),
    actor LowCardinality(String),
    note String,
    until Nullable(DateTime64(3, 'UTC')) COMMENT 'Of a silence',
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, alert_id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

-- The hourly rollup counts by source and event alone: by grid, category and unit an hour has hardly two
-- hops alike, and it cost the store as much as the hops themselves. Days keep them all. A patrol report
-- told again with other content is not counted again.

DROP VIEW IF EXISTS rollup_hour_from_hops;

DROP VIEW IF EXISTS rollup_hour_from_patrols;

DROP VIEW IF EXISTS rollup_day_from_patrols;

DROP TABLE IF EXISTS rollup_hour SYNC;

CREATE TABLE rollup_hour
(
    hour DateTime('UTC'),
    source LowCardinality(String),
    event LowCardinality(String),
    n UInt64
)
ENGINE = SummingMergeTree(n)
PARTITION BY toYear(hour)
ORDER BY (hour, source, event)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE MATERIALIZED VIEW rollup_hour_from_hops TO rollup_hour AS
SELECT toStartOfHour(toDateTime(at, 'UTC')) AS hour, source, event, toUInt64(1) AS n
FROM hops;

CREATE MATERIALIZED VIEW rollup_hour_from_patrols TO rollup_hour AS
SELECT
    toStartOfHour(toDateTime(at, 'UTC')) AS hour, source,
    if(self_handled, 'patrol-self', 'patrol') AS event, toUInt64(1) AS n
FROM patrols
WHERE version = 0;

CREATE MATERIALIZED VIEW rollup_day_from_patrols TO rollup_day AS
SELECT
    toDate(at, '{zone}') AS day, source, grid, class AS cat1, '' AS unit,
    if(self_handled, 'patrol-self', 'patrol') AS event, toUInt64(1) AS n
FROM patrols
WHERE version = 0;

INSERT INTO rollup_hour
SELECT toStartOfHour(toDateTime(at, 'UTC')) AS hour, source, event, toUInt64(1) AS n
FROM hops;

INSERT INTO rollup_hour
SELECT
    toStartOfHour(toDateTime(at, 'UTC')) AS hour, source,
    if(self_handled, 'patrol-self', 'patrol') AS event, toUInt64(1) AS n
FROM patrols
WHERE version = 0;

-- Each part of a case is the maximum of a text that begins with what ranks a hop among those of its
-- case, as bytes, the highest first, so that texts sort as numbers do: milliseconds as of when the word
-- was true, milliseconds of the hop, its order, its id, NUL. What the hop states follows; NUL does not
-- occur in it. State goes by what happened last; dimensions and texts by the newest word, which a hop
-- that tells only a step does not have: as of 1970 it ranks below all others. The maximum of tuples, as
-- in 0002, is commutative just the same and takes the store twice as long, to insert and to read. Long
-- texts are left to the hops.

DROP VIEW IF EXISTS cases_now;

DROP VIEW IF EXISTS cases_from_hops;

DROP TABLE IF EXISTS cases SYNC;

CREATE TABLE cases
(
    case_id String,
    source SimpleAggregateFunction(max, LowCardinality(String)),
    upstream_no SimpleAggregateFunction(max, String),
    redo SimpleAggregateFunction(max, UInt16),
    hops SimpleAggregateFunction(sum, UInt64),
    step SimpleAggregateFunction(max, String) COMMENT 'The last hop that leads to a state',
    latest SimpleAggregateFunction(max, String) COMMENT 'The newest word on the case',
    texts SimpleAggregateFunction(max, String) COMMENT 'The newest word of its texts'
)
ENGINE = AggregatingMergeTree
ORDER BY case_id
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE MATERIALIZED VIEW cases_from_hops TO cases AS
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    toUInt64(1) AS hops,
    if(state != '',
        concat(
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
            reinterpretAsFixedString(byteSwap(hop_order)),
            id, '\0', state),
        '') AS step,
    concat(
        reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(as_of)))),
        reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
        reinterpretAsFixedString(byteSwap(hop_order)),
        id, '\0',
        toJSONString((
            channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit,
            toUnixTimestamp64Milli(received_at), toUnixTimestamp64Milli(due_at), lon, lat)))
        AS latest,
    if(has_text,
        concat(
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(as_of)))),
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
            reinterpretAsFixedString(byteSwap(hop_order)),
            id, '\0',
            toJSONString((subject, confidential))),
        '') AS texts
FROM hops;

INSERT INTO cases
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    toUInt64(1) AS hops,
    if(state != '',
        concat(
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
            reinterpretAsFixedString(byteSwap(hop_order)),
            id, '\0', state),
        '') AS step,
    concat(
        reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(as_of)))),
        reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
        reinterpretAsFixedString(byteSwap(hop_order)),
        id, '\0',
        toJSONString((
            channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit,
            toUnixTimestamp64Milli(received_at), toUnixTimestamp64Milli(due_at), lon, lat)))
        AS latest,
    if(has_text,
        concat(
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(as_of)))),
            reinterpretAsFixedString(byteSwap(toUInt64(toUnixTimestamp64Milli(at)))),
            reinterpretAsFixedString(byteSwap(hop_order)),
            id, '\0',
            toJSONString((subject, confidential))),
        '') AS texts
FROM hops;

-- One flat row a case. A case of which only remarks are known waits to be accepted since it was received.
-- `…_as_of`, `…_at`, `…_order` and `…_hop` rank the hops that decided state, dimensions and texts.
CREATE VIEW cases_now AS
WITH
    arrayElement(splitByChar('\0', step), -1) AS stated,
    arrayElement(splitByChar('\0', latest), -1) AS worded,
    arrayElement(splitByChar('\0', texts), -1) AS texted,
    JSONExtract(worded, 'Tuple(
        channel String, type String, urgency String,
        cat1 String, cat2 String, cat3 String, cat4 String,
        grid String, community String, unit String, received_at Int64,
        due_at Nullable(Int64), lon Nullable(Float64), lat Nullable(Float64))') AS word,
    JSONExtract(texted, 'Tuple(subject String, confidential Bool)') AS text,
    fromUnixTimestamp64Milli(word.received_at, 'UTC') AS word_received_at,
    fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(step, 1, 8))), 'UTC') AS step_at
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
    if(stated = '', word_received_at, step_at) AS state_at,
    reinterpretAsUInt32(reverse(substring(step, 9, 4))) AS state_order,
    substring(step, 13, length(step) - length(stated) - 13) AS state_hop,
    word.unit AS unit,
    word.grid AS grid,
    word.community AS community,
    word_received_at AS received_at,
    fromUnixTimestamp64Milli(word.due_at, 'UTC') AS due_at,
    word.lon AS lon,
    word.lat AS lat,
    fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(latest, 1, 8))), 'UTC') AS latest_as_of,
    fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(latest, 9, 8))), 'UTC') AS latest_at,
    reinterpretAsUInt32(reverse(substring(latest, 17, 4))) AS latest_order,
    substring(latest, 21, length(latest) - length(worded) - 21) AS latest_hop,
    fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(texts, 1, 8))), 'UTC') AS text_as_of,
    fromUnixTimestamp64Milli(
        reinterpretAsInt64(reverse(substring(texts, 9, 8))), 'UTC') AS text_at,
    reinterpretAsUInt32(reverse(substring(texts, 17, 4))) AS text_order,
    substring(texts, 21, length(texts) - length(texted) - 21) AS text_hop,
    hops
FROM cases FINAL;
