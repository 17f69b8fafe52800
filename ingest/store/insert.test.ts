import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../config/contract/facts.ts';
import type { Store } from './client.ts';
import { alert, dead, EVENING, entries, hop, patrol, range, reading } from './facts.fixture.ts';
import { encodeArrow, insertEntries } from './insert.ts';
import { migrate } from './migrate.ts';
import { alerts } from './rows/alert.ts';
import { deadLetters } from './rows/dead-letter.ts';
import { hops } from './rows/hop.ts';
import { patrols } from './rows/patrol.ts';
import { readings } from './rows/reading.ts';
import { selected } from './rows/table.ts';
import { RunningStore } from './running.fixture.ts';
import { millis, Sql, sql, text } from './sql.ts';

const store = new RunningStore(7815);
let writer: Store;
let reader: Store;

beforeAll(async () => {
  await store.start();
  writer = store.connect('writer');
  reader = store.connect('reader');
  await migrate(writer, 'Asia/Shanghai');
});
afterAll(() => store.remove());

const STORED = ['hops', 'patrols', 'readings', 'alerts', 'dead_letters'] as const;
const DERIVED = ['cases', 'rollup_hour', 'rollup_day'] as const;
beforeEach(async () => {
  for (const name of [...STORED, ...DERIVED])
    await writer.command(new Sql([`TRUNCATE TABLE ${name}`], []));
});

let tokens = 0;
const insert = (all: Entry[]) => insertEntries(writer, all, `t${tokens++}`);
const count = async (expression: string, table: string): Promise<number> => {
  const [row] = await reader.query<{ n: number }>(
    new Sql([`SELECT toUInt64(${expression}) AS n FROM ${table}`], []),
  );
  return row!.n;
};

describe('entries', () => {
  test.each([5, 400])('come back as they were, %d of each kind', async (n) => {
    const all = {
      hops: entries(range(n, hop)),
      patrols: entries(range(n, patrol), n),
      readings: entries(range(n, reading), 2 * n),
      alerts: entries(range(n, alert), 3 * n),
      dead: entries(range(n, dead), 4 * n),
    };
    await insert(Object.values(all).flat());
    const read = async <R>(table: {
      name: string;
      columns: object;
      fromRow: (row: R) => Entry;
    }): Promise<Entry[]> => {
      const list = selected(table);
      const from = new Sql([table.name], []);
      return (await reader.query<R>(sql`SELECT ${list} FROM ${from} ORDER BY seq`)).map(
        table.fromRow,
      );
    };
    expect(await read(hops)).toEqual(all.hops);
    expect(await read(patrols)).toEqual(all.patrols);
    expect(await read(readings)).toEqual(all.readings);
    expect(await read(alerts)).toEqual(all.alerts);
    expect(await read(deadLetters)).toEqual(all.dead);
  });

  test('with halves of characters at their ends are kept, mended', async () => {
    const cut = [hop(0, { note: '甲\ud83d' }), hop(1, { note: '\ude00乙' })];
    const notes = async () =>
      (await reader.query<{ note: string }>(sql`SELECT note FROM hops ORDER BY seq`)).map(
        (r) => r.note,
      );
    await insert(entries(cut));
    expect(await notes()).toEqual(['甲\ufffd', '\ufffd乙']);
    await insert(entries([...cut, ...range(300, hop)], 10));
    expect((await notes()).slice(2, 4)).toEqual(['甲\ufffd', '\ufffd乙']);
  });

  test('of the same batch are always the same bytes', () => {
    const batch = entries(range(300, hop));
    expect(encodeArrow('hop', structuredClone(batch))).toEqual(encodeArrow('hop', batch));
  });

  test('dated all over the calendar are taken in one batch', async () => {
    const all = entries(range(200, (n) => hop(n, { at: n * 15 * 86_400_000 + 1 })));
    await insert(all);
    expect(await count('count()', 'hops')).toBe(200);
    expect(await count('sum(n)', 'rollup_day')).toBe(200);
  });
});

