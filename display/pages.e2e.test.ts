import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOSTON_HEADER, bostonOrder } from '../config/orders.fixture.ts';
import { Running } from '../config/running.fixture.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { tamper } from './tamper.fixture.ts';
import { claim, PASSWORD, signIn, Visitors, wrongs } from './visitors.fixture.ts';

const found = browserPath() !== null;
if (!found)
  console.warn(
    'SKIPPED: the browser tests need chromium (Debian: apt-get install chromium fonts-noto-cjk)',
  );
describe.skipIf(!found)('coming in, in a real browser', () => {
  let qiao: Running;
  let browser: Browser;
  let visitors: Visitors;
  const cookies: string[] = [];

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston', QIAO_LOG: 'debug' });
    browser = await launchBrowser();
    visitors = new Visitors(browser);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await qiao?.stop();
  });

  it('the demo shows its wall at once, and the link leaves no trace in the address', async () => {
    const page = await visitors.arrive();
    await page.goto(qiao.wall);
    await page.waitForFunction(() => window.qiao?.state().filled, undefined, { timeout: 30_000 });
    expect(page.url()).toBe(qiao.url);
    expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
    // again without the link, as after a loss of power
    await page.goto(qiao.url);
    await page.waitForFunction(() => window.qiao?.state().filled, undefined, { timeout: 30_000 });
    // the same browser is no desk
    await page.goto(`${qiao.url}desk.html`);
    await page.waitForSelector('#password');
    await page.context().close();
  }, 60_000);

  it('the first administrator comes in by the console’s link, adds somebody, and each page is accessible', async () => {
    const page = await visitors.arrive();
    await page.goto(`${qiao.url}?lang=zh`);
    await page.waitForSelector('#account');
    expect(await wrongs(page)).toEqual([]);

    const link = /#admin=\S+/.exec(qiao.output.join(''))?.[0] ?? '';
    await page.goto(`${qiao.url}?lang=en${link}`);
    await page.waitForSelector('#again');
    expect(page.url()).not.toContain('admin=');
    expect(await wrongs(page)).toEqual([]);
    await claim(page);
    await page.waitForSelector('details.new');
    expect(await wrongs(page)).toEqual([]);

    await page.click('details.new summary');
    await page.fill('#new-account', 'li.na');
    await page.fill('#new-name', '李娜');
    await page.click('details.new button[type=submit]');
    const invitation = (await page.textContent('.given code')) ?? '';
    expect(await wrongs(page)).toEqual([]);
    cookies.push(...(await page.context().cookies()).map(({ value }) => value));

    const officer = await visitors.arrive();
    await officer.goto(invitation.replace('/#', '/desk.html#'));
    await officer.waitForSelector('#again');
    for (const id of ['password', 'again']) await officer.fill(`#${id}`, PASSWORD);
    await officer.keyboard.press('Enter');
    await officer.waitForSelector('.account-link');
    await officer.click('.account-link');
    await officer.waitForSelector('#factor-password');
    expect(await wrongs(officer)).toEqual([]);
    cookies.push(...(await officer.context().cookies()).map(({ value }) => value));

    // what was done so far is on record, from the newest on, and none of it was changed
    const auditor = await page.context().newPage();
    await auditor.goto(`${qiao.url}?lang=en&page=audit`);
    await auditor.waitForSelector('table.audit');
    await auditor.waitForFunction(
      () => document.querySelector('#verdict')?.textContent?.includes('The chain is whole'),
      undefined,
      { timeout: 60_000 },
    );
    expect(await wrongs(auditor)).toEqual([]);
    const acts = () => auditor.locator('table.audit tbody tr').allInnerTexts();
    expect((await acts()).join()).toMatch(/li\.na.*first administrator/s);
    await auditor.focus('#audit-who');
    await auditor.keyboard.type('li.na');
    await auditor.keyboard.press('Tab');
    await auditor.keyboard.type('Sign-in');
    await auditor.keyboard.press('Shift+Tab');
    await auditor.keyboard.press('Enter');
    await expect.poll(async () => (await acts()).length).toBe(1);
    expect((await acts())[0]).toMatch(/li\.na.*Duty officer · 127\.0\.0\.1.*Sign-in/s);
    await auditor.click('.quiet');
    await auditor.waitForSelector('text=审计链完整');
    expect(await wrongs(auditor)).toEqual([]);

    // the link works once
    const late = await visitors.arrive();
    await late.goto(invitation);
    await late.waitForSelector('[role=alert]');
    expect(await wrongs(late)).toEqual([]);

    // signed out by the administrator, the page begins anew with signing in
    page.on('dialog', (dialog) => void dialog.accept());
    await officer.goto(qiao.url);
    await officer.waitForFunction(() => window.qiao?.state().filled, undefined, {
      timeout: 30_000,
    });
    await page.reload();
    await page.waitForSelector('details.new');
    await page.locator('tr', { hasText: 'li.na' }).last().locator('.acts button').click();
    await officer.waitForSelector('#password', { timeout: 15_000 });
  }, 90_000);

  it('who saw what in clear stands in the audit, with field and reason; whoever tampers with it is found at the very row', async () => {
    const orders = join(qiao.data, 'orders.csv');
    writeFileSync(orders, `${BOSTON_HEADER}\n${bostonOrder(1, 'Pothole', '2011-08-01 10:00:00')}`);
    await once(qiao.import(orders, '--as', 'boston-311'), 'exit');

    const officer = await visitors.arrive();
    await officer.goto(`${qiao.url}desk.html?lang=zh`);
    await signIn(officer, 'li.na');
    await officer.waitForSelector('.account-link');
    const seen = await officer.evaluate(async () => {
      const place = await (await fetch('/api/deployment')).json();
      const grids = place.grids.map((grid: { properties: { id: string } }) => grid.properties.id);
      for (let tries = 0; tries < 200; tries++) {
        const listed = await fetch(`/api/cases?grid=${grids[tries % grids.length]}&limit=1`);
        const [found] = listed.ok ? await listed.json() : [];
        if (!found) {
          await new Promise((later) => setTimeout(later, 100));
          continue;
        }
        const wanted = { case: found.id, fields: ['caller', 'phone'], reason: '回访 13812345678' };
        const answer = await fetch('/api/reveal', { method: 'POST', body: JSON.stringify(wanted) });
        return [found.id, answer.status];
      }
      return [];
    });
    expect(seen).toEqual([expect.any(String), 200]);

    const auditor = await visitors.arrive({ width: 1920, height: 1080 });
    await auditor.goto(`${qiao.url}?lang=zh&page=audit`);
    await signIn(auditor, 'root');
    await auditor.waitForSelector('table.audit');
    const row = auditor.locator('table.audit tbody tr', { hasText: '查看原文' });
    expect(await row.textContent()).toMatch(
      new RegExp(
        `li\\.na[^]*值班员 · 127\\.0\\.0\\.1[^]*${seen[0]}[^]*caller phone[^]*回访 138\\*\\*\\*\\*5678`,
      ),
    );
    await auditor.waitForSelector('text=审计链完整', { timeout: 60_000 });

    await tamper(qiao.data);
    await auditor.reload();
    await auditor.waitForSelector('#verdict ~ ul', { timeout: 60_000 });
    const faults = await auditor.locator('#verdict ~ ul li').allInnerTexts();
    expect(faults.join('\n')).toMatch(
      /第 3 条：被改动[\s\S]*第 5 条：被删除[\s\S]*第 7 条：系插入[\s\S]*第 9 条：被调换[\s\S]*第 11 条：被调换/,
    );
    expect(await wrongs(auditor)).toEqual([]);
  }, 120_000);

  it('a subscriber finds what it may use, and is refused the rest', async () => {
    const admin = await visitors.arrive();
    await admin.goto(`${qiao.url}?lang=zh`);
    await signIn(admin, 'root');
    await admin.waitForSelector('details.new');
    const link = await admin.evaluate(async () => {
      const account = { account: 'zhao', name: '赵主任', role: 'subscriber', scope: null };
      const answer = await fetch('/api/accounts', {
        method: 'POST',
        body: JSON.stringify(account),
      });
      return (await answer.json()).link as string;
    });
    const subscriber = await visitors.arrive({ width: 1920, height: 1080 });
    await subscriber.goto(qiao.url + link.replace(/^\//, ''));
    await subscriber.waitForSelector('#again');
    for (const id of ['password', 'again']) await subscriber.fill(`#${id}`, PASSWORD);
    await subscriber.keyboard.press('Enter');
    await subscriber.waitForSelector('#rights');
    for (const page of ['', '?page=audit', '?page=admin', 'desk.html']) {
      await subscriber.goto(qiao.url + page);
      await subscriber.waitForSelector('#rights');
    }
    const statuses = await subscriber.evaluate(() =>
      Promise.all(
        ['deployment', 'kpi', 'near', 'counted/orders', 'audit', 'accounts', 'devices'].map(
          async (path) => (await fetch(`/api/${path}`)).status,
        ),
      ),
    );
    expect(statuses).toEqual([200, 403, 403, 403, 403, 403, 403]);
    expect(await wrongs(subscriber)).toEqual([]);
  }, 60_000);

  it('ran without an error in any page, and no log holds a password or the secret of a cookie', () => {
    expect(visitors.faults).toEqual([]);
    const said = qiao.output.join('');
    expect(said.length).toBeGreaterThan(0);
    expect(cookies.length).toBeGreaterThan(1);
    for (const secret of [PASSWORD, ...cookies]) expect(said.includes(secret)).toBe(false);
  });
});
