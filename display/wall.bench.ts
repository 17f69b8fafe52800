import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { DeploymentView } from '../config/contract/api.ts';
import type { StageRow } from '../config/contract/stage.ts';
import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';
import { loseContext } from './heal.fixture.ts';
import { type Held, watchMemory } from './memory.fixture.ts';

/**
 * The wall page over a long time of a city at 100 times its speed, through all that it can show: an
 * incident by order of the desk, lists, grid cards, cases and alerts opened and closed, the relief, night
 * and day, both languages, graphics contexts taken away. What it holds is measured after every round, at
 * the same place. `npm run bench -- wall [MINUTES]`, 30 by default; a line every few minutes. Slopes are
 * least squares over the rounds, the first quarter left out as warm-up; rows are of the city, which grows.
 */
const minutes = Number(process.argv[2] ?? 30);
const SAY_EVERY_MS = 180_000;
const MOST_TRIES = 120;
const LISTS = ['open', 'overdue', 'orders', 'patrols', 'selfHandled', 'closed', 'hours', 'days'];

type Sample = Held & { hour: number; rows: number };

const qiao = await Running.start({
  QIAO_DEPLOYMENT: 'huangqiao',
  QIAO_SPEED: '100',
  QIAO_BACKFILL_DAYS: '30',
});
const browser = await launchBrowser();
let commands = 0;

/** As the desk does: what nobody could take is told again under the same number. */
async function order(command: object): Promise<void> {
  const body = JSON.stringify({
    no: `soak-${commands++}`,
    actor: 'soak',
    command: { on: 'wall', ...command },
  });
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${qiao.url}api/commands`, {
      method: 'POST',
      headers: { ...qiao.officer, 'content-type': 'application/json' },
      body,
    });
    if (answer.ok) return;
    const why = `the desk was refused: ${answer.status} ${await answer.text()}`;
    if (answer.status < 500 || tries === MOST_TRIES) throw new Error(why);
    await sleep(1000);
  }
}

// A handle of an element would keep it alive: only locators are used here.

/** Opens what an address of the wall names, then its first row, and goes back to nothing open. */
async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.locator('.drill').waitFor();
  await sleep(700);
  if (await page.evaluate(() => document.activeElement?.closest('.drill [data-list]') !== null)) {
    await page.keyboard.press('Enter');
    await sleep(700);
  }
  for (let n = 0; n < 4 && (await page.locator('.drill').count()); n += 1)
    await page.keyboard.press('Escape');
  await page.locator('.drill').waitFor({ state: 'detached' });
}

const mode = (page: Page, wanted: 'duty' | 'emergency') =>
  page.locator(`.wall[data-mode=${wanted}]`).waitFor({ timeout: 30_000 });

async function incident(page: Page, grid: string): Promise<void> {
  await order({ act: 'enter', subject: { on: 'grid', id: grid }, title: '演练' });
  await mode(page, 'emergency');
  await order({ act: 'log', text: '已到场' });
  await order({ act: 'task', text: '封闭路口' });
  await sleep(4000);
  await visit(page, `#/grid/${grid}`);
  await order({ act: 'leave' });
  await mode(page, 'duty');
}

async function relief(page: Page): Promise<void> {
  const shown = () => page.locator('.situation[data-ready]').waitFor({ timeout: 30_000 });
  const hidden = () => page.locator('.situation').waitFor({ state: 'detached' });
  await page.keyboard.press('3');
  await shown();
  await page.keyboard.press('ArrowRight');
  await sleep(3000);
  await page.keyboard.press('Escape');
  await page.keyboard.press('3');
  await hidden();
  const steered: StageRow['mode'][] = ['situation', 'briefing', 'duty'];
  for (const wanted of steered) {
    await order({ act: 'mode', mode: wanted });
    await (wanted === 'situation' ? shown() : hidden());
    await sleep(1000);
  }
}

