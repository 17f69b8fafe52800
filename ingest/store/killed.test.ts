import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from './client.ts';
import { entries, hop, patrol, range } from './facts.fixture.ts';
import { insertEntries } from './insert.ts';
import { migrate } from './migrate.ts';
import { RunningStore } from './running.fixture.ts';
import { Sql } from './sql.ts';

const KILLS = 8;
const BATCH = 600;

const store = new RunningStore(7817);
let writer: Store;

beforeAll(async () => {
  await store.start();
  writer = store.connect('writer');
  await migrate(writer, 'Asia/Shanghai');
});
afterAll(() => store.remove());

/** Sum of `n` over the rows of a SELECT. */
const count = async (what: string): Promise<number> => {
  const [row] = await writer.query<{ n: number }>(
    new Sql([`SELECT toUInt64(sum(n)) AS n FROM (SELECT ${what})`], []),
  );
  return row!.n;
};

test('a store killed while it takes batches holds each exactly once after they are sent again', async () => {
  let sent = 0;
  const batch = (k: number) =>
    entries(
      [...range(BATCH, (i) => hop(k * BATCH + i)), ...range(9, (i) => patrol(k * 9 + i))],
      k * 1000 + 1,
    );
  for (let round = 0; round < KILLS; round += 1) {
    // in every other round a batch goes through before, however slow the machine
    let goes = () => {};
    const first = new Promise<void>((resolve) => {
      goes = resolve;
    });
    if (round % 2 === 0) goes();
    const killed = first.then(() => sleep(25 + 35 * round)).then(() => store.kill('SIGKILL'));
    let open = sent;
    try {
      for (; ; open += 1) {
        await insertEntries(writer, batch(open), `batch ${open}`);
        goes();
      }
    } catch {
      await killed;
    }
    await store.start();
    // As after a loss of the journal's own position: some batches that were taken are sent again too.
    for (let k = Math.max(0, open - 2); k <= open; k += 1)
      await insertEntries(writer, batch(k), `batch ${k}`);
    sent = open + 1;
    expect(await count('1 AS n FROM hops')).toBe(sent * BATCH);
    expect(await count('hops AS n FROM cases_now')).toBe(sent * BATCH);
    expect(await count('n FROM rollup_hour')).toBe(sent * (BATCH + 9));
    expect(await count('n FROM rollup_day')).toBe(sent * (BATCH + 9));
  }
  expect(sent).toBeGreaterThan(KILLS);
});
