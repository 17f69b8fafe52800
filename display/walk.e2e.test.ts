import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../config/contract/api.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import type { Wall } from '../config/deployment/wall.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { goThrough, unfit } from './golden/stops.ts';
import { WallPage } from './golden/wall-page.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';
import { towards } from './stage/areas.ts';
import { layOut } from './stage/geometry.ts';

const deployment = loadDeployment('huangqiao');
const [first] = deployment.walls as [Wall];
const { grids } = layOut(deployment);
const ARROWS = [
  ['ArrowLeft', -1, 0],
  ['ArrowRight', 1, 0],
  ['ArrowUp', 0, -1],
  ['ArrowDown', 0, 1],
] as const;
const found = browserPath() !== null;

describe.skipIf(!found)('the wall by keyboard alone', () => {
  let recorded: Recorded;
  let browser: Browser;
  let wall: WallPage;
  beforeAll(async () => {
    recorded = await serveRecorded();
    browser = await launchBrowser();
    wall = await WallPage.open(browser, recorded, first);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await recorded?.close();
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await wall.page.keyboard.press(key);
    await wall.settle();
  };
  /** Class of what has the focus, and what it says. */
  const focus = () =>
    wall.page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body ? '' : `${element?.className} ${element?.textContent}`;
    });
  const drill = () => wall.page.locator('.drill').textContent();
  const closed = () => wall.page.locator('.drill').waitFor({ state: 'detached' });
  /** Goes on by Tab until the focus is on something. */
  const tabTo = async (selector: string) => {
    for (let n = 0; n < 200; n += 1) {
      if (await wall.page.evaluate((of) => document.activeElement?.matches(of), selector)) return;
      await wall.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${selector}`);
  };
  /** Arrows that lead from one grid to another. */
  const way = (to: string): string[] => {
    const [start] = grids as [(typeof grids)[number]];
    const ways = new Map<string, string[]>([[start.id, ['ArrowRight']]]);
    for (const [id, keys] of ways) {
      if (id === to) return keys;
      const from = grids.find((grid) => grid.id === id) as (typeof grids)[number];
      for (const [key, dx, dy] of ARROWS) {
        const next = towards(grids, from, dx, dy);
        if (next && !ways.has(next.id)) ways.set(next.id, [...keys, key]);
      }
    }
    throw new Error(`no arrows lead to ${to}`);
  };

  it('a grid is chosen and opened, a case in it, and back step by step to where one was', async () => {
    const { grid, caseId } = recorded.told;
    await press(...way(grid));
    await wall.page.locator('.map-cursor').waitFor();
    await press('Enter');
    await expect.poll(focus).toMatch(/^row case-row/);
    const subject = (
      recorded.recording.answers[`/api/cases/${encodeURIComponent(caseId)}`] as CaseDetail
    ).subject;
    while (!(await focus()).includes(subject)) {
      const before = await focus();
      await press('ArrowDown');
      if ((await focus()) === before) throw new Error(`${subject} is not listed`);
    }
    await press('Enter');
    await expect.poll(drill).toContain('流转过程');
    await press('Escape');
    await expect.poll(focus).toContain(subject);
    await press('Escape');
    await closed();
  });

  it('the alerts of a level are listed, one is opened, and one comes back to the number', async () => {
    await tabTo('.tally button.light-yellow');
    await press('Enter');
    await expect.poll(focus).toMatch(/^row case-row/);
    await press('ArrowDown');
    const second = await focus();
    await press('Enter');
    await expect.poll(focus).toMatch(/^back/);
    await press('Escape');
    await expect.poll(focus).toBe(second);
    await press('Escape');
    await closed();
    expect(await focus()).toContain('light-yellow');
  });

  it('the chart has its table, and a number of the table its rows', async () => {
    await tabTo('.chart');
    await press('Enter');
    await expect.poll(focus).toMatch(/^ \d+$/);
    expect(await drill()).toContain('时段');
    await press('Escape');
    await closed();
    expect(await focus()).toMatch(/^chart/);
  });

  it('what a unit returned today is beside its open cases, and each has its rows', async () => {
    await tabTo('.unit-row button.unit-open');
    await press('Enter');
    expect(await drill()).toContain('在办案件');
    await press('Escape');
    await closed();
    await tabTo('.unit-row [aria-label*=退回]:not([disabled], [aria-label^=未定单位])');
    const [, count] = /(\d+)$/.exec((await focus()).trim()) ?? [];
    await press('Enter');
    await expect.poll(() => wall.page.locator('.drill li').count()).toBe(Number(count));
    await press('Escape');
    await closed();
  });

  it('relief, night, language and sound are switched on and off', async () => {
    await press('3');
    await wall.page.waitForSelector('.situation[data-ready]');
    await press('3');
    await wall.page.locator('.situation').waitFor({ state: 'detached' });
    await wall.lit('night');
    await wall.lit('day');
    await press('l');
    await wall.page.getByText('Units', { exact: true }).waitFor();
    await press('l');
    await wall.page.getByText('处置单位', { exact: true }).waitFor();
    const muted = wall.page.locator('.muted');
    const sound = await wall.page.locator('[data-tile=time]').textContent();
    await press('m');
    await expect.poll(() => wall.page.locator('[data-tile=time]').textContent()).not.toBe(sound);
    await press('m');
    expect(await muted.count()).toBe(0);
  });

  it('the first row takes the focus however late it comes, but not from who has moved on', async () => {
    let held: Route | null = null;
    await wall.page.route('**/api/counted/closed', (route) => {
      held = route;
    });
    const release = async () => {
      await expect.poll(() => held).not.toBeNull();
      await held?.continue();
      held = null;
      await wall.page.locator('.drill li').first().waitFor();
      await wall.settle();
    };
    await wall.place('closed', { wait: false });
    await expect.poll(focus).toMatch(/^back/);
    await release();
    expect(await focus()).toMatch(/^row arrival/);
    await wall.place(null);

    await wall.place('closed', { wait: false });
    await expect.poll(focus).toMatch(/^back/);
    await tabTo('.chart');
    await release();
    expect(await focus()).toMatch(/^chart/);
    await wall.page.unroute('**/api/counted/closed');
    await wall.place(null);
  });

  it.each([
    ['duty', null, 'zh'],
    ['duty', 'grid', 'en'],
    ['emergency', null, 'en'],
  ] as const)(
    'in %s with %s open Tab leads through everything and out, each with a name and a ring (%s)',
    async (mode, opening, language) => {
      await wall.show(mode);
      await wall.spoken(language);
      await wall.place(opening);
      const { stops, missed } = await goThrough(wall.page);
      expect(missed).toEqual([]);
      expect(stops.length).toBeGreaterThan(15);
      expect(unfit(stops)).toEqual([]);
      await wall.place(null);
      await wall.spoken('zh');
    },
  );
});
