import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from './client.ts';
import { MigrationError, migrate } from './migrate.ts';
import { RunningStore } from './running.fixture.ts';
import { sql } from './sql.ts';

const store = new RunningStore(7813);
const folder = mkdtempSync(join(tmpdir(), 'qiao-schema-'));
let writer: Store;

beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'schema'), folder, { recursive: true });
  await store.start();
  writer = store.connect('writer');
});
afterAll(async () => {
  await store.remove();
  rmSync(folder, { recursive: true });
});

const tables = async () =>
  (await writer.query<{ name: string }>(sql`SHOW TABLES`)).map((t) => t.name);

describe('a store', () => {
  test('is made from nothing, once', async () => {
    await migrate(writer, 'Asia/Shanghai', folder);
    const made = await tables();
    expect(made).toEqual(expect.arrayContaining(['hops', 'cases_now', 'rollup_day', 'alerts']));
    await migrate(writer, 'Asia/Shanghai', folder);
    expect(await tables()).toEqual(made);
  });

  test('gets what a newer version adds, even where its first attempt was cut off', async () => {
    const added = 'CREATE TABLE IF NOT EXISTS extra_1 (a Int8) ENGINE = Memory; -- 一;\n';
    const more = "CREATE TABLE IF NOT EXISTS extra_2 (a String DEFAULT '二;') ENGINE = Memory;\n";
    await writer.command(sql`CREATE TABLE extra_1 (a Int8) ENGINE = Memory`);
    writeFileSync(join(folder, '0900_extra.sql'), added + more);
    await migrate(writer, 'Asia/Shanghai', folder);
    expect(await tables()).toEqual(expect.arrayContaining(['extra_1', 'extra_2']));
    await writer.command(sql`INSERT INTO extra_2 SELECT * FROM extra_2`);
  });

  test('keeps its zone', async () => {
    const moved = migrate(writer, 'America/New_York', folder);
    await expect(moved).rejects.toThrow(/0001|0003.*zone/s);
    await expect(moved).rejects.toThrow(MigrationError);
  });

  test('refuses a file that changed after it ran, and a version older than itself', async () => {
    writeFileSync(join(folder, '0900_extra.sql'), 'SELECT 1;');
    await expect(migrate(writer, 'Asia/Shanghai', folder)).rejects.toThrow(
      '0900_extra.sql has changed',
    );
    rmSync(join(folder, '0900_extra.sql'));
    await expect(migrate(writer, 'Asia/Shanghai', folder)).rejects.toThrow('newer version');
  });
});
