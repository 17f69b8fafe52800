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
