-- What the desk has the walls show, and the log and tasks of an incident.
CREATE TABLE IF NOT EXISTS wall_events
(
    seq UInt64,
    id String,
    version UInt16,
    source LowCardinality(String),
    act LowCardinality(String),
    at DateTime64(3, 'UTC'),
    actor LowCardinality(String),
    mode LowCardinality(String) COMMENT 'Shown from now on; empty: as before',
    subject_kind LowCardinality(String) COMMENT 'grid, case, alert; empty: none',
    subject String,
    text String COMMENT 'Title of the incident, log entry, or what is to be done',
    unit LowCardinality(String) COMMENT 'Of a task: who is to do it',
    due_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Of a task: until when',
    task String COMMENT 'The task that is finished, by the id of the record that set it',
    accepted DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), at, id)
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;