async function round(page: Page, n: number, grids: readonly string[]): Promise<void> {
  const grid = grids[n % grids.length] as string;
  for (const list of LISTS) await visit(page, `#/list/${list}`);
  await visit(page, `#/grid/${encodeURIComponent(grid)}`);
  await page.evaluate(() =>
    document.querySelector<HTMLElement>('[data-tile=alerts] button')?.click(),
  );
  await sleep(1000);
  for (let back = 0; back < 4; back += 1) await page.keyboard.press('Escape');
  for (const key of ['+', '+', 'Shift+ArrowLeft', '-', '0', 'n', 'l', 'm']) {
    await page.keyboard.press(key);
    await sleep(600);
  }
  await incident(page, grid);
  await relief(page);
  for (const key of ['n', 'n', 'l', 'm']) await page.keyboard.press(key);
  await loseContext(page, '.map > .map-canvas canvas');
  await sleep(5000);
}

/** Change of a figure by the hour. */
function slope(samples: readonly Sample[], of: keyof Sample): number {
  const mean = (key: keyof Sample) => samples.reduce((sum, s) => sum + s[key], 0) / samples.length;
  const [hour, value] = [mean('hour'), mean(of)];
  const up = samples.reduce((sum, s) => sum + (s.hour - hour) * (s[of] - value), 0);
  return up / samples.reduce((sum, s) => sum + (s.hour - hour) ** 2, 0);
}

const FIGURES: readonly (readonly [keyof Held | 'rows', unit: string])[] = [
  ['heap', ' MB'],
  ['columns', ' MB'],
  ['card', ' MB'],
  ['nodes', ''],
  ['listeners', ''],
  ['buffers', ''],
  ['textures', ''],
  ['programs', ''],
  ['contexts', ''],
  ['rows', ''],
];

function report(samples: readonly Sample[]): void {
  const settled = samples.slice(Math.floor(samples.length / 4));
  const [first, last] = [settled[0], settled.at(-1)];
  if (!first || !last || first === last) return;
  const of = FIGURES.map(([name, unit]) => {
    const places = unit === '' ? 0 : 2;
    const change = slope(settled, name);
    return `${name} ${first[name].toFixed(places)} → ${last[name].toFixed(places)}${unit}, ${change.toFixed(2)}${unit}/h`;
  });
  console.log(
    `wall: ${slope(settled, 'heap').toFixed(2)} MB/h of live heap after ${(60 * last.hour).toFixed(0)} min, ${samples.length} rounds ` +
      `(ratio last to first settled: ${(last.heap / first.heap).toFixed(3)}; ${of.join('; ')})`,
  );
}

try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const held = await watchMemory(page);
  await page.goto(qiao.wall);
  await page.waitForFunction(() => window.qiao?.state().living, undefined, { timeout: 180_000 });
  const answer = await fetch(`${qiao.url}api/deployment`, { headers: qiao.officer });
  const grids = ((await answer.json()) as DeploymentView).grids.map(
    ({ properties }) => properties.id,
  );
  const samples: Sample[] = [];
  const begin = Date.now();
  let said = begin;
  for (let n = 0; Date.now() - begin < minutes * 60_000; n += 1) {
    await round(page, n, grids);
    const rows = await page.evaluate(() => window.qiao.state().rows);
    samples.push({ hour: (Date.now() - begin) / 3_600_000, rows, ...(await held()) });
    if (Date.now() - said < SAY_EVERY_MS) continue;
    said = Date.now();
    report(samples);
  }
  report(samples);
  const { frames, heals } = await page.evaluate(() => window.qiao);
  console.log(
    `wall drawn: ${frames.long} frames over 50 ms (ratio to rounds ${(frames.long / samples.length).toFixed(1)}; longest ${frames.longest.toFixed(0)} ms, ` +
      `most by the software renderer; ${heals.length} heals; page errors ${errors.length})`,
  );
  for (const error of errors.slice(0, 5)) console.error(error);
} finally {
  await browser.close();
  await qiao.stop();
}
