import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Running } from '../config/running.fixture.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { claim, signIn, Visitors, wrongs } from './visitors.fixture.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1920, height: 1080 };

/** Of every cell that is to be seen: what its column is called, and what is to be read in it. */
async function cellsOf(page: Page): Promise<[column: string, said: string][]> {
  const cells = page.locator('td:visible');
  const said = await cells.allInnerTexts();
  const columns = await cells.evaluateAll((all) =>
    (all as HTMLTableCellElement[]).map(
      (cell) => cell.closest('table')?.tHead?.rows[0]?.cells[cell.cellIndex]?.textContent ?? '',
    ),
  );
  return columns.map((column, n) => [column, said[n] ?? '']);
}

describe.skipIf(browserPath() === null)('keeping accounts and walls, in a real browser', () => {
  let qiao: Running;
  let browser: Browser;
  let visitors: Visitors;

  beforeAll(async () => {
    qiao = await Running.start({ QIAO_DEPLOYMENT: 'boston', QIAO_BACKFILL_DAYS: '1' });
    browser = await launchBrowser();
    visitors = new Visitors(browser);
    const page = await visitors.arrive();
    await page.goto(qiao.url + (/#admin=\S+/.exec(qiao.output.join(''))?.[0] ?? ''));
    await claim(page);
    await page.waitForSelector('details.new');
    await page.context().close();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await qiao?.stop();
  });

  async function administer(size: typeof PHONE): Promise<Page> {
    const page = await visitors.arrive(size);
    await page.goto(`${qiao.url}?lang=zh`);
    await signIn(page, 'root');
    await page.waitForSelector('details.new');
    return page;
  }

  it('while the server does not answer, each part says so, keeps what was typed, and fills by itself', async () => {
    const page = await administer(DESK);
    const walls = page.locator('section.card', { has: page.locator('#wall') });
    await page.fill('#wall', 'Lobby');
    await page.context().setOffline(true);
    await page.press('#wall', 'Enter');
    await walls.getByRole('alert').getByText('服务器暂无应答').waitFor();
    await page.context().setOffline(false);
    expect(await page.inputValue('#wall')).toBe('Lobby');

    await page.press('#wall', 'Enter');
    await walls.locator('tbody tr', { hasText: 'Lobby' }).waitFor();
    expect(await page.inputValue('#wall')).toBe('');
    expect(await walls.getByRole('alert').count()).toBe(0);

    // a list that cannot be read is not an empty one
    await page.route('**/api/devices', (asked) => asked.abort());
    await page.reload();
    await walls.getByRole('alert').getByText('服务器暂无应答').waitFor();
    expect(await walls.getByText('暂无', { exact: true }).count()).toBe(0);
    await page.unroute('**/api/devices');
    await walls.locator('tbody tr', { hasText: 'Lobby' }).waitFor();
    expect(await walls.getByRole('alert').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('a name that no account can have is not sent, and the field says what one can be called', async () => {
    const page = await administer(DESK);
    await page.click('details.new summary');
    await page.fill('#new-name', '张三');
    for (const [name, can] of [
      ...([
        ['张三', false],
        ['a', false],
        ['-a', false],
        ['a b', false],
      ] as const),
      ...([
        ['zhang.san', true],
        [' Zhang_3 ', true],
      ] as const),
    ]) {
      await page.fill('#new-account', name);
      const field = await page.$eval('#new-account', (input) => {
        const { validity, title } = input as HTMLInputElement;
        return { can: validity.valid, title };
      });
      expect(field, name).toEqual({ can, title: expect.stringContaining('小写字母') });
    }
    await page.click('details.new button[type=submit]');
    await page.locator('.given h2', { hasText: '张三' }).waitFor();
    const row = page.locator('tbody tr', { hasText: '张三' });
    expect(await row.locator('td > div').first().textContent()).toBe('zhang_3');
    await page.context().close();
  }, 60_000);

  it('whose sign-in was ended elsewhere is led to sign in at the next thing done', async () => {
    const [ended, ending] = [await administer(DESK), await administer(DESK)];
    await ended.goto(`${qiao.url}?lang=zh&page=audit`);
    await ended.waitForSelector('td');
    ending.on('dialog', (dialog) => void dialog.accept());
    // the one before the newest
    const signIns = ending.locator('section.card').last();
    const count = await signIns.locator('tbody tr').count();
    await signIns.locator('tbody tr').nth(1).getByRole('button').click();
    await expect.poll(() => signIns.locator('tbody tr').count()).toBe(count - 1);
    await ended.click('button.main');
    await ended.waitForSelector('#password');
    for (const page of [ended, ending]) await page.context().close();
  }, 60_000);

  it('a link that was copied says nothing of the next one, which comes into sight', async () => {
    const page = await administer(PHONE);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const address = () => page.locator('.given code').textContent();
    const next = async (name: string) => {
      await page.fill('#wall', name);
      await page.press('#wall', 'Enter');
      await page.locator('.given h2', { hasText: name }).waitFor();
      const inSight = () =>
        page.locator('.given').evaluate((card) => {
          const { top, bottom } = card.getBoundingClientRect();
          // scrolling stops at whole pixels
          return top > -1 && bottom <= innerHeight;
        });
      await expect.poll(inSight).toBe(true);
      return address();
    };
    const first = await next('Gate');
    await page.click('.given .main');
    await page.locator('.given .main', { hasText: '已复制' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
    const second = await next('Lobby');
    expect(second).not.toBe(first);
    expect(await page.textContent('.given .main')).toBe('复制链接');
    await page.context().close();
  }, 60_000);

  it('on a phone each cell says what it is; where there is room its column does', async () => {
    const stranger = await visitors.arrive();
    await stranger.goto(`${qiao.url}?lang=zh`);
    await signIn(stranger, 'nobody');
    await stranger.getByRole('alert').getByText('不正确').waitFor();
    const page = await administer(PHONE);
    const seen = new Set<string>();
    for (const place of ['admin', 'audit']) {
      await page.goto(`${qiao.url}?lang=zh&page=${place}`);
      await page.waitForSelector('td');
      await page.setViewportSize(PHONE);
      expect(await wrongs(page)).toEqual([]);
      for (const [column, said] of await cellsOf(page)) {
        expect(said.startsWith(`${column}\n`), `${column}: ${said}`).toBe(true);
        expect(said.slice(column.length).trim()).not.toBe('');
        seen.add(column);
      }
      await page.setViewportSize(DESK);
      for (const [column, said] of await cellsOf(page)) expect(said).not.toContain(column);
    }
    const columns = ['姓名或岗位', '大屏名称', '最近在线', '序号', '操作人', '对象', '事由'];
    expect([...seen]).toEqual(expect.arrayContaining(columns));
    // what the browser itself says while it has no network
    expect(visitors.faults.filter((fault) => !fault.includes('net::ERR_'))).toEqual([]);
  }, 60_000);
});
