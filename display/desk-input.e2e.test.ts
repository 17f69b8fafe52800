import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertRow } from '../config/contract/picture.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { goToRecorded } from './golden/desk-states.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

describe.skipIf(browserPath() === null)('what an officer types and reads at the desk', () => {
  let recorded: Recorded;
  let browser: Browser;
  let alerts: [string, AlertRow][];
  beforeAll(async () => {
    recorded = await serveRecorded();
    alerts = recorded.recording.views.alerts as typeof alerts;
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await recorded?.close();
  });

  async function sitDown(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.clock.setFixedTime(recorded.at);
    await page.goto(`${recorded.url}desk.html?lang=zh`);
    return page;
  }
  /** At the case of which everything is recorded. */
  async function sitDownAtCase(): Promise<Page> {
    const page = await sitDown();
    await page.waitForSelector('#alerts [aria-selected=true]');
    await goToRecorded(page, recorded.told);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.desk-act').length > 6);
    return page;
  }
  const said = (page: Page) => page.textContent('.desk-foot .desk-said');
  const live = (page: Page) =>
    page.waitForFunction(() => document.querySelector('.desk-live:not([data-stale])'));
  /** Calls a page outdated, and waits until it has a line again. */
  const outdate = async (page: Page) => {
    recorded.outdate();
    await page.waitForSelector('.desk-live[data-stale]');
    await live(page);
  };
  const closed = (page: Page) => expect.poll(() => page.locator('dialog').count()).toBe(0);

  it('goes where it was begun, though the first alert comes meanwhile', async () => {
    recorded.set(
      'alerts',
      [],
      alerts.map(([id]) => id),
    );
    const page = await sitDown();
    await page.waitForSelector('#region-alerts .desk-empty');
    await page.keyboard.press('/');
    await page.keyboard.type('井');
    recorded.set('alerts', alerts);
    await page.waitForSelector('#alerts [aria-selected=true]');
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    await page.keyboard.type('a盖');
    expect(await page.inputValue('#search')).toBe('井a盖');
    expect(await page.locator('dialog').count()).toBe(0);
    await page.close();
  }, 60_000);

  it('is there again after its form was closed, and after it was refused', async () => {
    const page = await sitDownAtCase();
    await page.keyboard.press('c');
    await page.keyboard.type('已联系产权单位');
    await page.keyboard.press('Escape');
    await closed(page);
    await page.keyboard.press('c');
    expect(await page.inputValue('#field-text')).toBe('已联系产权单位');
    // nobody here takes commands
    await page.keyboard.press('Enter');
    await closed(page);
    await expect.poll(() => said(page)).toContain('未能批注');
    await page.keyboard.press('c');
    expect(await page.inputValue('#field-text')).toBe('已联系产权单位');
    await page.close();
  }, 60_000);

  it('is no time while half of it is typed, and is not left out unsaid', async () => {
    const page = await sitDownAtCase();
    await page.keyboard.press('p');
    await page.keyboard.type('等配件');
    await page.focus('#field-resumeAt');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-resumeAt');
    expect(await page.locator('dialog').count()).toBe(1);
    await page.close();
  }, 60_000);

  it('is not lost to a page that is outdated, which is loaded anew once the form is closed', async () => {
    const page = await sitDownAtCase();
    await page.evaluate(() => document.body.setAttribute('data-before', ''));
    await page.keyboard.press('c');
    await page.keyboard.type('已联系产权单位');
    for (let lines = 0; lines < 2; lines++) await outdate(page);
    expect(await page.inputValue('#field-text')).toBe('已联系产权单位');
    await page.keyboard.press('Escape');
    recorded.outdate();
    await page.waitForSelector('body:not([data-before]) #alerts');
    // and not again and again, by a server that calls every page outdated
    await page.evaluate(() => document.body.setAttribute('data-before', ''));
    await live(page);
    await outdate(page);
    expect(await page.locator('body[data-before]').count()).toBe(1);
    await page.close();
  }, 60_000);

  it('stays while the store is away, which is said; what cannot be seen in clear is said too', async () => {
    const page = await sitDownAtCase();
    const known = page.locator('#subject').getByText('暂时查询不到');
    const acts = await page.locator('#subject .desk-act').count();
    const { id } = recorded.told.alert;
    const caseId = alerts.find(([key]) => key === id)?.[1].caseId ?? '';
    const [, row] = (recorded.recording.views.cases as [string, { urges: number }][]).find(
      ([key]) => key === caseId,
    ) as [string, never];
    await page.route('**/api/c*/**', (asked) => asked.abort());
    await page.route('**/api/commands*', (asked) => asked.abort());
    recorded.set('cases', [[caseId, { ...(row as object), urges: 7 } as never]]);
    await known.waitFor();
    expect(await page.locator('#subject .desk-act').count()).toBe(acts);
    expect(await page.locator('#subject .desk-hops li').count()).toBeGreaterThan(0);
    await page.unrouteAll();
    await known.waitFor({ state: 'detached', timeout: 10_000 });
    await page.keyboard.press('h');
    await expect.poll(() => said(page)).toBe('未能查看原文：该角色无权进行此操作');

    // of an alert whose log cannot be asked, that is said
    await page.keyboard.press('1');
    const log = page.locator('#subject').getByText('查询失败');
    for (let n = 0; n < 3 && (await log.count()) === 0; n++) {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(300);
    }
    expect(await log.count()).toBe(1);
    await page.close();
  }, 60_000);
});
