import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import pixelmatch from 'pixelmatch';
import type { Browser, Page, Request } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDeployment } from '../config/deployment/load.ts';
import type { Mode, Wall } from '../config/deployment/wall.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { heightOf, leastHeight } from './design/scale.ts';
import { steer } from './golden/emergency.ts';
import { addressOf, OPENINGS } from './golden/openings.ts';
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
  /** What each page has asked the server for and waits for. */
  const asked = new WeakMap<Page, Set<Request>>();
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
    const waiting = new Set<Request>();
    asked.set(page, waiting);
    page.on('request', (request) => waiting.add(request));
    for (const end of ['requestfinished', 'requestfailed'] as const)
      page.on(end as 'requestfinished', (request) => waiting.delete(request));
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
    await settle(page);
  }
  /** Lists measure their room in one frame, and fill it in the next. */
  const settle = (page: Page) =>
    page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  /** Whatever light is on: N goes from the clock's to night's to day's. */
  async function lit(page: Page, theme: 'day' | 'night'): Promise<void> {
    const now = () => page.evaluate(() => document.documentElement.dataset.theme);
    while ((await now()) !== theme) await page.keyboard.press('n');
    await settle(page);
  }
  /** Opens what an address names, with what is asked of the server for it; `#`: nothing. */
  async function place(page: Page, address: string): Promise<void> {
    await page.evaluate((to) => {
      location.hash = to;
    }, address);
    const drill = page.locator('.drill');
    if (address === '#') await drill.waitFor({ state: 'detached' });
    else await drill.waitFor();
    await settle(page);
    await expect.poll(() => asked.get(page)?.size ?? 0, { interval: 10 }).toBe(0);
    await settle(page);
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
      // in English, whose words are longer
      for (const opening of OPENINGS) {
        await place(page, addressOf(opening, recorded));
        const texts = await page.evaluate(textsOf);
        const small = texts.filter(({ size }) => heightOf(size / scale, wall) < leastHeight(wall));
        expect(small, opening).toEqual([]);
        expect(seamed(texts, wall, scale), opening).toEqual([]);
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

    it.each([
      [
        ...['duty', 'day'],
        ['status', 'time', 'alerts', 'arrivals', 'due', 'today', 'units', 'ports', 'map'],
      ],
      ['emergency', 'day', ['incident', 'log', 'tasks', 'near', 'status', 'map']],
      ['duty', 'night', ['alerts', 'today', 'map']],
    ] as const)('%s by %s looks as it did', async (mode, theme, tiles) => {
      await show(page, mode);
      await lit(page, theme);
      for (const tile of tiles) {
        const shot = await page.locator(`[data-tile="${tile}"]`).screenshot();
        expect(differs(`${mode}-${theme}-${tile}`, shot), `${mode} ${theme} ${tile}`).toBe(0);
      }
    });

    it.each(['grid', 'kin', 'alert', 'overdue', 'closed', 'hours'] as const)(
      'what opens as %s looks as it did',
      async (opening) => {
        await show(page, 'duty');
        await lit(page, 'day');
        await place(page, addressOf(opening, recorded));
        const shot = await page.locator('.drill').screenshot();
        await place(page, '#');
        expect(differs(`drill-${opening}`, shot)).toBe(0);
      },
    );

    it('the map looks near as it did, with every layer that has something there', async () => {
      await show(page, 'duty');
      await lit(page, 'day');
      for (const _ of [1, 2, 3]) await page.keyboard.press('+');
      await settle(page);
      const shot = await page.locator('[data-tile="map"]').screenshot();
      await page.keyboard.press('0');
      expect(differs('map-near', shot)).toBe(0);
    });

    it.each(['day', 'night'] as const)('the relief by %s looks as it did', async (theme) => {
      await show(page, 'duty');
      await lit(page, theme);
      await page.keyboard.press('3');
      await page.waitForSelector('.situation[data-ready]');
      await settle(page);
      const shot = await page.locator('[data-tile="map"]').screenshot();
      await page.keyboard.press('3');
      expect(differs(`relief-${theme}`, shot)).toBe(0);
    });

    it.each([
      ...(['duty', 'emergency', 'relief'] as const).map((mode) => [mode, null] as const),
      ...(['alerts?level=yellow', 'closed', 'hours', 'grid', 'kin', 'alert'] as const).map(
        (opening) => ['duty', opening] as const,
      ),
    ])(
      'nobody is kept out of %s %s, by day and night, in both languages',
      async (mode, opening) => {
        await show(page, mode === 'emergency' ? mode : 'duty');
        await place(page, opening ? addressOf(opening, recorded) : '#');
        if (mode === 'relief') await page.keyboard.press('3');
        await page.evaluate(axe.source);
        // another language with each light: two looks that between them have every word and colour
        for (const theme of ['day', 'night'] as const) {
          await lit(page, theme);
          await page.keyboard.press('l');
          const { violations } = await page.evaluate(() =>
            (window as unknown as { axe: typeof axe }).axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
            }),
          );
          const said = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
          expect(said).toEqual([]);
        }
        if (mode === 'relief') await page.keyboard.press('3');
        await place(page, '#');
      },
    );
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
