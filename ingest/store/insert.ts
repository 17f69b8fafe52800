import { Readable } from 'node:stream';
import type { Entry, Fact, FactKind } from '../../config/contract/facts.ts';
import { encodeColumns } from './arrow.ts';
import type { Store } from './client.ts';
import { alerts } from './rows/alert.ts';
import { deadLetters } from './rows/dead-letter.ts';
import { hops } from './rows/hop.ts';
import { patrols } from './rows/patrol.ts';
import { readings } from './rows/reading.ts';
import { type EntryOf, type Kind, type Kinds, toJson } from './rows/table.ts';

const TABLES = { hop: hops, patrol: patrols, reading: readings, alert: alerts, dead: deadLetters };

/** A table without the type of its facts: entries are sorted to their tables by kind first. */
interface AnyTable {
  name: string;
  columns: Record<string, { kind: Kind; of: (entry: EntryOf<Fact>) => Kinds[Kind] }>;
}
const tableOf = (kind: FactKind): AnyTable => TABLES[kind] as unknown as AnyTable;

/** From here on Arrow is faster than JSON: it costs about 1 ms a batch before the first row. */
const ARROW_FROM = 200;

/**
 * Stores entries, each kind in its table, one insert a table. `token` names the batch: the same
 * entries may be inserted again under it after any failure, and each table, the cases and the rollups
 * hold them once. Rejects when a table refused or the store went away; any part may be stored then,
 * and the same call repairs it. Entries of one token must always be the same, in the same order.
 */
export async function insertEntries(
  store: Store,
  entries: readonly Entry[],
  token: string,
): Promise<void> {
  const byKind = new Map<FactKind, Entry[]>();
  for (const entry of entries) {
    const same = byKind.get(entry.fact.kind);
    if (same) same.push(entry);
    else byKind.set(entry.fact.kind, [entry]);
  }
  for (const [kind, group] of byKind) {
    const arrow = group.length >= ARROW_FROM;
    const body = arrow ? encodeArrow(kind, group) : encodeJson(kind, group);
    await insertBytes(store, kind, arrow ? 'ArrowStream' : 'JSONEachRow', body, token);
  }
}

/** Sends one encoded batch to the table of its kind. As `insertEntries` otherwise. */
export async function insertBytes(
  store: Store,
  kind: FactKind,
  format: 'ArrowStream' | 'JSONEachRow',
  body: Uint8Array,
  token: string,
): Promise<void> {
  const { name, columns } = tableOf(kind);
  const { stream } = await store.client.exec({
    query: `INSERT INTO ${name} (${Object.keys(columns).join(', ')}) FORMAT ${format}`,
    values: Readable.from([body], { objectMode: false }),
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplicate: 1,
      insert_deduplication_token: `${token}:${name}`,
      deduplicate_blocks_in_dependent_materialized_views: 1,
      // One sender's wrong clock must not keep a whole batch out.
      max_partitions_per_insert_block: '0',
    },
  });
  for await (const _ of stream); // the answer is complete when its body has ended
}

/** Entries of one kind as an Arrow IPC stream of its table. */
export function encodeArrow(kind: FactKind, entries: readonly Entry[]): Uint8Array {
  const columns = Object.entries(tableOf(kind).columns).map(([name, { kind: type, of }]) => ({
    name,
    kind: type,
    of,
    values: new Array<Kinds[Kind]>(entries.length),
  }));
  // Entry by entry: one is in the processor's cache for all of its columns.
  for (let i = 0; i < entries.length; i++)
    for (const column of columns) column.values[i] = column.of(entries[i]!);
  return encodeColumns(columns);
}

function encodeJson(kind: FactKind, entries: readonly Entry[]): Uint8Array {
  const columns = Object.entries(tableOf(kind).columns);
  const lines = entries.map((entry) =>
    JSON.stringify(
      Object.fromEntries(
        columns.map(([name, { kind: type, of }]) => [name, toJson(type, of(entry))]),
      ),
    ),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}
