import type { Page } from 'playwright-core';
import type { Told } from './openings.ts';

/** Keys that lead to each state of the desk from the one before. */
export const DESK_STATES: Readonly<Record<string, readonly string[]>> = {
  queue: [],
  'a form': ['a'],
  'a case': ['Escape', 'Enter'],
  'a case’s form': ['d'],
  walls: ['Escape', 'w'],
  keys: ['Escape', '?'],
};

/** Goes down the queue of a desk to the alert of which everything is recorded. */
export async function goToRecorded(page: Page, { alert }: Told): Promise<void> {
  const chosen = '#alerts [aria-selected=true]';
  await page.focus(chosen);
  while ((await page.getAttribute(chosen, 'data-key')) !== alert.id)
    await page.keyboard.press('ArrowDown');
  await page.waitForSelector('.desk-hops li');
}
