import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import pixelmatch from 'pixelmatch';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow } from '../config/contract/picture.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import type { Mode, Wall } from '../config/deployment/wall.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { heightOf, leastHeight } from './design/scale.ts';
import { steer } from './golden/emergency.ts';
import { seamed, textsOf } from './golden/texts.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

/** Pictures that differ in more than this part of their pixels differ. */
const TOLERANCE = 0.002;
const LINES = 540;
const GOLDEN = join(import.meta.dirname, 'golden');
const { walls } = loadDeployment('huangqiao');
const found = browserPath() !== null;

describe.skipIf(!found)('the wall with a fixed picture at a fixed time', () => {
  let recorded: Recorded;
  let browser: Browser;
  beforeAll(async () => {
    recorded = await serveRecorded();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await recorded?.close();
  });

  /** The wall at so few lines that software draws it soon. */
  async function open(wall: Wall): Promise<Page> {
    steer(recorded, 'duty');
    const width = Math.round((LINES * wall.width) / wall.height);
    const page = await browser.newPage({
      viewport: { width, height: LINES },
      reducedMotion: 'reduce',
    });
    await page.clock.setFixedTime(recorded.at);
    await page.goto(`${recorded.url}?wall=${wall.id}&theme=day`);
    await page.waitForFunction(() => window.qiao?.state().filled, undefined, { polling: 50 });
    await page.waitForSelector('.rows li');
    await page.evaluate(() => document.fonts.ready);
    return page;
  }
  async function show(page: Page, mode: Mode): Promise<void> {
    steer(recorded, mode);
    await page.waitForSelector(`.wall[data-mode="${mode}"]`);
    // lists measure their room in one frame, and fill it in the next
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  it.each(walls.map((wall) => [wall.id, wall] as const))(
    '%s can be read from its place, and keeps off its seams',
    async (_, wall) => {
      const page = await open(wall);
      const scale = LINES / wall.height;
      for (const mode of ['duty', 'emergency', 'duty'] as const) {
        await show(page, mode);
        const texts = await page.evaluate(textsOf);
        expect(texts.length).toBeGreaterThan(40);
        const small = texts.filter(({ size }) => heightOf(size / scale, wall) < leastHeight(wall));
        expect(small, mode).toEqual([]);
        expect(seamed(texts, wall, scale), mode).toEqual([]);
        if (mode === 'emergency') await page.keyboard.press('l');
      }
      await page.close();
    },
    60_000,
  );

  describe('on three by three panels', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open(walls[0] as Wall);
    }, 60_000);
    afterAll(() => page?.close());

    const place = (hash: string) =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);

    it.each([
      ['duty', 'day', ['status', 'alerts', 'due', 'today', 'units', 'ports', 'map']],
      ['emergency', 'day', ['incident', 'log', 'tasks']],
      ['duty', 'night', ['alerts', 'today']],
    ] as const)('%s by %s looks as it did', async (mode, theme, tiles) => {
      await show(page, mode);
      if (theme === 'night') for (const _ of [1, 2]) await page.keyboard.press('n');
      for (const tile of tiles) {
        const shot = await page.locator(`[data-tile="${tile}"]`).screenshot();
        expect(differs(`${mode}-${theme}-${tile}`, shot), `${mode} ${theme} ${tile}`).toBe(0);
      }
    });

    it.each([
      ['duty', ''],
      ['emergency', ''],
      ['duty', 'list/overdue'],
      ['duty', 'list/hours'],
      ['duty', 'a grid'],
    ] as const)('nobody is kept out of %s %s', async (mode, at) => {
      const rows = recorded.recording.views.cases as [string, CaseRow][];
      const grid = rows.find(([, row]) => row.light === 'yellow')?.[1].grid ?? '';
      await place(at === 'a grid' ? `/grid/${grid}` : at === '' ? '' : `/${at}`);
      await show(page, mode);
      await page.evaluate(axe.source);
      for (const key of ['n', 'l']) {
        await page.keyboard.press(key);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        );
        const said = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
        expect(said).toEqual([]);
      }
    });
  });
});

/** Pixels by which a picture differs from the kept one, 0 within the tolerance. `GOLDEN=new` keeps it anew. */
function differs(name: string, shot: Buffer): number {
  const file = join(GOLDEN, `${name}.png`);
  if (process.env.GOLDEN === 'new' || !existsSync(file)) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, shot);
  }
  const [kept, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(shot)];
  expect([now.width, now.height], name).toEqual([kept.width, kept.height]);
  const diff = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(kept.data, now.data, diff.data, now.width, now.height, {
    threshold: 0.1,
  });
  if (pixels <= TOLERANCE * now.width * now.height) return 0;
  writeFileSync(`/tmp/${name}-now.png`, shot);
  writeFileSync(`/tmp/${name}-differs.png`, PNG.sync.write(diff));
  return pixels;
}
