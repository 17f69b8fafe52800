import { Readable } from 'node:stream';
import type { Entry, Fact, FactKind } from '../../config/contract/facts.ts';
import { encodeColumns, type Values } from './arrow.ts';
import type { Store } from './client.ts';
import { alerts } from './rows/alert.ts';
import { alertActions } from './rows/alert-action.ts';
import { attendance } from './rows/attendance.ts';
import { deadLetters } from './rows/dead-letter.ts';
import { deviceEvents } from './rows/device.ts';
import { hallEvents } from './rows/hall.ts';
import { hops } from './rows/hop.ts';
import { inspections } from './rows/inspection.ts';
import { patrols } from './rows/patrol.ts';
import { readings } from './rows/reading.ts';
import { registers } from './rows/register.ts';
import { sealedValues } from './rows/sealed-values.ts';
import { type EntryOf, type Kind, type Kinds, toJson } from './rows/table.ts';
import { tellings } from './rows/telling.ts';
import { tracks } from './rows/track.ts';
import { wallEvents } from './rows/wall-event.ts';

const TABLES = {
  hop: hops,
  patrol: patrols,
  track: tracks,
  attendance,
  inspection: inspections,
  reading: readings,
  device: deviceEvents,
  register: registers,
  hall: hallEvents,
  alert: alerts,
  'alert-act': alertActions,
  telling: tellings,
  wall: wallEvents,
  dead: deadLetters,
  sealed: sealedValues,
} as const;

/** A table without the type of its facts: entries are sorted to their tables by kind first. */
interface AnyTable {
  name: string;
  columns: Record<string, { kind: Kind; of: (entry: EntryOf<Fact>) => Kinds[Kind] }>;
}
const tableOf = (kind: FactKind): AnyTable => TABLES[kind] as unknown as AnyTable;

/** From here on Arrow is faster than JSON: it costs about 1 ms a batch before the first row. */
const ARROW_FROM = 200;

/** What one table gets of a batch. */
export interface Body {
  kind: FactKind;
  format: 'ArrowStream' | 'JSONEachRow';
  bytes: Uint8Array;
}

type KindColumns = (Values & { values: Kinds[Kind][]; of: (entry: Entry) => Kinds[Kind] })[];
const columnsOf = (kind: FactKind): KindColumns =>
  Object.entries(tableOf(kind).columns).map(([name, { kind: type, of }]) => ({
    name,
    kind: type,
    of,
    values: [],
  }));

/** A batch on its way into columns. Entries may be added a slice at a time, so that others get a turn in between. */
export class BatchColumns {
  private readonly kinds = new Map<FactKind, KindColumns>();

  add(entries: readonly Entry[]): void {
    // Entry by entry: one is in the processor's cache for all of its columns.
    for (const entry of entries) {
      const { kind } = entry.fact;
      let columns = this.kinds.get(kind);
      if (columns === undefined) {
        columns = columnsOf(kind);
        this.kinds.set(kind, columns);
      }
      for (const column of columns) column.values.push(column.of(entry));
    }
  }

  /** What each table gets. The same entries in the same order always give the same bytes. */
  *bodies(): Generator<Body> {
    for (const [kind, columns] of this.kinds) {
      const arrow = (columns[0]?.values.length ?? 0) >= ARROW_FROM;
      yield {
        kind,
        format: arrow ? 'ArrowStream' : 'JSONEachRow',
        bytes: arrow ? encodeColumns(columns) : encodeJson(columns),
      };
    }
  }
}

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
  const columns = new BatchColumns();
  columns.add(entries);
  for (const body of columns.bodies()) await insertBody(store, body, token);
}

/** Sends one encoded batch to the table of its kind. As `insertEntries` otherwise. */
export async function insertBody(
  store: Store,
  { kind, format, bytes }: Body,
  token: string,
): Promise<void> {
  const { name, columns } = tableOf(kind);
  const { stream } = await store.client.exec({
    query: `INSERT INTO ${name} (${Object.keys(columns).join(', ')}) FORMAT ${format}`,
    values: Readable.from([bytes], { objectMode: false }),
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

function encodeJson(columns: readonly Values[]): Uint8Array {
  const rows = columns[0]?.values.map((_, row) =>
    JSON.stringify(
      Object.fromEntries(
        columns.map(({ name, kind, values }) => [name, toJson(kind, values[row]!)]),
      ),
    ),
  );
  return Buffer.from(`${rows?.join('\n')}\n`);
}
