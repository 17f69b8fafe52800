import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Entry, Hop } from '../../config/contract/facts.ts';
import { gridId, unitId } from '../../config/contract/ids.ts';
import type { Store } from './client.ts';
import {
  alert,
  alertAction,
  attendance,
  dead,
  device,
  EVENING,
  entries,
  hall,
  hop,
  inspection,
  patrol,
  range,
  reading,
  register,
  sealed,
  telling,
  track,
  wallEvent,
} from './facts.fixture.ts';
import { BatchColumns, insertEntries } from './insert.ts';
import { migrate } from './migrate.ts';
import { alerts } from './rows/alert.ts';
import { alertActions } from './rows/alert-action.ts';
import { attendance as attendances } from './rows/attendance.ts';
import { deadLetters } from './rows/dead-letter.ts';
import { deviceEvents } from './rows/device.ts';
import { hallEvents } from './rows/hall.ts';
import { hops } from './rows/hop.ts';
import { inspections } from './rows/inspection.ts';
import { patrols } from './rows/patrol.ts';
import { readings } from './rows/reading.ts';
import { registers } from './rows/register.ts';
import { sealedValues } from './rows/sealed-values.ts';
import { selected } from './rows/table.ts';
import { tellings } from './rows/telling.ts';
import { tracks } from './rows/track.ts';
import { wallEvents } from './rows/wall-event.ts';
import { RunningStore } from './running.fixture.ts';
import { millis, Sql, sql, text } from './sql.ts';

const store = new RunningStore(7815);
let writer: Store;
let reader: Store;

beforeAll(async () => {
  await store.start();
  writer = store.connect('writer');
  // sees every table, sealed values too
  reader = store.connect('vault');
  await migrate(writer, 'Asia/Shanghai');
});
afterAll(() => store.remove());

