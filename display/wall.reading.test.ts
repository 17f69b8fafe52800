import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDeployment } from '../config/deployment/load.ts';
import type { Wall } from '../config/deployment/wall.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { heightOf, leastHeight } from './design/scale.ts';
import { exerciseOf } from './golden/emergency.ts';
import { OPENINGS, type Opening } from './golden/openings.ts';
import { readRecording } from './golden/recording.ts';
import { seamed, textsOf } from './golden/texts.ts';
import { WallPage } from './golden/wall-page.ts';
import { createStrangers, saidOn } from './golden/words.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

const deployment = loadDeployment('huangqiao');
const { walls } = deployment;
const [first] = walls as [Wall];
const ALL = Object.keys(OPENINGS) as Opening[];
/** One of each build: a list, a table, a card, a case, an alert. */
const KINDS: readonly Opening[] = ['overdue', 'hours', 'grid', 'kin', 'alert'];
const found = browserPath() !== null;

/** Names of the deployment that have no room. Runs in the page. */
const cutNames = (): string[] =>
  [...document.querySelectorAll(':is(.unit-row, .port-row, .station-row, .near-row) .row-main')]
    .filter((name) => name.scrollWidth > name.clientWidth)
    .map((name) => name.textContent ?? '');

describe.skipIf(!found)('the wall can be read', () => {
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

  /** What is too small from its place, or stands on a seam. */
  async function faults({ page }: WallPage, of: Wall): Promise<object> {
    const texts = await page.evaluate(textsOf);
    expect(texts.length).toBeGreaterThan(40);
    return {
      cut: await page.evaluate(cutNames),
      small: texts.filter(({ size }) => heightOf(size, of) < leastHeight(of)),
      seamed: seamed(texts, of, 1),
    };
  }
  const NONE = { cut: [], small: [], seamed: [] };

  it.each(walls.map((wall) => [wall.id, wall] as const))(
    '%s from its place, and nothing stands on its seams',
    async (_, of) => {
      const wall = await WallPage.open(browser, recorded, of, true);
      expect(await faults(wall, of)).toEqual(NONE);
      // and in English, whose words are longer
      await wall.spoken('en');
      for (const mode of ['emergency', 'duty'] as const) {
        await wall.show(mode);
        expect(await faults(wall, of), mode).toEqual(NONE);
      }
      for (const opening of of === first ? [] : KINDS) {
        await wall.place(opening);
        expect(await faults(wall, of), opening).toEqual(NONE);
      }
      await wall.page.close();
    },
    60_000,
  );

  describe('by everybody', () => {
    let wall: WallPage;
    beforeAll(async () => {
      wall = await WallPage.open(browser, recorded, first, true);
    }, 60_000);
    afterAll(() => wall?.page.close());
    // what officers said in the exercise is data too
    const recording = readRecording();
    const told = [recording, exerciseOf({ recording, at: recording.at })];
    const strangers = {
      zh: createStrangers('zh', deployment, told),
      en: createStrangers('en', deployment, told),
    };
    /** What keeps somebody out, of the whole page or of what is opened. */
    const barriers = async (within: string) => {
      const { violations } = await wall.page.evaluate(
        (context) =>
          (window as unknown as { axe: typeof axe }).axe.run(context, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        within,
      );
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    };
    /** Another language with each light: two looks that between them have every word and colour. */
    const looks = [
      ['day', 'zh'],
      ['night', 'en'],
    ] as const;

    it.each(['duty', 'emergency', 'situation'] as const)('%s', async (mode) => {
      await wall.place(null);
      await wall.show(mode);
      await wall.page.evaluate(axe.source);
      for (const [theme, language] of looks) {
        await wall.lit(theme);
        await wall.spoken(language);
        expect(await barriers('html'), `${theme} ${language}`).toEqual([]);
        expect(strangers[language](await wall.page.evaluate(saidOn))).toEqual([]);
      }
    });

    it.each(looks)('what opens by %s in %s', async (theme, language) => {
      await wall.show('duty');
      await wall.page.evaluate(axe.source);
      await wall.lit(theme);
      await wall.spoken(language);
      for (const opening of ALL) {
        await wall.place(opening);
        if (theme === 'day' || KINDS.includes(opening))
          expect(await barriers('.drill'), opening).toEqual([]);
        if (language === 'en') expect(await faults(wall, first), opening).toEqual(NONE);
        expect(strangers[language](await wall.page.evaluate(saidOn)), opening).toEqual([]);
      }
    });
  });
});
