import type { Browser, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import type { Mode, Wall } from '../../config/deployment/wall.ts';
import type { Recorded } from '../recorded.fixture.ts';
import { type SteeredMode, steer } from './emergency.ts';
import { addressOf, type Opening } from './openings.ts';

/** So few lines are drawn, that software is done soon. */
const LINES = 540;

/** A wall in a browser, with the recorded picture at its time. */
export class WallPage {
  readonly page: Page;
  readonly #recorded: Recorded;
  /** What was asked of the server and is waited for. */
  readonly #asked = new Set<Request>();

  private constructor(page: Page, recorded: Recorded) {
    this.page = page;
    this.#recorded = recorded;
    page.on('request', (request) => this.#asked.add(request));
    page.on('requestfinished', (request) => this.#asked.delete(request));
    page.on('requestfailed', (request) => this.#asked.delete(request));
  }

  /** @param whole a page as large as the wall, drawn small; else it is laid out small too */
  static async open(
    browser: Browser,
    recorded: Recorded,
    wall: Wall,
    whole = false,
  ): Promise<WallPage> {
    steer(recorded, 'duty');
    const { width, height } = wall;
    const page = await browser.newPage({
      ...(whole
        ? { viewport: { width, height }, deviceScaleFactor: LINES / height }
        : { viewport: { width: Math.round((LINES * width) / height), height: LINES } }),
      reducedMotion: 'reduce',
    });
    const opened = new WallPage(page, recorded);
    await page.clock.setFixedTime(recorded.at);
    await page.goto(`${recorded.url}?wall=${wall.id}&theme=day`);
    await page.waitForFunction(() => window.qiao?.state().filled, undefined, { polling: 50 });
    await page.evaluate(() => document.fonts.ready);
    // the browser opens the sound in its own time, and the wall says until then that nobody would hear it
    await page.locator('.time button.muted').waitFor({ state: 'detached' });
    await opened.settle();
    return opened;
  }

  /** As the desk orders it. */
  async show(mode: SteeredMode): Promise<void> {
    steer(this.#recorded, mode);
    const layout: Mode = mode === 'emergency' ? mode : 'duty';
    await this.page.waitForSelector(`.wall[data-mode="${layout}"]`);
    if (mode === 'situation') await this.page.waitForSelector('.situation[data-ready]');
    await this.settle();
  }

  /** Lists measure their room in one frame, and fill it in the next. */
  settle(): Promise<unknown> {
    return this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /** Whatever light is on: N goes from the clock's to night's to day's. */
  async lit(theme: 'day' | 'night'): Promise<void> {
    const now = () => this.page.evaluate(() => document.documentElement.dataset.theme);
    while ((await now()) !== theme) await this.page.keyboard.press('n');
    await this.settle();
  }

  async spoken(language: 'zh' | 'en'): Promise<void> {
    const now = () => this.page.evaluate(() => document.documentElement.lang.slice(0, 2));
    if ((await now()) !== language) await this.page.keyboard.press('l');
    await this.settle();
  }

  /** Opens something, with what is asked of the server for it; null: nothing. */
  async place(opening: Opening | null, { wait = true } = {}): Promise<void> {
    await this.page.evaluate(
      (to) => {
        location.hash = to;
      },
      opening === null ? '#' : addressOf(opening, this.#recorded.told),
    );
    await this.page
      .locator('.drill')
      .waitFor({ state: opening === null ? 'detached' : 'attached' });
    await this.settle();
    if (!wait) return;
    await expect.poll(() => this.#asked.size, { interval: 10 }).toBe(0);
    await this.settle();
  }
}
