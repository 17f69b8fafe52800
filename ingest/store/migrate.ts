import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from './client.ts';
import { tokens } from './engine/tokens.ts';
import { Sql, sql, text } from './sql.ts';

/** Free bytes before a statement: a definition that a full disk cuts short leaves a store that never opens again. */
const ROOM_BYTES = 64 * 2 ** 20;

/** A schema that is not the one this program was made for. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings the schema up to date: runs the files of `folder` (NNNN_name.sql, statements ended by `;`)
 * that did not run yet, in their order. `{zone}` in a file stands for `zone`, an IANA name; as the day
 * rollup is counted in it, a store keeps its first zone. A file runs again after a crash within it, so
 * its statements say IF NOT EXISTS.
 * Throws MigrationError where a file that ran has changed or is missing, or the disk is nearly full.
 */
export async function migrate(
  store: Store,
  zone: string,
  folder = join(import.meta.dirname, 'schema'),
): Promise<void> {
  const [table] = await store.query<{ there: number }>(
    sql`SELECT count() AS there FROM system.tables
      WHERE database = currentDatabase() AND name = 'schema_migrations'`,
  );
  if (Number(table?.there) === 0) {
    await needRoom(store);
    await store.command(sql`
      CREATE TABLE IF NOT EXISTS schema_migrations
        (name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'))
      ENGINE = MergeTree ORDER BY name SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`);
  }
  const ran = await store.query<{ name: string; checksum: string }>(
    sql`SELECT name, checksum FROM schema_migrations`,
  );
  const applied = new Map(ran.map(({ name, checksum }) => [name, checksum]));

  const files = readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort();
  for (const name of applied.keys())
    if (!files.includes(name))
      throw new MigrationError(
        `the store was made by a newer version: it has ${name}, which we do not`,
      );

  for (const name of files) {
    const script = readFileSync(join(folder, name), 'utf8').replaceAll('{zone}', zone);
    const checksum = createHash('sha256').update(script).digest('hex');
    const before = applied.get(name);
    if (before === checksum) continue;
    if (before !== undefined)
      throw new MigrationError(
        `${name} has changed since it ran, or the zone is no longer the one the store was made for (now ${zone}). Put it back; a change of the schema is a new file, a change of the zone a new store`,
      );
    for (const statement of statements(script)) {
      await needRoom(store);
      await store.command(new Sql([statement], []));
    }
    await store.command(
      sql`INSERT INTO schema_migrations (name, checksum) SELECT ${text(name)}, ${text(checksum)}`,
    );
  }
}

async function needRoom(store: Store): Promise<void> {
  const [disk] = await store.query<{ free: number }>(
    sql`SELECT min(unreserved_space) AS free FROM system.disks`,
  );
  if (disk === undefined || Number(disk.free) < ROOM_BYTES)
    throw new MigrationError(
      `its schema is to be changed, and less than ${ROOM_BYTES / 2 ** 20} MiB are free on its disk`,
    );
}

/** The statements of a script, without the `;` that end them. */
function statements(script: string): string[] {
  const found: string[] = [];
  let start = 0;
  let empty = true;
  // One character a byte, as tokens wants it for text outside quotes; slices go back to UTF-8.
  const bytes = Buffer.from(script).toString('latin1');
  for (const token of tokens(bytes)) {
    if (token.kind !== 'symbol' || token.text !== ';') {
      empty = false;
      continue;
    }
    if (!empty) found.push(Buffer.from(bytes.slice(start, token.start), 'latin1').toString());
    start = token.end;
    empty = true;
  }
  if (!empty) found.push(Buffer.from(bytes.slice(start), 'latin1').toString());
  return found;
}
