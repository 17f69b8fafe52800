import { type CaseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import {
  type CaseState,
  type CaseType,
  type Channel,
  ENDED,
  type Urgency,
} from '../../config/contract/vocabulary.ts';
import { type Sql, type Store, sql, texts } from '../../ingest/store/index.ts';
import { type CaseFold, joinCategory } from '../state/case-fold.ts';

interface Row {
  case_id: string;
  source: string;
  upstream_no: string;
  /** Empty ids: no hop that leads to a state, none that states texts. */
  state: CaseState;
  state_at: number;
  state_order: number;
  state_hop: string;
  latest_as_of: number;
  latest_at: number;
  latest_order: number;
  latest_hop: string;
  text_as_of: number;
  text_at: number;
  text_order: number;
  text_hop: string;
  channel: Channel;
  type: CaseType;
  urgency: Urgency;
  category: string[];
  grid: string;
  community: string;
  unit: string;
  received_at: number;
  due_at: number | null;
  lon: number | null;
  lat: number | null;
  subject: string;
}

const folded = (condition: Sql): Sql => sql`
SELECT
  case_id, source, upstream_no, state,
  toUnixTimestamp64Milli(state_at) AS state_at, state_order, state_hop,
  toUnixTimestamp64Milli(latest_as_of) AS latest_as_of,
  toUnixTimestamp64Milli(latest_at) AS latest_at, latest_order, latest_hop,
  toUnixTimestamp64Milli(text_as_of) AS text_as_of,
  toUnixTimestamp64Milli(text_at) AS text_at, text_order, text_hop,
  channel, type, urgency, [cat1, cat2, cat3, cat4] AS category, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat, subject
FROM cases_now
WHERE ${condition}`;

/** Every open case, as far as the store has it. */
export const openCases = (): Sql => folded(sql`state NOT IN ${texts([...ENDED])}`);

/** Cases by id, open and ended. */
export const casesById = (ids: readonly CaseId[]): Sql => folded(sql`case_id IN ${texts(ids)}`);

/** Rows of either query as folds. A fold may know more hops than a position: merging is idempotent. */
export async function askFolds(store: Store, statement: Sql): Promise<CaseFold[]> {
  const rows = await store.query<Row>(statement);
  return rows.map((row) => ({
    id: row.case_id as CaseId,
    source: sourceId(row.source),
    upstreamNo: row.upstream_no,
    step:
      row.state_hop === ''
        ? null
        : {
            rank: { at: row.state_at, order: row.state_order, id: row.state_hop },
            state: row.state,
          },
    dimensions: {
      rank: {
        asOf: row.latest_as_of,
        at: row.latest_at,
        order: row.latest_order,
        id: row.latest_hop,
      },
      channel: row.channel,
      type: row.type,
      urgency: row.urgency,
      category: joinCategory(row.category),
      grid: gridId(row.grid),
      community: row.community,
      unit: unitId(row.unit),
      receivedAt: row.received_at,
      dueAt: row.due_at,
      lon: row.lon,
      lat: row.lat,
    },
    subject:
      row.text_hop === ''
        ? null
        : {
            rank: {
              asOf: row.text_as_of,
              at: row.text_at,
              order: row.text_order,
              id: row.text_hop,
            },
            value: row.subject,
          },
  }));
}