/** Every table with facts to put into it. */
const TABLES = [
  [hops, hop],
  [patrols, patrol],
  [tracks, track],
  [attendances, attendance],
  [inspections, inspection],
  [readings, reading],
  [deviceEvents, device],
  [registers, register],
  [hallEvents, hall],
  [alerts, alert],
  [alertActions, alertAction],
  [tellings, telling],
  [wallEvents, wallEvent],
  [deadLetters, dead],
  [sealedValues, sealed],
] as const;
const STORED = TABLES.map(([{ name }]) => name);
const DERIVED = ['cases', 'rollup_hour', 'rollup_day'] as const;
const empty = async (names: readonly string[]) => {
  for (const name of names) await writer.command(new Sql([`TRUNCATE TABLE ${name}`], []));
};
beforeEach(() => empty(['hops', 'patrols', ...DERIVED]));

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
    const all = TABLES.map(([, make], i) =>
      entries(
        range(n, (k) => make(k)),
        1 + i * n,
      ),
    );
    await empty(STORED);
    await insert(all.flat());
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
    for (const [i, [table]] of TABLES.entries())
      expect(await read(table as never), table.name).toEqual(all[i]);
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
    const bodies = (slices: Entry[][]) => {
      const columns = new BatchColumns();
      for (const slice of slices) columns.add(slice);
      return [...columns.bodies()];
    };
    const again = structuredClone(batch);
    expect(bodies([again.slice(0, 7), again.slice(7)])).toEqual(bodies([batch]));
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
        SELECT toUnixTimestamp(hour) * 1000 AS hour, source, event, sum(n) AS n FROM rollup_hour
        GROUP BY ALL ORDER BY event`),
    ).toEqual([
      { hour: EVENING, source: 'grid', event: 'patrol', n: 1 },
      { hour: EVENING, source: 'grid', event: 'patrol-self', n: 1 },
      { hour: EVENING, source: '12345', event: 'report', n: 1 },
      { hour: EVENING, source: '12345', event: 'verify', n: 1 },
    ]);
    expect(
      await reader.query(sql`
        SELECT day, event, cat1, unit, sum(n) AS n FROM rollup_day GROUP BY ALL ORDER BY event`),
    ).toEqual([
      { day: '2026-03-10', event: 'patrol', cat1: 'safety', unit: '', n: 1 },
      { day: '2026-03-10', event: 'patrol-self', cat1: 'city', unit: '', n: 1 },
      { day: '2026-03-10', event: 'report', cat1: '市容环境', unit: 'unit-0', n: 1 },
      { day: '2026-03-10', event: 'verify', cat1: '市容环境', unit: 'unit-1', n: 1 },
    ]);
  });

  test('counts a patrol report once that is told again with other content', async () => {
    await insert(entries([patrol(1), patrol(1, { version: 1, text: '已清理' })]));
    await insert(entries([patrol(1, { version: 2, class: 'safety' })], 10));
    expect(await count('count()', 'patrols')).toBe(3);
    expect(await count('sum(n)', 'rollup_hour')).toBe(1);
    expect(await count('sum(n)', 'rollup_day')).toBe(1);
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
  /** A step that the sender tells without its case. */
  const partial = hop(6, {
    event: 'urge',
    at: EVENING + 95_000,
    asOf: 0,
    receivedAt: EVENING + 95_000,
    dueAt: null,
    channel: 'other',
    type: 'other',
    category: ['', '', '', ''],
    grid: gridId(''),
    community: '',
    unit: unitId(''),
    lon: null,
    lat: null,
    text: null,
    flags: [],
  });
  /** Such steps that move the unit and the deadline, and one told in 2099. */
  const moving = [
    { ...partial, id: 'a', event: 'dispatch', at: EVENING + 96_000, unit: unitId('unit-9') },
    { ...partial, id: 'b', event: 'extend', at: EVENING + 97_000, dueAt: EVENING + 900_000 },
    { ...partial, id: 'c', event: 'return', at: EVENING + 98_000 },
    { ...partial, id: 'd', event: 'sign', at: EVENING + 99_000, unit: unitId('unit-8') },
    {
      ...{ ...partial, id: 'e', event: 'close', at: Date.UTC(2099, 0, 1) },
      ...{ unit: unitId('unit-7'), flags: ['clock-ahead'] },
    },
  ] as const satisfies Hop[];
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

  test('keeps its dimensions when a step is told alone, whenever that comes', async () => {
    const story = [...entries(life), ...entries([{ ...partial, event: 'check' }], 20)];
    for (const order of [story, story.toReversed()]) {
      await writer.command(sql`TRUNCATE TABLE cases`);
      for (const entry of order) await insert([entry]);
      expect(await now()).toMatchObject([
        {
          state: 'checked',
          state_at: EVENING + 95_000,
          urgency: 'critical',
          grid: 'hq-5',
          hops: 7,
        },
      ]);
    }
  });

  test('goes to the unit and takes the deadline that a step told alone names, until a newer word', async () => {
    const numbered = entries([...life, ...moving], 30);
    const parts = () =>
      reader.query(
        sql`SELECT unit, toUnixTimestamp64Milli(due_at) AS due_at, state, unit_hop, due_hop,
              toUnixTimestamp64Milli(state_at) AS state_at
            FROM cases_now`,
      );
    const moved = { unit: 'unit-8', due_at: EVENING + 900_000, unit_hop: 'd', due_hop: 'b' };
    // told in 2099, it happened when it was taken in
    const ended = { state: 'closed', state_at: numbered.at(-1)?.accepted };
    for (const order of [numbered, numbered.toReversed()]) {
      await writer.command(sql`TRUNCATE TABLE cases`);
      for (const entry of order) await insert([entry]);
      expect(await parts()).toEqual([{ ...moved, ...ended }]);
    }
    const at = EVENING + 200_000;
    const word = hop(7, { event: 'comment', at, dueAt: EVENING + 7 });
    await insert(entries([word], 60));
    const told = { unit: word.unit, due_at: EVENING + 7, unit_hop: word.id, due_hop: word.id };
    expect(await parts()).toEqual([{ ...told, ...ended }]);
  });

  test('that was sent back is with no unit', async () => {
    await insert(entries([...life, ...moving.slice(0, 3)], 70));
    expect(await reader.query(sql`SELECT unit, state FROM cases_now`)).toEqual([
      { unit: '', state: 'returned' },
    ]);
  });

  test('of which only a step was told waits, without dimensions', async () => {
    await insert(entries([partial]));
    expect(await now()).toMatchObject([
      { state: 'reported', state_at: EVENING + 95_000, grid: '', subject: '', text_hop: '' },
    ]);
    expect(await reader.query(sql`SELECT state_hop, latest_hop FROM cases_now`)).toEqual([
      { state_hop: '', latest_hop: partial.id },
    ]);
  });

  test('goes by the newest word, which may have come with an older hop', async () => {
    const asOf = EVENING + 200_000;
    await insert(entries([...life, hop(7, { event: 'comment', at: EVENING + 1, asOf, dueAt: 7 })]));
    expect(
      await reader.query(sql`
        SELECT grid, toUnixTimestamp64Milli(due_at) AS due_at, state,
          toUnixTimestamp64Milli(latest_as_of) AS latest_as_of,
          toUnixTimestamp64Milli(latest_at) AS latest_at, latest_order, latest_hop
        FROM cases_now`),
    ).toEqual([
      {
        ...{ grid: 'hq-7', due_at: 7, state: 'done', latest_as_of: asOf, latest_at: EVENING + 1 },
        ...{ latest_order: 7, latest_hop: hop(7).id },
      },
    ]);
  });

  test('keeps every character that its sender wrote, and every digit', async () => {
    const odd = 'a\0b "c" \\ \n\t 桥 🌉 [1,2] \u2028';
    const story = hop(0, {
      category: [odd, '', 'null', odd],
      lon: 120.12345678901235,
      lat: -1e-7,
    });
    await insert(
      entries([{ ...story, id: `x\0${story.id}`, text: { ...story.text!, subject: odd } }]),
    );
    expect(
      await reader.query(
        sql`SELECT cat1, cat3, cat4, subject, lon, lat, latest_hop, text_hop FROM cases_now`,
      ),
    ).toEqual([
      {
        ...{ cat1: odd, cat3: 'null', cat4: odd, subject: odd },
        ...{ lon: 120.12345678901235, lat: -1e-7 },
        ...{ latest_hop: `x\0${story.id}`, text_hop: `x\0${story.id}` },
      },
    ]);
  });

  test('is the same, and counted the same, in whatever order and batches its hops arrive, sent twice', async () => {
    const again = [patrol(0), patrol(0, { version: 1, class: 'city' }), patrol(1)];
    const numbered = entries([...life, partial, ...moving, ...again]);
    const all = async () => ({
      cases: await now(),
      hours: await reader.query(
        sql`SELECT hour, source, event, sum(n) AS n FROM rollup_hour GROUP BY ALL ORDER BY ALL`,
      ),
      days: await reader.query(
        sql`SELECT * EXCEPT n, sum(n) AS n FROM rollup_day GROUP BY ALL ORDER BY ALL`,
      ),
    });
    await insert(numbered);
    const expected = await all();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(numbered, { minLength: numbered.length }),
        fc.integer({ min: 1, max: 6 }),
        async (shuffled, cut) => {
          await empty(DERIVED);
          const token = `shuffle${tokens++}`;
          const [one, other] = [shuffled.slice(0, cut), shuffled.slice(cut)];
          for (const part of [one, one, other, one, other])
            await insertEntries(writer, part, `${token}:${part[0]!.seq}`);
          expect(await all()).toEqual(expected);
        },
      ),
      { numRuns: 4 },
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
