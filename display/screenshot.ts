import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildScreens } from '../config/build-screens.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { type SteeredMode, steer } from './golden/emergency.ts';
import { serveRecorded } from './recorded.fixture.ts';

/**
 * `npm run screenshot [WORD]`: every mode of the wall in every size, by day and night, in both
 * languages, with the recorded picture and its clock standing still; only those whose name has WORD.
 */
const FOLDER = join(import.meta.dirname, 'screenshots');
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 5760, height: 2160 },
  { width: 7680, height: 2160 },
  { width: 3840, height: 1080 },
];
const MODES: readonly SteeredMode[] = ['duty', 'emergency', 'situation'];
/** Time for the map's canvas, drawn by software here. */
const SETTLE_MS = 2500;

const word = process.argv[2] ?? '';
mkdirSync(FOLDER, { recursive: true });
if (browserPath() === null) throw new Error('no chromium found');
await buildScreens();
const recorded = await serveRecorded();
const browser = await launchBrowser();
try {
  for (const viewport of SIZES)
    for (const theme of ['day', 'night'] as const)
      for (const language of ['zh', 'en'] as const) {
        const nameOf = (mode: SteeredMode) =>
          `${mode}-${viewport.width}x${viewport.height}-${theme}-${language}`;
        const wanted = MODES.filter((mode) => nameOf(mode).includes(word));
        if (wanted.length === 0) continue;
        const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
        await page.clock.setFixedTime(recorded.at);
        await page.goto(`${recorded.url}?theme=${theme}&lang=${language}`);
        await page.waitForFunction(() => window.qiao?.state().filled, undefined, { polling: 100 });
        for (const mode of wanted) {
          steer(recorded, mode);
          await page.waitForTimeout(SETTLE_MS);
          const path = join(FOLDER, `${nameOf(mode)}.png`);
          await page.screenshot({ path });
          console.log(`${path} ${Math.round(statSync(path).size / 1000)} kB`);
        }
        await page.close();
      }
} finally {
  await browser.close();
  await recorded.close();
}
