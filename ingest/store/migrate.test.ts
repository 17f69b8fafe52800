import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from './client.ts';
import { MigrationError, migrate } from './migrate.ts';
import { RunningStore } from './running.fixture.ts';
import { Sql, sql } from './sql.ts';

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

  test('that ran an older version keeps what it holds, also where the change was cut off', async () => {
    const older = new RunningStore(7819);
    const steps = mkdtempSync(join(tmpdir(), 'qiao-schema-'));
    for (const name of ['0001_facts.sql', '0002_cases.sql', '0003_rollups.sql'])
      cpSync(join(import.meta.dirname, 'schema', name), join(steps, name));
    try {
      await older.start();
      const old = older.connect('writer');
      await migrate(old, 'Asia/Shanghai', steps);
      const rows = (table: string) =>
        old.query<object>(new Sql([`SELECT * FROM ${table} ORDER BY ALL`], []));
      const run = (text: string) => old.command(new Sql([text], []));
      await run(`INSERT INTO hops (seq, id, case_id, source, upstream_no, event, state, at, hop_order,
          received_at, grid, unit, cat1, has_text, subject, content) VALUES
        (1, 'c/1', 'c', '12345', '1', 'report', '', '2026-03-01 00:00:00', 0, '2026-03-01 00:00:00',
          'g1', 'u1', '市容', true, '路灯', '不亮'),
        (2, 'c/2', 'c', '12345', '1', 'sign', 'handling', '2026-03-01 02:00:00', 5,
          '2026-03-01 00:00:00', 'g2', 'u2', '市容', false, '', '')`);
      await run(`INSERT INTO patrols (seq, id, source, at, class, self_handled) VALUES
        (3, 'p', 'grid', '2026-03-01 02:00:00', 'safety', true)`);
      await run(`INSERT INTO readings (seq, id, station, at, interval, value) VALUES
        (4, 'r', 's', '2026-03-01 02:00:00', 'hour', 1), (5, 'q', 's', '2026-03-01 02:00:00', 'realtime', 2)`);
      const shared = `case_id, channel, cat1, subject, state, state_at, unit, grid, received_at, due_at,
        latest_at, latest_hop, text_at, text_hop, hops`;
      const cases = () => old.query<object>(new Sql([`SELECT ${shared} FROM cases_now`], []));
      const before = { cases: await cases(), days: await rows('rollup_day') };
      expect(before.cases).toMatchObject([{ grid: 'g2', state: 'handling', subject: '路灯' }]);

      await migrate(old, 'Asia/Shanghai');
      await run(
        "ALTER TABLE schema_migrations DELETE WHERE name LIKE '0004%' SETTINGS mutations_sync = 1",
      );
      await migrate(old, 'Asia/Shanghai'); // as after a crash at its very end
      expect({ cases: await cases(), days: await rows('rollup_day') }).toEqual(before);
      expect(await old.query(sql`SELECT sum(n) AS n FROM rollup_hour`)).toEqual([{ n: 3 }]);
      expect(
        await old.query(sql`SELECT as_of = at AS same, parent, details FROM hops ORDER BY seq`),
      ).toEqual([
        { same: 1, parent: '', details: {} },
        { same: 1, parent: '', details: {} },
      ]);
      expect(await old.query(sql`SELECT version, stat, flags FROM readings ORDER BY seq`)).toEqual([
        { version: 0, stat: 'avg', flags: [] },
        { version: 0, stat: 'value', flags: [] },
      ]);
    } finally {
      await older.remove();
      rmSync(steps, { recursive: true });
    }
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
