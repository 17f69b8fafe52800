import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { credentials } from '../../config/credentials.ts';
import { TellingRules } from '../../config/deployment/telling.ts';
import { BOSTON_HEADER, bostonOrder } from '../../config/orders.fixture.ts';
import { Running } from '../../config/running.fixture.ts';

const ORDERS = 5_000;
const LEVELS = ['yellow', 'red', 'purple'];

let qiao: Running | undefined;
let folder: string | undefined;
afterEach(async () => {
  await qiao?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The process of analytics, as soon as it runs again. */
async function pidOf(running: Running): Promise<number> {
  for (;;) {
    try {
      return running.pid('analytics');
    } catch {
      await sleep(50);
    }
  }
}

it('five thousand orders fall overdue at once while analytics is killed: every level is logged once, decided once, and one person can read what is told', async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-flood-'));
  const file = join(folder, 'orders.csv');
  // all of one morning, due on 20 August, none closed; a last order brings the clock to October
  const lines = Array.from({ length: ORDERS }, (_, n) =>
    bostonOrder(n, `Pothole ${n}`, '2011-08-01 09:00:00'),
  );
  const last = bostonOrder(ORDERS, 'Pothole', '2011-10-10 09:00:00', '2011-10-10 09:00:00');
  writeFileSync(file, [BOSTON_HEADER, ...lines, last].join('\n'));
  qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
  const importing = qiao.import(file, '--as', 'boston-311');
  await once(importing, 'exit');
  for (const pause of [300, 700, 1_000, 1_300]) {
    await sleep(pause);
    process.kill(await pidOf(qiao), 'SIGKILL');
  }

  const { reader } = credentials(qiao.data);
  const url = `http://127.0.0.1:${qiao.port + 1}/?user=reader&password=${reader}`;
  const ask = async (query: string): Promise<number[]> => {
    const answer = await fetch(url, { method: 'POST', body: query });
    return (await answer.text()).trim().split('\t').map(Number);
  };
  const wanted = ORDERS * LEVELS.length;
  await expect
    .poll(() => ask('SELECT count() FROM tellings'), { timeout: 60_000, interval: 500 })
    .toEqual([wanted]);

  expect(
    await ask(`SELECT count(), uniqExact(alert_id, level), uniqExact(case_id), max(version)
      FROM alerts WHERE phase = 'raised'`),
  ).toEqual([wanted, wanted, ORDERS, 0]);
  expect(
    await ask(`SELECT uniqExact(alert_id, level), max(version),
      countIf((alert_id, level) NOT IN (SELECT alert_id, level FROM alerts)),
      countIf(untold != '' AND untold NOT IN ('over', 'group')),
      countIf(untold = 'group' AND spoken_by NOT IN (
        SELECT alert_id FROM tellings WHERE untold = ''))
      FROM tellings`),
  ).toEqual([wanted, 0, 0, 0, 0]);
  const [told = 0] = await ask(`SELECT countIf(untold = '') FROM tellings`);
  const most = Object.values(TellingRules.parse({}).most.level).reduce((a, b) => a + b, 0);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(most);
}, 120_000);
