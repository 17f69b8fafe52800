import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildScreens } from '../config/build-screens.ts';
import { browserPath, launchBrowser } from './browser.fixture.ts';
import { DESK_STATES, goToRecorded } from './golden/desk-states.ts';
import { type SteeredMode, steer } from './golden/emergency.ts';
import { addressOf, OPENINGS, type Opening } from './golden/openings.ts';
import { serveRecorded } from './recorded.fixture.ts';

/**
 * `npm run screenshot [WORD]`: the wall in every mode and with all that can be opened in it, in every
 * size, and the desk and the page of signing in, each by day and night and in both languages, with the
 * recorded picture and its clock standing still; only those whose name has WORD.
 */
const FOLDER = join(import.meta.dirname, 'screenshots');
const WALLS = ['1920x1080', '3840x2160', '5760x2160', '7680x2160', '3840x1080'];
const DESKS = ['1920x1080', '1366x768'];
/** A page for signing in stands on phones too. */
const PAGES = ['1920x1080', '390x844'];
const MODES: readonly SteeredMode[] = ['duty', 'emergency', 'situation'];
/** Time for the map's canvas, drawn by software here. */
const SETTLE_MS = 2500;
const SOON_MS = 400;

const word = process.argv[2] ?? '';
mkdirSync(FOLDER, { recursive: true });
if (browserPath() === null) throw new Error('no chromium found');
await buildScreens();
const recorded = await serveRecorded();
const browser = await launchBrowser();

interface Look {
  size: string;
  theme: 'day' | 'night';
  language: 'zh' | 'en';
}
const nameOf = (what: string, { size, theme, language }: Look): string =>
  `${what.replace(/\W+/g, '-')}-${size}-${theme}-${language}`;
const isWanted = (what: string, look: Look): boolean => nameOf(what, look).includes(word);

async function open(path: string, { size, theme, language }: Look): Promise<Page> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  await page.clock.setFixedTime(recorded.at);
  await page.goto(`${recorded.url}${path}?theme=${theme}&lang=${language}`);
  return page;
}
async function keep(page: Page, what: string, look: Look, settle: number): Promise<void> {
  await page.waitForTimeout(settle);
  const path = join(FOLDER, `${nameOf(what, look)}.png`);
  await page.screenshot({ path });
  console.log(`${path} ${Math.round(statSync(path).size / 1000)} kB`);
}

async function takeWall(look: Look): Promise<void> {
  const shown: [string, SteeredMode, Opening | null][] = [
    ...MODES.map((mode): [string, SteeredMode, null] => [mode, mode, null]),
    ...(Object.keys(OPENINGS) as Opening[]).map((opening): [string, SteeredMode, Opening] => [
      opening,
      'duty',
      opening,
    ]),
  ];
  const wanted = shown.filter(([what]) => isWanted(what, look));
  if (wanted.length === 0) return;
  const page = await open('', look);
  await page.waitForFunction(() => window.qiao?.state().filled, undefined, { polling: 100 });
  for (const [what, mode, opening] of wanted) {
    steer(recorded, mode);
    const address = opening ? addressOf(opening, recorded.told) : '#';
    await page.evaluate((to) => {
      location.hash = to;
    }, address);
    await keep(page, what, look, SETTLE_MS);
  }
  await page.close();
}

async function takeDesk(look: Look): Promise<void> {
  const names = Object.keys(DESK_STATES).map((state) => `desk ${state}`);
  if (!names.some((name) => isWanted(name, look))) return;
  const page = await open('desk.html', look);
  await page.waitForSelector('#alerts [aria-selected=true]');
  await goToRecorded(page, recorded.told);
  for (const [state, keys] of Object.entries(DESK_STATES)) {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(SOON_MS);
    }
    if (isWanted(`desk ${state}`, look)) await keep(page, `desk ${state}`, look, SOON_MS);
  }
  await page.close();
}

async function takeSignIn(look: Look): Promise<void> {
  if (!isWanted('sign in', look)) return;
  const page = await open('sign-in', look);
  await page.waitForSelector('#account');
  await keep(page, 'sign in', look, SOON_MS);
  await page.close();
}

try {
  for (const language of ['zh', 'en'] as const) {
    for (const theme of ['day', 'night'] as const)
      for (const size of WALLS) await takeWall({ size, theme, language });
    // the desk and the pages have one light
    for (const size of DESKS) await takeDesk({ size, theme: 'day', language });
    for (const size of PAGES) await takeSignIn({ size, theme: 'day', language });
  }
} finally {
  await browser.close();
  await recorded.close();
}
