import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from './client.ts';
import { alert, entries, hop, range } from './facts.fixture.ts';
import { insertEntries } from './insert.ts';
import { MigrationError, migrate } from './migrate.ts';
import { type AlertRow, alerts } from './rows/alert.ts';
import { selected } from './rows/table.ts';
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
        "ALTER TABLE schema_migrations DELETE WHERE name >= '0004' SETTINGS mutations_sync = 1",
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

  test('whose cases are current is given what steps told alone say, and keeps them as they are', async () => {
    const older = new RunningStore(7820);
    const steps = mkdtempSync(join(tmpdir(), 'qiao-schema-'));
    for (const name of readdirSync(folder).filter((file) => file < '0005'))
      cpSync(join(import.meta.dirname, 'schema', name), join(steps, name));
    try {
      await older.start();
      const old = older.connect('writer');
      await migrate(old, 'Asia/Shanghai', steps);
      const run = (text: string) => old.command(new Sql([text], []));
      const told = `INSERT INTO hops (seq, id, case_id, source, upstream_no, event, state, at, hop_order,
        as_of, received_at, due_at, grid, unit) VALUES`;
      const word = "'2026-03-01 00:00:00', '2026-03-05 00:00:00', 'g1', 'u1'";
      const none = "'2026-03-01 00:00:00', NULL, '', ''";
      await run(`${told}
        (1, 'c/1', 'c', '12345', '1', 'report', '', '2026-03-01 00:00:00', 0, '2026-03-01 00:00:00', ${word}),
        (2, 'c/2', 'c', '12345', '1', 'extend', '', '2026-03-02 00:00:00', 0, '1970-01-01 00:00:00',
          '2026-03-01 00:00:00', '2026-03-09 00:00:00', '', ''),
        (3, 'c/3', 'c', '12345', '1', 'dispatch', 'dispatched', '2026-03-03 00:00:00', 0,
          '1970-01-01 00:00:00', '2026-03-01 00:00:00', NULL, '', 'u2'),
        (4, 'd/1', 'd', '12345', '2', 'report', '', '2026-03-01 00:00:00', 0, '2026-03-01 00:00:00', ${word}),
        (5, 'd/2', 'd', '12345', '2', 'return', 'returned', '2026-03-02 00:00:00', 0,
          '1970-01-01 00:00:00', ${none}),
        (6, 'e/1', 'e', '12345', '3', 'report', '', '2026-03-01 00:00:00', 0, '2026-03-01 00:00:00', ${word})`);
      const now = (names: string) =>
        old.query<object>(
          new Sql(
            [`SELECT ${names} FROM cases_now WHERE length(case_id) = 1 ORDER BY case_id`],
            [],
          ),
        );
      const batch = () => insertEntries(old, entries(range(10, hop), 20), 'sent again');
      await batch();
      const same = `case_id, source, upstream_no, redo, channel, state, state_at, grid, received_at,
        latest_as_of, latest_at, latest_hop, text_hop, hops`;
      const before = await now(same);

      await migrate(old, 'Asia/Shanghai');
      const moved = [
        { case_id: 'c', unit: 'u2', due: '2026-03-09', unit_hop: 'c/3', due_hop: 'c/2' },
        { case_id: 'd', unit: '', due: '2026-03-05', unit_hop: 'd/2', due_hop: 'd/1' },
        { case_id: 'e', unit: 'u1', due: '2026-03-05', unit_hop: 'e/1', due_hop: 'e/1' },
      ];
      const parts = 'case_id, unit, toString(toDate(due_at)) AS due, unit_hop, due_hop';
      expect(await now(parts)).toEqual(moved);
      expect(await now(same)).toEqual(before);
      await run(
        "ALTER TABLE schema_migrations DELETE WHERE name >= '0005' SETTINGS mutations_sync = 1",
      );
      await migrate(old, 'Asia/Shanghai'); // as after a crash at its very end
      expect(await now(parts)).toEqual(moved);
      expect(await now(same)).toEqual(before);
      await run(`${told} (7, 'c/4', 'c', '12345', '1', 'return', 'returned', '2026-03-04 00:00:00', 0,
        '1970-01-01 00:00:00', ${none})`);
      expect(await now('unit, state, hops')).toMatchObject([
        { unit: '', state: 'returned', hops: 4 },
        { hops: 2 },
        { hops: 1 },
      ]);
      await batch(); // its answer was lost before the change
      expect(await old.query(sql`SELECT count() AS n FROM hops`)).toEqual([{ n: 17 }]);
      expect(await old.query(sql`SELECT sum(n) AS n FROM rollup_hour`)).toEqual([{ n: 17 }]);
      expect(await now(parts)).toMatchObject([{ unit: '' }, ...moved.slice(1)]);
    } finally {
      await older.remove();
      rmSync(steps, { recursive: true });
    }
  });

  test('whose cases do not know of returns and hazards is given them by its hops', async () => {
    const older = new RunningStore(7821);
    const steps = mkdtempSync(join(tmpdir(), 'qiao-schema-'));
    for (const name of readdirSync(folder).filter((file) => file < '0006'))
      cpSync(join(import.meta.dirname, 'schema', name), join(steps, name));
    try {
      await older.start();
      const old = older.connect('writer');
      await migrate(old, 'Asia/Shanghai', steps);
      const run = (text: string) => old.command(new Sql([text], []));
      const told = `INSERT INTO hops (seq, id, case_id, source, upstream_no, event, state, at, as_of,
        received_at, accepted, flags, details, has_text, subject) VALUES`;
      const word = "'2026-03-01 00:00:00', '2026-03-02 12:00:00'";
      await run(`${told}
        (1, 'c/1', 'c', 'safety', '1', 'report', '', '2026-03-01 00:00:00', '2026-03-01 00:00:00', ${word},
          [], {'hazard': 'general', 'firm': '甲厂'}, true, '堆物'),
        (2, 'c/2', 'c', 'safety', '1', 'return', 'returned', '2026-03-02 00:00:00', '2026-03-02 00:00:00',
          ${word}, [], {'hazard': 'major'}, false, ''),
        (3, 'c/3', 'c', 'safety', '1', 'return', 'returned', '2099-01-01 00:00:00', '1970-01-01 00:00:00',
          ${word}, ['clock-ahead'], {'revisitDue': '2026-03-09T15:59:59.000Z'}, false, ''),
        (4, 'c/4', 'c', 'safety', '1', 'urge', '', '2026-03-03 00:00:00', '1970-01-01 00:00:00', ${word},
          [], {}, false, ''),
        (5, 'd/1', 'd', 'safety', '2', 'report', '', '2026-03-01 00:00:00', '2026-03-01 00:00:00', ${word},
          [], {}, true, '路灯')`);
      const now = () =>
        old.query<object>(
          sql`SELECT case_id, subject, words, arrayMap(step -> step.3, returned) AS returned,
            toString(returned[2].1) AS doubted, arrayMap(step -> step.3, urged) AS urged, supervised,
            hazard_told, hazard_hop, firm_told, revisit_due_told, toUnixTimestamp(reopened_at) AS reopened, hops
            FROM cases_now ORDER BY case_id`,
        );
      const c = {
        ...{ case_id: 'c', subject: '堆物', words: '', returned: ['c/2', 'c/3'], urged: ['c/4'] },
        doubted: '2026-03-02 12:00:00.000',
        ...{ supervised: false, hazard_told: 'major', hazard_hop: 'c/2', firm_told: '甲厂' },
        ...{ revisit_due_told: '2026-03-09T15:59:59.000Z', reopened: 0, hops: 4 },
      };
      const d = { case_id: 'd', returned: [], urged: [], hazard_told: '', hazard_hop: '', hops: 1 };
      await migrate(old, 'Asia/Shanghai');
      expect(await now()).toMatchObject([c, d]);
      await run(
        "ALTER TABLE schema_migrations DELETE WHERE name >= '0006' SETTINGS mutations_sync = 1",
      );
      await migrate(old, 'Asia/Shanghai'); // as after a crash at its very end
      expect(await now()).toMatchObject([c, d]);
      await run(`${told}
        (6, 'd/2', 'd', 'safety', '2', 'supervise', '', '2026-03-04 00:00:00', '1970-01-01 00:00:00', ${word},
          [], {}, false, ''),
        (7, 'd/3', 'd', 'safety', '2', 'amend', '', '2026-03-04 00:00:00', '2026-03-04 00:00:00', ${word},
          [], {'words': 'urgent:起火'}, true, '起火')`);
      expect(await now()).toMatchObject([
        c,
        { supervised: true, words: 'urgent:起火', subject: '起火', hops: 3 },
      ]);
    } finally {
      await older.remove();
      rmSync(steps, { recursive: true });
    }
  });

  test('whose alerts told themselves in one language says the same words in both', async () => {
    const older = new RunningStore(7823);
    const steps = mkdtempSync(join(tmpdir(), 'qiao-schema-'));
    for (const name of readdirSync(folder).filter((file) => file < '0011'))
      cpSync(join(import.meta.dirname, 'schema', name), join(steps, name));
    try {
      await older.start();
      const old = older.connect('writer');
      await migrate(old, 'Asia/Shanghai', steps);
      await old.command(sql`INSERT INTO alerts (seq, id, alert_id, phase, level, at, title) VALUES
        (1, 'a:raised', 'a', 'raised', 'red', '2026-03-01 00:00:00', '工单超期 · 1')`);
      await migrate(old, 'Asia/Shanghai');
      await insertEntries(old, entries([alert(2)], 2), 'new');
      const rows = await old.query<AlertRow>(
        sql`SELECT ${selected(alerts)} FROM alerts ORDER BY seq`,
      );
      expect(rows.map((row) => alerts.fromRow(row).fact.title)).toEqual([
        { zh: '工单超期 · 1', en: '工单超期 · 1' },
        alert(2).title,
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
