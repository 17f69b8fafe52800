import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** Something on which Tab stops. */
export interface Stop {
  what: string;
  /** By which those know it who do not see it. */
  name: string;
  /** How many pixels its focus changes on the page. */
  shows: number;
}

interface Focused {
  first: boolean;
  what: string;
  name: string;
  clip: { x: number; y: number; width: number; height: number };
}

/** Stops beyond this many are a trap. */
const MOST = 300;
/** A ring of so few pixels nobody sees. */
const SEEN = 20;
/** A ring stands this far round what it is of, in CSS pixels. */
const ROUND = 8;

/** The stops that have no name, or whose focus nobody sees. */
export const unfit = (stops: readonly Stop[]): Stop[] =>
  stops.filter(({ name, shows }) => name === '' || shows < SEEN);

/** The element that has the focus, marked as one that was reached. Runs in the page. */
function focused(round: number): Focused | null {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body) return null;
  const first = element.dataset.stop === undefined;
  element.dataset.stop = '';
  const of = (id: string) => document.getElementById(id)?.textContent ?? '';
  const labels = (element as HTMLInputElement).labels;
  const name =
    element.getAttribute('aria-label') ??
    element.getAttribute('aria-labelledby')?.split(' ').map(of).join(' ') ??
    (labels && labels.length > 0 ? labels[0]?.textContent : null) ??
    (element.matches('button, a, [role=option], h1, h2, h3, summary') ? element.textContent : '');
  const box = element.getBoundingClientRect();
  const left = Math.max(0, box.left - round);
  const top = Math.max(0, box.top - round);
  const right = Math.min(innerWidth, box.right + round);
  const bottom = Math.min(innerHeight, box.bottom + round);
  return {
    first,
    what: element.outerHTML.slice(0, 120),
    name: (name ?? '').trim(),
    clip: { x: left, y: top, width: right - left, height: bottom - top },
  };
}

/** What Tab ought to reach and did not. Runs in the page. */
function missed(): string[] {
  const all = 'a[href], button, input, select, textarea, summary, [tabindex]';
  return (
    [...document.querySelectorAll<HTMLElement>(all)]
      .filter((one) => one.tabIndex >= 0 && one.dataset.stop === undefined)
      .filter((one) => !(one as HTMLButtonElement).disabled && one.checkVisibility())
      .filter((one) => one.closest('[inert]') === null)
      // of the rows of a listbox one is reached
      .filter((one) => !one.closest('[role=listbox]')?.querySelector('[data-stop]'))
      .map((one) => one.outerHTML.slice(0, 120))
  );
}

/**
 * Goes by Tab through all of a page that stands still, and out of it: every stop, and what it went past.
 * @throws where it comes to no end
 */
export async function goThrough(page: Page): Promise<{ stops: Stop[]; missed: string[] }> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-stop]'))
      delete one.dataset.stop;
    // Tab begins at the top of the page again
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const before = PNG.sync.read(await page.screenshot());
  const scale = before.width / (page.viewportSize()?.width ?? before.width);
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused, ROUND);
    if (at === null || !at.first) break;
    if (stops.length > MOST) throw new Error(`Tab comes to no end at ${at.what}`);
    const now = PNG.sync.read(await page.screenshot({ clip: at.clip }));
    stops.push({ what: at.what, name: at.name, shows: changed(before, now, at.clip, scale) });
  }
  return { stops, missed: await page.evaluate(missed) };
}

/** Pixels of a cut-out that differ from the same place of the whole. */
function changed(whole: PNG, now: PNG, clip: Focused['clip'], scale: number): number {
  const x = Math.min(Math.round(clip.x * scale), whole.width - now.width);
  const y = Math.min(Math.round(clip.y * scale), whole.height - now.height);
  const then = new PNG({ width: now.width, height: now.height });
  PNG.bitblt(whole, then, Math.max(0, x), Math.max(0, y), now.width, now.height, 0, 0);
  return pixelmatch(then.data, now.data, null, now.width, now.height, { threshold: 0.1 });
}
