-- Current state of every case, the same for any order of arrival: each part is the maximum of a tuple
-- that begins with what ranks a hop among those of its case (time, order, id), so merging is
-- commutative. Rows of one insert are merged before they are written (optimize_on_insert), so the view
-- that fills the table needs no GROUP BY of its own.

CREATE TABLE IF NOT EXISTS cases
(
    case_id String,
    source SimpleAggregateFunction(max, LowCardinality(String)),
    upstream_no SimpleAggregateFunction(max, String),
    redo SimpleAggregateFunction(max, UInt16),
    hops SimpleAggregateFunction(sum, UInt64),
    step SimpleAggregateFunction(max, Tuple(
        at DateTime64(3, 'UTC'), hop_order UInt32, id String, state String))
        COMMENT 'The last hop that leads to a state',
    latest SimpleAggregateFunction(max, Tuple(
        at DateTime64(3, 'UTC'), hop_order UInt32, id String,
        channel String, type String, urgency String,
        cat1 String, cat2 String, cat3 String, cat4 String,
        grid String, community String, unit String, received_at DateTime64(3, 'UTC'),
        due_at Nullable(DateTime64(3, 'UTC')), lon Nullable(Float64), lat Nullable(Float64)))
        COMMENT 'The last hop of all',
    texts SimpleAggregateFunction(max, Tuple(
        at DateTime64(3, 'UTC'), hop_order UInt32, id String,
        subject String, content String, address String,
        caller String, phone String, phone_hash String, confidential Bool))
        COMMENT 'The last hop that states texts'
)
ENGINE = AggregatingMergeTree
ORDER BY case_id
SETTINGS non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS cases_from_hops TO cases AS
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    toUInt64(1) AS hops,
    if(state != '',
        (at, hop_order, id, state),
        (toDateTime64(0, 3, 'UTC'), 0, '', '')) AS step,
    (at, hop_order, id,
        channel, type, urgency, cat1, cat2, cat3, cat4, grid, community, unit, received_at,
        due_at, lon, lat) AS latest,
    if(has_text,
        (at, hop_order, id, subject, content, address, caller, phone, phone_hash, confidential),
        (toDateTime64(0, 3, 'UTC'), 0, '', '', '', '', '', '', '', false)) AS texts
FROM hops;

-- One flat row a case. A case of which only remarks are known waits to be accepted since it was received.
-- `…_order` and `…_hop` rank the hops that decided state, dimensions and texts. The tuples are taken
-- apart outside the query that says FINAL: inside, only the wanted element would be read, and merged
-- without its tuple, which gives the element of any one part.
CREATE VIEW IF NOT EXISTS cases_now AS
SELECT
    case_id,
    source,
    upstream_no,
    redo,
    latest.channel AS channel,
    latest.type AS type,
    latest.urgency AS urgency,
    latest.cat1 AS cat1,
    latest.cat2 AS cat2,
    latest.cat3 AS cat3,
    latest.cat4 AS cat4,
    texts.subject AS subject,
    texts.content AS content,
    texts.address AS address,
    texts.caller AS caller,
    texts.phone AS phone,
    texts.phone_hash AS phone_hash,
    texts.confidential AS confidential,
    if(step.state = '', 'reported', step.state) AS state,
    if(step.state = '', latest.received_at, step.at) AS state_at,
    step.hop_order AS state_order,
    step.id AS state_hop,
    latest.unit AS unit,
    latest.grid AS grid,
    latest.community AS community,
    latest.received_at AS received_at,
    latest.due_at AS due_at,
    latest.lon AS lon,
    latest.lat AS lat,
    latest.at AS latest_at,
    latest.hop_order AS latest_order,
    latest.id AS latest_hop,
    texts.at AS text_at,
    texts.hop_order AS text_order,
    texts.id AS text_hop,
    hops
FROM (SELECT * FROM cases FINAL);