describe('a batch', () => {
  test.each([10, 300])(
    'of %d hops and patrols stores once, however often it is sent',
    async (n) => {
      const all = entries([...range(n, hop), ...range(n, patrol)]);
      const token = `again${n}`;
      for (let i = 0; i < 3; i += 1) await insertEntries(writer, all, token);
      expect(await count('count()', 'hops')).toBe(n);
      expect(await count('count()', 'patrols')).toBe(n);
      expect(await count('sum(hops)', 'cases_now')).toBe(n);
      expect(await count('sum(n)', 'rollup_hour')).toBe(2 * n);
      expect(await count('sum(n)', 'rollup_day')).toBe(2 * n);
    },
  );

  test('counts by the hour in UTC and by the day of the deployment', async () => {
    await insert(entries([hop(0), hop(1), patrol(0), patrol(1)]));
    expect(
      await reader.query(sql`
        SELECT toUnixTimestamp(hour) * 1000 AS hour, event, cat1, unit, sum(n) AS n FROM rollup_hour
        GROUP BY ALL ORDER BY event`),
    ).toEqual([
      { hour: EVENING, event: 'patrol', cat1: 'safety', unit: '', n: 1 },
      { hour: EVENING, event: 'patrol-self', cat1: 'city', unit: '', n: 1 },
      { hour: EVENING, event: 'report', cat1: '市容环境', unit: 'unit-0', n: 1 },
      { hour: EVENING, event: 'verify', cat1: '市容环境', unit: 'unit-1', n: 1 },
    ]);
    expect(await reader.query(sql`SELECT day, sum(n) AS n FROM rollup_day GROUP BY day`)).toEqual([
      { day: '2026-03-10', n: 4 },
    ]);
  });
});

describe('a case', () => {
  const life = [
    hop(0, { dueAt: EVENING + 5 }),
    hop(1, { event: 'dispatch', at: EVENING + 60_000, unit: hop(3).unit }),
    hop(2, { event: 'sign', at: EVENING + 60_000, order: 9, dueAt: EVENING + 9 }),
    hop(3, {
      event: 'amend',
      at: EVENING + 70_000,
      urgency: 'urgent',
      lon: null,
      lat: null,
      text: hop(8).text,
    }),
    hop(4, { event: 'finish', at: EVENING + 80_000 }),
    hop(5, { event: 'urge', at: EVENING + 90_000, urgency: 'critical', dueAt: null }),
  ];
  const now = () =>
    reader.query<Record<string, unknown>>(sql`
      SELECT * REPLACE (toUnixTimestamp64Milli(state_at) AS state_at) FROM cases_now ORDER BY case_id`);

  test('stands as its last hops left it', async () => {
    await insert(entries(life));
    expect(await now()).toMatchObject([
      {
        case_id: '12345:2603090000:0',
        state: 'done',
        state_at: EVENING + 80_000,
        urgency: 'critical',
        due_at: null,
        subject: '小区门口垃圾堆放',
        phone: '138****1234',
        hops: 6,
      },
    ]);
  });

  test('tells the same when asked for one thing only', async () => {
    for (const entry of entries(life)) await insert([entry]);
    expect(await reader.query(sql`SELECT state FROM cases_now`)).toEqual([{ state: 'done' }]);
    const id = text('12345:2603090000:0');
    expect(
      await reader.query(sql`SELECT grid, subject FROM cases_now WHERE case_id = ${id}`),
    ).toEqual([{ grid: 'hq-5', subject: '小区门口垃圾堆放' }]);
    const urgent = sql`SELECT count() AS n FROM cases_now WHERE urgency = ${text('urgent')}`;
    expect(await reader.query(urgent)).toEqual([{ n: 0 }]);
  });

  test('waits to be accepted while only remarks are known', async () => {
    await insert(entries([life[5]!]));
    expect(await now()).toMatchObject([{ state: 'reported', state_at: EVENING, subject: '' }]);
  });

  test('is the same in whatever order and batches its hops arrive', async () => {
    const numbered = entries(life);
    await insert(numbered);
    const expected = await now();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(numbered, { minLength: numbered.length }),
        fc.integer({ min: 1, max: 5 }),
        async (shuffled, cut) => {
          await writer.command(sql`TRUNCATE TABLE cases`);
          await insert(shuffled.slice(0, cut));
          await insert(shuffled.slice(cut));
          expect(await now()).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('is found by times as numbers', async () => {
    await insert(entries(life));
    const since = millis(EVENING + 75_000);
    expect(
      await reader.query(sql`
        SELECT toUnixTimestamp64Milli(at) AS at, event FROM hops WHERE at >= ${since} ORDER BY at`),
    ).toEqual([
      { at: EVENING + 80_000, event: 'finish' },
      { at: EVENING + 90_000, event: 'urge' },
    ]);
  });
});
