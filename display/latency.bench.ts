import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from '../config/credentials.ts';
import { BOSTON_HEADER, bostonOrder } from '../config/orders.fixture.ts';
import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';

/**
 * From a record being accepted (the stamp it carries in the journal, taken before its commit) to the
 * frame in which the wall shows it: 20 orders a second through the import, a real browser on the same
 * machine. Beside it what one bare request of the same page to the same server takes.
 */
const RATE = 20;
const SECONDS = 60;
const WARM = RATE * 5;

const at = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

const qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(qiao.wall);
  await page.waitForFunction(() => window.qiao?.state().filled, undefined, { timeout: 60_000 });
  await sleep(3_000);

  // a second apart, replayed at 20 times: one every 50 ms
  const rows = Array.from({ length: RATE * SECONDS + WARM }, (_, n) => {
    const time = new Date(Date.UTC(2011, 7, 1, 12) + n * 1000);
    return bostonOrder(n, `Order ${n}`, time.toISOString().slice(0, 19).replace('T', ' '));
  });
  const file = join(qiao.data, 'orders.csv');
  writeFileSync(file, [BOSTON_HEADER, ...rows].join('\n'));
  const replay = qiao.import(file, '--as', 'boston-311', '--replay', String(RATE));
  const bare = await page.evaluate(async () => {
    const taken: number[] = [];
    for (let n = 0; n < 50; n++) {
      const start = performance.now();
      await fetch('/healthz');
      taken.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return taken;
  });
  await once(replay, 'exit');
  await sleep(3_000);

  const answer = await fetch(`http://127.0.0.1:${qiao.port + 1}/`, {
    method: 'POST',
    headers: {
      'X-ClickHouse-User': 'reader',
      'X-ClickHouse-Key': credentials(qiao.data).reader,
    },
    body: "SELECT id, toUnixTimestamp64Milli(accepted) FROM hops WHERE event = 'report' ORDER BY seq",
  });
  const accepted = (await answer.text())
    .trim()
    .split('\n')
    .slice(WARM)
    .map((line) => line.split('\t'));
  const committed = await page.evaluate(() => window.qiao.committed);
  const seen = new Map(committed.map(({ key, at: time }) => [key, time]));
  const delays = accepted.flatMap(([id = '', time]) => {
    const shown = seen.get(id);
    return shown === undefined ? [] : [shown - Number(time)];
  });
  const p50 = at(delays, 0.5);
  console.log(
    `latency: p50 ${p50.toFixed(0)} ms, p99 ${at(delays, 0.99).toFixed(0)} ms, ` +
      `${delays.length} of ${accepted.length} records seen ` +
      `(ratio to a bare request of the same page, p50 ${at(bare, 0.5).toFixed(1)} ms: ${(p50 / at(bare, 0.5)).toFixed(1)})`,
  );
} finally {
  await browser.close();
  await qiao.stop();
}
