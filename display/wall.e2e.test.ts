import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOSTON_HEADER, bostonOrder } from '../config/orders.fixture.ts';
import { Running } from '../config/running.fixture.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { inkOf, loseContext } from './heal.fixture.ts';

const found = browserPath() !== null;
if (!found)
  console.warn(
    'SKIPPED: the browser tests need chromium (Debian: apt-get install chromium fonts-noto-cjk)',
  );

describe.skipIf(!found)('the wall in a real browser', () => {
  let qiao: Running;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'qiao-e2e-'));

  const ordersToday = () => page.locator('.figure-value').first().textContent();
  const importOrder = async (no: number, title: string, time: string) => {
    const file = join(folder, `${no}.csv`);
    writeFileSync(file, `${BOSTON_HEADER}\n${bostonOrder(no, title, time)}\n`);
    const run = qiao.import(file, '--as', 'boston-311');
    await once(run, 'exit');
    expect(run.text()).toContain('received 1 = stored 1 + duplicate 0 + rejected 0');
  };

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston' });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(qiao.wall);
    await page.waitForFunction(() => window.qiao?.state().filled, undefined, { timeout: 60_000 });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await qiao?.stop();
    rmSync(folder, { recursive: true });
  });

  it('shows an order soon after it is imported', async () => {
    await importOrder(1, 'Pothole by the old elm', '2011-08-10 10:00:00');
    await page.getByText('Pothole by the old elm').first().waitFor({ timeout: 10_000 });
    await expect.poll(ordersToday, { timeout: 8_000 }).toBe('1');
  });

  it('says so when the server is gone, and heals by itself with nothing lost', async () => {
    const connection = () => page.evaluate(() => window.qiao.state().connection);
    const before = await connection();
    // held down, so that the loss is there to be seen: stopped processes cannot be restarted
    const pid = qiao.pid('analytics');
    process.kill(pid, 'SIGSTOP');
    await expect.poll(connection, { timeout: 10_000 }).not.toBe(before);
    process.kill(pid, 'SIGKILL');
    await importOrder(2, 'Streetlight out while away', '2011-08-10 10:05:00');
    await expect.poll(connection, { timeout: 30_000 }).toBe(before);
    await page.getByText(/^Server back .+ after .+ s$/).waitFor();
    await page.getByText('Streetlight out while away').first().waitFor({ timeout: 10_000 });
    await page.getByText('Pothole by the old elm').first().waitFor();
    await expect.poll(ordersToday).toBe('2');
  });

  it('keeps the map when a grid was chosen by key and let go again', async () => {
    await page.keyboard.press('ArrowRight');
    await page.locator('.map-cursor').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.map-cursor').waitFor({ state: 'detached' });
    expect(await inkOf(page.locator('.map-canvas canvas'))).toBeGreaterThan(0.2);
  });

  it('goes back a step for each key, however fast they come', async () => {
    await page.evaluate(() => {
      location.hash = '#/list/open';
    });
    await page.locator('.drill li button').first().click();
    await page.waitForURL(/#\/list\/open\/case\//);
    await page.evaluate(() => {
      for (let n = 0; n < 2; n += 1)
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    });
    await page.locator('.drill').waitFor({ state: 'detached' });
  });

  it('draws the map anew by itself when the graphics context is lost, and says so', async () => {
    for (let losses = 1; losses <= 3; losses += 1) {
      await loseContext(page, '.map-canvas canvas');
      await expect
        .poll(() =>
          page.evaluate(() => window.qiao.heals.filter(({ what }) => what === 'graphics').length),
        )
        .toBe(losses);
      expect(await inkOf(page.locator('.map-canvas canvas'))).toBeGreaterThan(0.2);
    }
    await page.getByText(/^Graphics healed .+ in .+ s$/).waitFor();
  });

  it('ran without an error in the page', () => {
    expect(faults).toEqual([]);
  });
});
