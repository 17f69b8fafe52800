import type { Browser, Page } from 'playwright-core';
import { loadDeployment } from '../config/deployment/load.ts';
import { flaws } from './flaws.fixture.ts';
import { createStrangers, saidOn } from './golden/words.ts';

export const PASSWORD = 'under the bridge 42';
const deployment = loadDeployment('boston');
/** What people typed, and what is called the same in both languages. */
const TYPED = [
  ...['root', 'li.na', '李娜', 'zhao', '赵主任', 'Keeper', 'QIAO_AUDIT_ANCHOR', 'HTTP'],
  ...['Lobby', 'Gate', 'zhang_3', '张三'],
];

/** People at browsers of their own, in whose pages nothing may go wrong and no policy may be broken. */
export class Visitors {
  /** What went wrong in any page. */
  readonly faults: string[] = [];
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async arrive(options: { width: number; height: number } | null = null): Promise<Page> {
    const context = await this.#browser.newContext(options ? { viewport: options } : {});
    const page = await context.newPage();
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text()))
        this.faults.push(message.text());
    });
    return page;
  }
}

/** Fills in who is the first administrator, where its link led to. */
export async function claim(page: Page): Promise<void> {
  const fields = { account: 'root', name: 'Keeper', password: PASSWORD, again: PASSWORD };
  for (const [id, text] of Object.entries(fields)) await page.fill(`#${id}`, text);
  await page.keyboard.press('Enter');
}

export async function signIn(page: Page, account: string): Promise<void> {
  await page.fill('#account', account);
  await page.fill('#password', PASSWORD);
  await page.keyboard.press('Enter');
}

/**
 * What is wrong with a page, in one language and then in the other: what WCAG finds, what it says in a language
 * not its own, and whether it is wider than its screen; it is left as it was.
 */
export async function wrongs(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const language = (await page.getAttribute('html', 'lang'))?.startsWith('zh') ? 'zh' : 'en';
    const strangers = createStrangers(language, deployment, TYPED);
    found.push(...(await flaws(page)), ...strangers(await page.evaluate(saidOn)));
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    if (scrollWidth > clientWidth) found.push(`${scrollWidth} px wide on ${clientWidth}`);
    await page.click('.quiet');
  }
  return found;
}
