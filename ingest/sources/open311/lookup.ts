import gcoord from 'gcoord';
import type { Millis, SourceId } from '../../../config/contract/ids.ts';
import { type CaseState, ENDED } from '../../../config/contract/vocabulary.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import { every, int, millis, type Sql, type Store, sql, text, texts } from '../../store/index.ts';

const DATUMS = { WGS84: gcoord.WGS84, GCJ02: gcoord.GCJ02, BD09: gcoord.BD09 } as const;

/** What the public may know of a request: what, where, when and how it stands. Nothing of the person, and none of their words. */
export interface PublicRequest {
  no: string;
  open: boolean;
  /** Levels, widest first. */
  category: readonly string[];
  unit: string;
  address: string;
  /** WGS 84. */
  place: { lon: number; lat: number } | null;
  requestedAt: Millis;
  /** Since when it stands so. */
  updatedAt: Millis;
  expectedAt: Millis | null;
}

/** Which requests are asked for; what is absent restricts nothing. */
export interface Wanted {
  numbers?: readonly string[];
  categories?: readonly (readonly string[])[];
  /** Received from (inclusive) and to (exclusive). */
  from?: Millis;
  to?: Millis;
  open?: boolean;
  limit: number;
  offset: number;
}

/** Newest first. Rejects where the store cannot be asked. */
export type Lookup = (wanted: Wanted) => Promise<PublicRequest[]>;

interface Found {
  case_id: string;
  upstream_no: string;
  state: CaseState;
  category: string[];
  unit: string;
  lon: number | null;
  lat: number | null;
  received_at: Millis;
  state_at: Millis;
  due_at: Millis | null;
}

/**
 * Answers from the store. Cases of this source only, whose ids begin with it, so that the store reads
 * no others; never a confidential one, nor one of which no more than a step is known.
 */
export function createLookup(store: Store, deployment: Deployment, source: SourceId): Lookup {
  const ended = [...ENDED];
  const wgs84 = (lon: number | null, lat: number | null) => {
    if (lon === null || lat === null) return null;
    const [x = lon, y = lat] =
      deployment.datum === 'WGS84'
        ? []
        : gcoord.transform([lon, lat], DATUMS[deployment.datum], gcoord.WGS84);
    return { lon: x, lat: y };
  };
  /** Addresses stand with the hops that reported the cases, which lie in the order of their time. */
  const addressesOf = async (rows: readonly Found[]): Promise<Map<string, string>> => {
    if (rows.length === 0) return new Map();
    const times = rows.map((row) => row.received_at);
    const found = await store.query<{ case_id: string; address: string }>(sql`
SELECT case_id, address
FROM hops
WHERE at >= ${millis(Math.min(...times))} AND at <= ${millis(Math.max(...times))}
  AND source = ${text(source)} AND event = 'report'
  AND case_id IN ${texts(rows.map((row) => row.case_id))}`);
    return new Map(found.map((row) => [row.case_id, row.address]));
  };

  return async (wanted) => {
    const conditions: Sql[] = [
      sql`case_id >= ${text(`${source}:`)} AND case_id < ${text(`${source};`)}`,
      sql`source = ${text(source)} AND subject != '' AND NOT confidential`,
    ];
    if (wanted.numbers) conditions.push(sql`upstream_no IN ${texts(wanted.numbers)}`);
    if (wanted.categories)
      conditions.push(
        sql`arrayStringConcat([cat1, cat2, cat3, cat4], '\n') IN ${texts(
          wanted.categories.map((levels) => [...levels, '', '', '', ''].slice(0, 4).join('\n')),
        )}`,
      );
    if (wanted.from !== undefined) conditions.push(sql`received_at >= ${millis(wanted.from)}`);
    if (wanted.to !== undefined) conditions.push(sql`received_at < ${millis(wanted.to)}`);
    if (wanted.open !== undefined)
      conditions.push(
        wanted.open ? sql`state NOT IN ${texts(ended)}` : sql`state IN ${texts(ended)}`,
      );
    const rows = await store.query<Found>(sql`
SELECT
  case_id, upstream_no, state, [cat1, cat2, cat3, cat4] AS category, unit, lon, lat,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at
FROM cases_now
WHERE ${every(conditions)}
ORDER BY received_at DESC, case_id DESC
LIMIT ${int(wanted.limit)} OFFSET ${int(wanted.offset)}`);
    const addresses = await addressesOf(rows);
    return rows.map((row) => ({
      no: row.upstream_no,
      open: !ENDED.has(row.state),
      category: row.category.filter(Boolean),
      unit: row.unit,
      address: addresses.get(row.case_id) ?? '',
      place: wgs84(row.lon, row.lat),
      requestedAt: row.received_at,
      updatedAt: row.state_at,
      expectedAt: row.due_at,
    }));
  };
}
