import { setTimeout as sleep } from 'node:timers/promises';
import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';
import { inkOf, loseContext } from './heal.fixture.ts';

/**
 * How fast the wall heals: graphics contexts taken away by force, of the map and of the relief by turns,
 * and the server killed. `npm run bench -- heal [LOSSES] [RESTARTS]`, 100 of each by default. A loss is
 * healed when the canvas is drawn again, a restart when the screen is live again and all rows stand on it.
 */
const losses = Number(process.argv[2] ?? 100);
const restarts = Number(process.argv[3] ?? 100);

const told = (name: string, times: readonly number[], asked: number, limit: number): void => {
  const sorted = [...times].sort((a, b) => a - b);
  const within = times.filter((ms) => ms <= limit).length;
  const at = (part: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) / 1000).toFixed(
      2,
    );
  console.log(
    `heal ${name}: ${within} of ${asked} within ${limit / 1000} s (ratio ${(within / asked).toFixed(2)}; ` +
      `p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} s)`,
  );
};

const qiao = await Running.start({ QIAO_DEPLOYMENT: 'huangqiao', QIAO_BACKFILL_DAYS: '3' });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(qiao.wall);
  await page.waitForFunction(() => window.qiao?.state().living, undefined, { timeout: 180_000 });

  const lost: number[] = [];
  const map = '.map > .map-canvas canvas';
  const relief = '.situation canvas';
  for (let n = 0; n < losses; n += 1) {
    const canvas = n % 2 === 0 ? map : relief;
    if (n === 1) {
      await page.keyboard.press('3');
      await page.waitForSelector('.situation[data-ready]');
    }
    const before = await page.evaluate(() => window.qiao.heals.length);
    await loseContext(page, canvas);
    await page.waitForFunction((many) => window.qiao.heals.length > many, before, {
      timeout: 30_000,
    });
    lost.push(await page.evaluate(() => window.qiao.heals.at(-1)?.ms ?? Number.POSITIVE_INFINITY));
  }
  if (losses > 1 && (await inkOf(page.locator('.situation .map-canvas'))) < 0.1)
    throw new Error('healed, but drawn empty');
  if (losses > 0) told('graphics', lost, losses, 2000);

  const gone: number[] = [];
  for (let n = 0; n < restarts; n += 1) {
    const before = await page.evaluate(() => {
      const { views, rows } = window.qiao.state();
      return { epoch: views.cases?.epoch, rows };
    });
    const begun = performance.now();
    process.kill(qiao.pid('analytics'), 'SIGKILL');
    await page.waitForFunction(
      ({ epoch, rows }) => {
        const now = window.qiao.state();
        return (
          now.connection === 'live' &&
          Object.values(now.views).every((view) => view && view.epoch !== epoch) &&
          now.rows >= 0.98 * rows
        );
      },
      before,
      { timeout: 120_000, polling: 50 },
    );
    gone.push(performance.now() - begun);
    await sleep(500);
  }
  if (restarts > 0) told('server', gone, restarts, 5000);
} finally {
  await browser.close();
  await qiao.stop();
}
