import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import type { RecountRow } from './contract/picture.ts';
import { credentials } from './credentials.ts';
import { BOSTON_HEADER, bostonOrder } from './orders.fixture.ts';
import { Running } from './running.fixture.ts';

const ROWS = 12_000;
/** Orders of one week, every third still open; the last line of each hundred is broken. */
function orders(): string {
  const lines = [BOSTON_HEADER];
  for (let n = 0; n < ROWS; n++) {
    const at = new Date(Date.UTC(2011, 7, 1) + n * 50_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
    lines.push(
      n % 100 === 99 ? `${n},broken` : bostonOrder(n, `Pothole ${n}`, at, n % 3 === 0 ? '' : at),
    );
  }
  return lines.join('\n');
}

let qiao: Running | undefined;
let folder: string | undefined;
afterEach(async () => {
  await qiao?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

it('any process may be killed while orders arrive: nothing is lost, nothing doubled, all comes back', async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-kill-'));
  const file = join(folder, 'orders.csv');
  writeFileSync(file, orders());
  qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });

  // the import itself is killed in the middle, and simply run again
  const first = qiao.import(file, '--as', 'boston-311');
  await sleep(700);
  first.kill('SIGKILL');
  await once(first, 'exit');

  const second = qiao.import(file, '--as', 'boston-311');
  for (const name of ['store', 'ingest', 'analytics', 'store'] as const) {
    await sleep(350);
    // the one that was killed before may still be between its lives
    await vi.waitFor(() => process.kill((qiao as Running).pid(name), 'SIGKILL'), 10_000);
  }
  await once(second, 'exit');
  const [, received, stored, duplicate, rejected] =
    second.text().match(/received (\d+) = stored (\d+) \+ duplicate (\d+) \+ rejected (\d+)/) ?? [];
  expect(Number(received)).toBe(ROWS);
  expect(Number(stored) + Number(duplicate) + Number(rejected)).toBe(ROWS);
  expect(Number(rejected)).toBeLessThanOrEqual(ROWS / 100);

  const { reader } = credentials(qiao.data);
  const ask = async (query: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${(qiao as Running).port + 1}/`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': 'reader', 'X-ClickHouse-Key': reader },
      body: query,
    });
    return (await response.text()).trim();
  };
  const good = ROWS - ROWS / 100;
  const closed = Array.from({ length: ROWS }, (_, n) => n).filter(
    (n) => n % 100 !== 99 && n % 3 !== 0,
  ).length;
  // a batch that was cut off is in some tables and not in others until the writer has repeated it
  const settled = { timeout: 30_000, interval: 200 };
  const answer = (query: string) => expect.poll(() => ask(query).catch(String), settled);
  await answer("SELECT count(), uniqExact(id) FROM hops WHERE event = 'report'").toBe(
    `${good}\t${good}`,
  );
  await answer("SELECT count(), uniqExact(id) FROM hops WHERE event = 'close'").toBe(
    `${closed}\t${closed}`,
  );
  for (const rollup of ['rollup_hour', 'rollup_day'])
    await answer(`SELECT sum(n) FROM ${rollup}`).toBe(String(good + closed));
  await answer('SELECT count(), uniqExact(id) FROM dead_letters').toBe(
    `${ROWS / 100}\t${ROWS / 100}`,
  );
  await answer('SELECT state, count() FROM cases_now GROUP BY state ORDER BY state').toBe(
    `closed\t${closed}\nreported\t${good - closed}`,
  );

  await expect
    .poll(
      async () => {
        const response = await fetch(`${(qiao as Running).url}api/recount`, {
          method: 'POST',
          headers: (qiao as Running).officer,
        });
        return response.ok ? ((await response.json()) as RecountRow).differences : response.status;
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(0);
}, 120_000);

it('whoever serves is at once begun anew, however often it is killed', async () => {
  qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston', QIAO_CITY: 'off' });
  const { url, output } = qiao;
  const again = () => output.join('').match(/starting it again in \S+ s/g) ?? [];
  for (let kills = 1; kills <= 3; kills++) {
    process.kill(qiao.pid('analytics'), 'SIGKILL');
    await expect.poll(() => again().length, { timeout: 10_000 }).toBe(kills);
    const serves = async () => (await fetch(`${url}healthz`).catch(() => null))?.ok ?? false;
    await expect.poll(serves, { timeout: 30_000 }).toBe(true);
    // it tells its supervisor a moment after it answers
    await sleep(500);
  }
  expect(new Set(again())).toEqual(new Set(['starting it again in 0.1 s']));
}, 90_000);

it('Ctrl-C ends every process, and a supervisor that is killed leaves none behind', async () => {
  const alive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const names = ['store', 'ingest', 'analytics'] as const;

  const calm = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  const first = names.map((name) => calm.pid(name));
  await calm.stop();
  expect(first.filter(alive)).toEqual([]);
  const said = calm.output.join('').trim().split('\n');
  // that it serves, the demo's wall, signing in, the first administrator
  expect(said.filter((line) => !line.includes('DEMO keys'))).toHaveLength(4);

  qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  const second = names.map((name) => (qiao as Running).pid(name));
  qiao.supervisor.kill('SIGKILL');
  await expect.poll(() => second.filter(alive), { timeout: 15_000 }).toEqual([]);
}, 60_000);
