-- Facts as they were accepted, append-only. The deduplication window makes a retried batch harmless;
-- fsync makes an acknowledged one outlive a loss of power.

CREATE TABLE IF NOT EXISTS hops
(
    seq UInt64,
    id String,
    case_id String,
    source LowCardinality(String),
    upstream_no String,
    redo UInt16,
    event LowCardinality(String),
    state LowCardinality(String) COMMENT 'State the event leads to; empty: none',
    at DateTime64(3, 'UTC'),
    hop_order UInt32,
    received_at DateTime64(3, 'UTC'),
    due_at Nullable(DateTime64(3, 'UTC')),
    channel LowCardinality(String),
    type LowCardinality(String),
    urgency LowCardinality(String),
    cat1 LowCardinality(String),
    cat2 LowCardinality(String),
    cat3 LowCardinality(String),
    cat4 LowCardinality(String),
    grid LowCardinality(String),
    community LowCardinality(String),
    unit LowCardinality(String),
    actor LowCardinality(String),
    note String,
    lon Nullable(Float64),
    lat Nullable(Float64),
    solved Nullable(UInt8),
    has_text Bool,
    subject String,
    content String,
    address String,
    caller String,
    phone String,
    phone_hash String,
    confidential Bool,
    flags Array(LowCardinality(String)),
    accepted DateTime64(3, 'UTC'),
    INDEX of_case case_id TYPE bloom_filter GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), grid, at, case_id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS patrols
(
    seq UInt64,
    id String,
    source LowCardinality(String),
    report_no String,
    at DateTime64(3, 'UTC'),
    grid LowCardinality(String),
    community LowCardinality(String),
    patroller LowCardinality(String),
    class LowCardinality(String),
    text String,
    lon Nullable(Float64),
    lat Nullable(Float64),
    self_handled Bool,
    case_id String COMMENT 'Case it was passed on as; empty: none',
    hazard LowCardinality(String),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), grid, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS readings
(
    seq UInt64,
    id String,
    source LowCardinality(String),
    station LowCardinality(String),
    factor LowCardinality(String),
    at DateTime64(3, 'UTC'),
    interval LowCardinality(String),
    value Float64,
    unit LowCardinality(String),
    flag LowCardinality(String),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (station, factor, at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS alerts
(
    seq UInt64,
    id String,
    alert_id String,
    source LowCardinality(String),
    phase LowCardinality(String),
    rule LowCardinality(String),
    rule_version UInt32,
    level LowCardinality(String),
    at DateTime64(3, 'UTC'),
    case_id String COMMENT 'Empty: of no single case',
    grid LowCardinality(String),
    unit LowCardinality(String),
    title String,
    evidence Array(String),
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, alert_id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS dead_letters
(
    seq UInt64,
    id String,
    source LowCardinality(String),
    at DateTime64(3, 'UTC'),
    reason String,
    place String,
    raw String,
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
