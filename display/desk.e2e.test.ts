import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../config/contract/zone.ts';
import { portKeys } from '../config/port-keys.ts';
import { Running } from '../config/running.fixture.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { choosePassword, inviteOfficer } from './signed-in.fixture.ts';

const found = browserPath() !== null;
if (!found)
  console.warn(
    'SKIPPED: the browser tests need chromium (Debian: apt-get install chromium fonts-noto-cjk)',
  );

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Violation {
  id: string;
  nodes: { target: string[] }[];
}
const SOON = { timeout: 60_000, interval: 50 };

describe.skipIf(!found)('the duty desk by keyboard alone', () => {
  let qiao: Running;
  let browser: Browser;
  let officer: BrowserContext;
  let desk: Page;
  let wall: Page;
  const faults: string[] = [];

  const open = async (path: string): Promise<Page> => {
    const page = await officer.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(new URL(path, qiao.url).href);
    return page;
  };
  const report = async (no: string, daysAgo: number) => {
    const at = new Date(Date.now() + 8 * HOUR - daysAgo * DAY).toISOString();
    const answer = await fetch(`http://127.0.0.1:${qiao.port + 3}/dcm/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portKeys(qiao.data).clients.dcm?.upstream}` },
      body: JSON.stringify({
        task_num: no,
        create_time: at.slice(0, 19).replace('T', ' '),
        event_src_id: 1,
        event_desc: '井盖破损，请致电13812345678',
        main_type_name: '公用设施',
        sub_type_name: '上水井盖',
        act_property_id: 2,
        act_inst_list: [],
      }),
    });
    expect(answer.status).toBe(200);
  };
  const text = async (selector: string) =>
    (await desk.locator(selector).first().textContent()) ?? '';
  const press = async (...keys: string[]) => {
    for (const key of keys) await desk.keyboard.press(key);
  };
  const done = (what: string) =>
    expect.poll(() => text('.desk-foot .desk-said'), SOON).toContain(`已下达：${what}`);
  const audit = async () => {
    await desk.evaluate(AXE);
    const violations = await desk.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: Violation[] }> };
      };
      return (await axe.run()).violations;
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`);
  };

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_CITY: 'off' });
    browser = await launchBrowser();
    await report('D1', 60);
    officer = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const { hash } = new URL(await inviteOfficer(qiao), qiao.url);
    desk = await open(`desk.html?lang=zh${hash}`);
    await desk.waitForSelector('#again');
    await choosePassword(desk);
    await desk.waitForSelector('.account-link');
    wall = await open('?lang=zh#/case/dcm%3AD1%3A0');
    await desk.locator('#alerts [role=option]').first().waitFor({ timeout: 120_000 });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await qiao?.stop();
  });

  it('the worst alert is chosen for whoever sits down, and is acknowledged with A and Enter', async () => {
    await expect.poll(() => text('#alerts [aria-selected=true]'), SOON).toContain('上水井盖');
    expect(await text('.desk-level')).toMatch(/红色|紫色/);
    // it has no place: its number is what it is known by
    expect(await text('#alerts [aria-selected=true] .desk-meta')).toMatch(/^D1/);
    await expect.poll(() => desk.evaluate(() => document.activeElement?.role)).toBe('option');
    expect(await audit()).toEqual([]);
    await press('a', 'Enter');
    await done('确认');
    await expect.poll(() => text('#alerts [role=option]'), SOON).toContain('已确认');
  }, 180_000);

  it('its case is opened with Enter, accepted, and dispatched to a unit that is typed; the wall shows it', async () => {
    await press('Enter');
    await expect.poll(() => text('#subject .desk-acts'), SOON).toContain('立案');
    // what cannot be is said in words, and nothing is asked
    await press('f');
    expect(await text('.desk-foot .desk-said')).toBe('未能反馈办结：此前的步骤尚未办理');
    await press('a');
    expect(await audit()).toEqual([]);
    await press('Enter');
    await done('立案');
    await expect.poll(() => text('#subject .desk-chip'), SOON).toBe('已立案');

    await expect.poll(() => text('#subject .desk-acts'), SOON).toContain('派遣');
    await press('d');
    await desk.keyboard.type('water');
    await expect.poll(() => text('.desk-options [aria-selected=true]')).toContain('水务站');
    expect(await audit()).toEqual([]);
    await press('Enter');
    await done('派遣');
    await expect.poll(() => text('#subject .desk-chip'), SOON).toBe('待签收');
    await expect.poll(() => text('.desk-hops'), SOON).toContain('水务站');
    await wall.getByText('待签收').first().waitFor({ timeout: 60_000 });
  }, 180_000);

  it('what masks hide is seen in clear with H for a reason, until it is hidden; who looked stands with the case', async () => {
    expect(await text('.desk-content')).toContain('138****5678');
    await press('h');
    await desk.keyboard.type('核实地点');
    expect(await audit()).toEqual([]);
    await press('Enter');
    await expect.poll(() => text('.desk-revealed'), SOON).toContain('请致电13812345678');
    expect(await text('.desk-revealed small')).toMatch(/^\d+ 秒后隐去$/);
    expect(await audit()).toEqual([]);
    await press('h');
    await expect.poll(() => desk.locator('.desk-revealed').count()).toBe(0);
    expect(await desk.content()).not.toContain('13812345678');
    const reveals = await desk.evaluate(async () => {
      const answer = await fetch('/api/cases/dcm%3AD1%3A0');
      return ((await answer.json()) as { reveals: { reason: string }[] }).reveals;
    });
    expect(reveals).toMatchObject([{ reason: '核实地点' }]);
  }, 180_000);

  it('a case is found by words of its text, also of the past', async () => {
    await press('/');
    await desk.keyboard.type('井盖破损');
    await expect.poll(() => text('#cases [role=option]'), SOON).toContain('D1');
    await press('Escape');
  }, 180_000);

  it('the walls are steered: mode, emergency with its log, and back; a slip is taken back with Z', async () => {
    await press('w', 'm', '2', 'Enter');
    await expect.poll(() => text('.desk-wall'), SOON).toContain('大屏 汇报');
    await press('z');
    await expect.poll(() => text('.desk-wall'), SOON).toContain('大屏 值守');
    await press('1', 'w', 'e', 'Enter');
    await expect.poll(() => text('.desk-wall'), SOON).toContain('应急');
    await press('w', 'l');
    await desk.keyboard.type('已到场');
    await press('Enter');
    await done('记事');
    await press('w', 'x', 'Enter');
    await expect.poll(() => text('.desk-wall'), SOON).toBe('大屏 值守');
  }, 180_000);

  it('has every key on one sheet, in both languages', async () => {
    await press('?');
    expect(await text('dialog')).toContain('布置任务');
    expect(await audit()).toEqual([]);
    await press('Escape');
    await expect.poll(() => desk.locator('dialog').count(), SOON).toBe(0);
    await press('Shift+L');
    await expect.poll(() => text('h1'), SOON).toContain('Duty desk');
    await press('w');
    expect(await audit()).toEqual([]);
    await press('Escape');
    await expect.poll(() => desk.locator('dialog').count(), SOON).toBe(0);
    await press('Shift+L');
    expect(faults).toEqual([]);
  }, 180_000);
});
