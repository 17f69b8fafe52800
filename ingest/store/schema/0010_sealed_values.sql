-- Personal values that masks hide elsewhere, encrypted. Of rows that differ in `turn` alone the one with
-- the highest stands: a change of keys writes it.
CREATE TABLE IF NOT EXISTS sealed_values
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    about String COMMENT 'The case they belong to, or the fact',
    at DateTime64(3, 'UTC') COMMENT 'As of when they were told',
    fields Array(LowCardinality(String)) COMMENT 'Which values: caller, phone, content …',
    key LowCardinality(String) COMMENT 'Id of the key',
    cipher LowCardinality(String),
    nonce String,
    sealed String,
    accepted DateTime64(3, 'UTC'),
    turn UInt32 DEFAULT 0 COMMENT 'How often it was sealed again'
)
ENGINE = ReplacingMergeTree(turn)
PARTITION BY toYear(accepted)
ORDER BY (about, id, version)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
