-- Counts by hour (UTC) and by day of the deployment. A hop counts by its event and first category; a
-- patrol report as 'patrol', or 'patrol-self' where handled on the spot, by its class.

CREATE TABLE IF NOT EXISTS rollup_hour
(
    hour DateTime('UTC'),
    source LowCardinality(String),
    grid LowCardinality(String),
    cat1 LowCardinality(String),
    unit LowCardinality(String),
    event LowCardinality(String),
    n UInt64
)
ENGINE = SummingMergeTree(n)
PARTITION BY toYear(hour)
ORDER BY (hour, source, event, grid, cat1, unit)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS rollup_day
(
    day Date COMMENT 'In {zone}',
    source LowCardinality(String),
    grid LowCardinality(String),
    cat1 LowCardinality(String),
    unit LowCardinality(String),
    event LowCardinality(String),
    n UInt64
)
ENGINE = SummingMergeTree(n)
PARTITION BY toYear(day)
ORDER BY (day, source, event, grid, cat1, unit)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_hour_from_hops TO rollup_hour AS
SELECT toStartOfHour(toDateTime(at, 'UTC')) AS hour, source, grid, cat1, unit, event, toUInt64(1) AS n
FROM hops;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_day_from_hops TO rollup_day AS
SELECT toDate(at, '{zone}') AS day, source, grid, cat1, unit, event, toUInt64(1) AS n
FROM hops;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_hour_from_patrols TO rollup_hour AS
SELECT
    toStartOfHour(toDateTime(at, 'UTC')) AS hour, source, grid, class AS cat1, '' AS unit,
    if(self_handled, 'patrol-self', 'patrol') AS event, toUInt64(1) AS n
FROM patrols;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_day_from_patrols TO rollup_day AS
SELECT
    toDate(at, '{zone}') AS day, source, grid, class AS cat1, '' AS unit,
    if(self_handled, 'patrol-self', 'patrol') AS event, toUInt64(1) AS n
FROM patrols;
