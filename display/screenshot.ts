import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { loadDeployment } from '../config/deployment/load.ts';
import { env } from '../config/env.ts';
import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';

/** `npm run screenshot`: starts the whole system on its own data and pictures its living wall. */

const FOLDER = join(import.meta.dirname, 'screenshots');
/** The picture of the README is part of every clone. */
const MAX_BYTES = 600_000;
const LIVING_MS = 180_000;
/** City seconds per second: brings the working hours of a day within two minutes. */
const SPEED = 900;
/** Local hours in which a picture shows a day's work, first and last. */
const HOURS = [10, 15] as const;

async function openWall(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url);
  await page.waitForFunction(() => window.qiao?.state().living, undefined, {
    timeout: LIVING_MS,
    polling: 500,
  });
  return page;
}

/** Waits for the middle of a working day in the city. */
async function untilBusy(page: Page): Promise<void> {
  const { zone } = loadDeployment(env.deployment);
  await page.waitForFunction(
    ({ timeZone, first, last }) => {
      const local = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric' });
      const hour = Number(local.format(window.qiao.state().now));
      return hour >= first && hour <= last;
    },
    { timeZone: zone, first: HOURS[0], last: HOURS[1] },
    { timeout: LIVING_MS, polling: 200 },
  );
}

async function shoot(page: Page, name: string): Promise<number> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  console.log(`${path} ${Math.round(size / 1000)} kB`);
  return size;
}

mkdirSync(FOLDER, { recursive: true });
const qiao = await Running.start({ QIAO_SPEED: String(SPEED) });
try {
  const browser = await launchBrowser();
  try {
    const wall = await openWall(browser, qiao.wall);
    await untilBusy(wall);
    const size = await shoot(wall, 'wall-1080p');
    if (size > MAX_BYTES) throw new Error(`wall-1080p.png is larger than ${MAX_BYTES} bytes`);

    await wall.keyboard.press('l');
    await wall.waitForTimeout(1000);
    await shoot(wall, 'wall-1080p-en');
    await wall.keyboard.press('l');

    await wall.locator('.arrival:not([disabled])').first().click();
    await wall.waitForTimeout(1500);
    await shoot(wall, 'drill-1080p');
    await wall.keyboard.press('Escape');
    await wall.keyboard.press('Escape');
    await wall.setViewportSize({ width: 3840, height: 2160 });
    await wall.waitForTimeout(3000);
    await shoot(wall, 'wall-4k');
  } finally {
    await browser.close();
  }
} finally {
  await qiao.stop();
  rmSync(qiao.data, { recursive: true, force: true });
}
