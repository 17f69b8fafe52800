import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDeployment } from '../config/deployment/load.ts';
import { Wall } from '../config/deployment/wall.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { differs } from './golden/compare.ts';
import type { Opening } from './golden/openings.ts';
import { WallPage } from './golden/wall-page.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

const [first] = loadDeployment('huangqiao').walls as [Wall];
/** Of the tiles that the first wall has no room for. */
const OTHERS = Wall.parse({
  ...first,
  id: 'others',
  duty: [
    { tile: 'stations', column: 1, row: 1, rows: 3 },
    { tile: 'days', column: 1, row: 4, rows: 3 },
    { tile: 'mix', column: 2, row: 1, rows: 3 },
  ],
});
const found = browserPath() !== null;

describe.skipIf(!found)('the wall with a fixed picture at a fixed time', () => {
  let recorded: Recorded;
  let browser: Browser;
  let wall: WallPage;
  beforeAll(async () => {
    recorded = await serveRecorded({ walls: [OTHERS] });
    browser = await launchBrowser();
    wall = await WallPage.open(browser, recorded, first);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await recorded?.close();
  });
  const shotOf = (of: WallPage, tile: string) =>
    of.page.locator(`[data-tile="${tile}"]`).screenshot();

  it.each([
    [
      ...['duty', 'day'],
      ['status', 'time', 'alerts', 'arrivals', 'due', 'today', 'units', 'ports', 'map'],
    ],
    ['emergency', 'day', ['incident', 'log', 'tasks', 'near', 'status', 'map']],
    ['duty', 'night', ['alerts', 'today', 'map']],
  ] as const)('%s by %s looks as it did', async (mode, theme, tiles) => {
    await wall.show(mode);
    await wall.lit(theme);
    for (const tile of tiles)
      expect(differs(`${mode}-${theme}-${tile}`, await shotOf(wall, tile)), tile).toBe(0);
  });

  it('the tiles of other walls look as they did', async () => {
    const other = await WallPage.open(browser, recorded, OTHERS);
    for (const tile of ['stations', 'days', 'mix'])
      expect(differs(`duty-day-${tile}`, await shotOf(other, tile)), tile).toBe(0);
    await other.page.close();
  });

  it.each([
    ...(['grid', 'kin', 'alert', 'overdue', 'closed', 'hours', 'days'] as const),
    ...(['returned', 'records', 'station', 'kpi', 'matter'] as const),
  ] satisfies Opening[])('what opens as %s looks as it did', async (opening) => {
    await wall.show('duty');
    await wall.lit('day');
    await wall.place(opening);
    const shot = await wall.page.locator('.drill').screenshot();
    await wall.place(null);
    expect(differs(`drill-${opening}`, shot)).toBe(0);
  });

  it('the map looks near as it did, with every layer that has something there', async () => {
    await wall.show('duty');
    await wall.lit('day');
    for (const _ of [1, 2, 3]) await wall.page.keyboard.press('+');
    await wall.settle();
    const shot = await shotOf(wall, 'map');
    await wall.page.keyboard.press('0');
    expect(differs('map-near', shot)).toBe(0);
  });

  it.each(['day', 'night'] as const)('the relief by %s looks as it did', async (theme) => {
    await wall.lit(theme);
    await wall.show('situation');
    expect(differs(`relief-${theme}`, await shotOf(wall, 'map'))).toBe(0);
  });
});
