import type { Sealed, Sealer } from '../../config/vault/seal.ts';
import {
  int,
  type SealedValuesRow,
  type Sql,
  type Store,
  sealedValues,
  selected,
  sql,
  text,
} from '../../ingest/store/index.ts';

const SLICE = 5_000;

/** A sealed row, and how often it was sealed again. */
type Row = SealedValuesRow & { turn: number };
type Place = Pick<Row, 'about' | 'id' | 'version'>;

const rowsAfter = ({ about, id, version }: Place, key: string): Sql =>
  sql`SELECT ${selected(sealedValues)}, turn FROM sealed_values FINAL
    WHERE (about, id, version) > (${text(about)}, ${text(id)}, ${int(version)}) AND key != ${text(key)}
    ORDER BY about, id, version LIMIT ${int(SLICE)}`;

/** As ClickHouse reads a DateTime64. */
const utc = (at: number): string => new Date(at).toISOString().slice(0, 23).replace('T', ' ');

/** How many rows each key seals. */
export const keysInUse = (store: Store): Promise<{ key: string; rows: number }[]> =>
  store.query(
    sql`SELECT key, toUInt64(count()) AS rows FROM sealed_values FINAL GROUP BY key ORDER BY key`,
  );

/**
 * Seals everything in the store under the newest key. It may be cut off anywhere and begun again: what is
 * done already has the newest key and is passed by, and a row that is written twice stands once. Old
 * ciphertexts are gone from the disk some minutes after it has ended.
 * @param store asked as who may write
 * @returns rows sealed again
 */
export async function rotate(
  store: Store,
  sealer: Sealer,
  say: (done: number) => void,
): Promise<number> {
  let done = 0;
  let last: Place = { about: '', id: '', version: 0 };
  for (;;) {
    const rows: Row[] = await store.query<Row>(rowsAfter(last, sealer.current.key));
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end;
    await store.client.insert({
      table: 'sealed_values',
      format: 'JSONEachRow',
      values: rows.map((row) => ({
        ...row,
        at: utc(row.at),
        accepted: utc(row.accepted),
        ...sealer.again(row as Row & Sealed, row.id),
        turn: row.turn + 1,
      })),
      clickhouse_settings: { async_insert: 0, insert_deduplicate: 0 },
    });
    done += rows.length;
    say(done);
  }
  if (done > 0) await store.command(sql`OPTIMIZE TABLE sealed_values FINAL`);
  return done;
}
