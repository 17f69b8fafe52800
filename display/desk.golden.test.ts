import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDeployment } from '../config/deployment/load.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { differs } from './golden/compare.ts';
import { DESK_STATES, goToRecorded } from './golden/desk-states.ts';
import { readRecording } from './golden/recording.ts';
import { goThrough, unfit } from './golden/stops.ts';
import { createStrangers, saidOn } from './golden/words.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

const deployment = loadDeployment('huangqiao');
/** What upstream systems told, and who sits at the desk. */
const told = [readRecording(), '李娜'];
const strangers = {
  zh: createStrangers('zh', deployment, told),
  en: createStrangers('en', deployment, told),
};
const LANGUAGES = ['zh', 'en'] as const;
/** States whose picture is kept. */
const KEPT: ReadonlySet<string> = new Set(['queue', 'a case', 'a case’s form', 'walls']);
const found = browserPath() !== null;

describe.skipIf(!found)('with a fixed picture at a fixed time', () => {
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

  async function open(path: string, width: number, height: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
    await page.clock.setFixedTime(recorded.at);
    await page.goto(recorded.url + path);
    await page.evaluate(() => document.fonts.ready);
    return page;
  }
  /** Whether all of a page is reached and left by Tab, and everything that is reached has a name and a ring. */
  async function expectReached(page: Page): Promise<void> {
    const { stops, missed } = await goThrough(page);
    expect(missed).toEqual([]);
    expect(stops.length).toBeGreaterThan(2);
    expect(unfit(stops)).toEqual([]);
  }

  it.each(LANGUAGES)('the desk looks as it did, and speaks %s alone', async (language) => {
    const page = await open(`desk.html?lang=${language}`, 1366, 768);
    await page.waitForSelector('#alerts [aria-selected=true]');
    await goToRecorded(page, recorded.told);
    for (const [state, keys] of Object.entries(DESK_STATES)) {
      // in one instant: none of them is lost while a sheet closes
      await Promise.all(keys.map((key) => page.keyboard.press(key)));
      const sheets = state === 'queue' || state === 'a case' ? 0 : 1;
      await expect.poll(() => page.locator('dialog').count()).toBe(sheets);
      if (state === 'a case')
        await page.waitForFunction(() => document.querySelectorAll('.desk-act').length > 6);
      expect(strangers[language](await page.evaluate(saidOn)), state).toEqual([]);
      if (language === 'en' || !KEPT.has(state)) continue;
      const name = `desk-${state.replace(/\W+/g, '-')}`;
      expect(differs(name, await page.screenshot()), name).toBe(0);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await expectReached(page);
    await page.close();
  });

  it.each(LANGUAGES)(
    'signing in looks as it did on a phone, and speaks %s alone',
    async (language) => {
      const page = await open(`sign-in?lang=${language}`, 390, 844);
      await page.waitForSelector('#account');
      expect(strangers[language](await page.evaluate(saidOn))).toEqual([]);
      await expectReached(page);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      if (language === 'zh') expect(differs('sign-in', await page.screenshot())).toBe(0);
      await page.close();
    },
  );
});
