import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { arrivalOf } from './golden/arrival.ts';
import { type Recorded, serveRecorded } from './recorded.fixture.ts';

/** What one browser showed in one animation frame. */
interface Sample {
  /** Beat of the server's time. */
  beat: number;
  offset: number;
  clock: string;
}
const PARTS = 3;
/** Beats, drawn by all browsers, that are compared. */
const BEATS = 20;

describe.skipIf(browserPath() === null)('a wall of three browsers', () => {
  let recorded: Recorded;
  const browsers: Browser[] = [];
  const pages: Page[] = [];
  beforeAll(async () => {
    recorded = await serveRecorded({ running: true });
    for (let part = 1; part <= PARTS; part += 1) {
      const browser = await launchBrowser();
      browsers.push(browser);
      const page = await browser.newPage({ viewport: { width: 480, height: 540 } });
      pages.push(page);
      await page.goto(`${recorded.url}?wall=3x2&part=${part}/${PARTS}`);
      await page.waitForFunction(() => window.qiao?.state().filled, undefined, { polling: 100 });
    }
  }, 120_000);
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await recorded?.close();
  });

  it('shows the same offset and the same clock in every sampled frame', async () => {
    for (const page of pages)
      await page.evaluate(() => {
        const samples: unknown[] = [];
        Object.assign(window, { samples });
        const sample = () => {
          const { machine, now, views } = window.qiao.state();
          samples.push({ beat: machine, offset: views.arrivals?.offset, clock: String(now) });
          requestAnimationFrame(sample);
        };
        requestAnimationFrame(sample);
      });
    let n = 0;
    const pump = setInterval(() => {
      recorded.set('arrivals', [arrivalOf(recorded, n)]);
      n += 1;
    }, 30);
    let together: (readonly [beat: number, states: Set<string>])[] = [];
    while (together.length < BEATS) {
      await sleep(500);
      together = await beatsOfAll();
    }
    clearInterval(pump);
    expect(together.filter(([, states]) => states.size > 1)).toEqual([]);
    expect(new Set(together.map(([, states]) => [...states].join())).size).toBeGreaterThan(
      BEATS / 2,
    );
  }, 60_000);

  /** The beats that every browser drew, with what they showed then. */
  async function beatsOfAll() {
    const shown = await Promise.all(
      pages.map((page) =>
        page.evaluate(() => ({
          samples: (window as unknown as { samples: Sample[] }).samples,
          late: [...window.qiao.late],
        })),
      ),
    );
    // A browser that the machine did not let draw in time says so, and is not held to it.
    const isLate = (beat: number) =>
      shown.some(({ late }) => late.some(({ from, to }) => beat >= from && beat <= to));
    const beats = new Map<number, { states: Set<string>; parts: Set<number> }>();
    for (const [part, { samples }] of shown.entries())
      for (const { beat, offset, clock } of samples) {
        const seen = beats.get(beat) ?? { states: new Set(), parts: new Set() };
        seen.states.add(`${offset} ${clock}`);
        seen.parts.add(part);
        beats.set(beat, seen);
      }
    return [...beats].flatMap(([beat, { states, parts }]) =>
      parts.size === PARTS && !isLate(beat) ? [[beat, states] as const] : [],
    );
  }

  it('stands side by side, each browser with its own tiles', async () => {
    const tiles = await Promise.all(
      pages.map((page) =>
        page.locator('.zone').evaluateAll((all) =>
          all.flatMap((zone) => {
            const { left, right } = zone.getBoundingClientRect();
            return left >= -1 && right <= innerWidth + 1 ? [zone.getAttribute('data-tile')] : [];
          }),
        ),
      ),
    );
    expect(tiles).toEqual([
      ['status', 'alerts'],
      ['map', 'today'],
      ['time', 'due', 'units', 'ports'],
    ]);
  });
});
