import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { buildScreens } from '../config/build-screens.ts';
import type { CaseId, Millis } from '../config/contract/ids.ts';
import type { CaseRow, Light } from '../config/contract/picture.ts';
import { type Change, wholeOf } from '../config/contract/wire.ts';
import { launchBrowser } from './browser.fixture.ts';
import { readRecording } from './golden/recording.ts';
import { serveRecorded } from './recorded.fixture.ts';

/**
 * Script time of the desk and of lists that are open on the wall, with 100,000 open cases of which one in a
 * hundred changes ten times a second. `npm run bench -- lists [SECONDS]`.
 */
const seconds = Number(process.argv[2] ?? 10);
const COUNT = 100_000;
const CHANGED = COUNT / 100;
const TICK_MS = 100;
const LIGHTS: readonly Light[] = ['none', 'green', 'green', 'yellow', 'red'];

const recording = readRecording();
const recorded = recording.views.cases as [string, CaseRow][];
const cases = Array.from({ length: COUNT }, (_, n): [string, CaseRow] => {
  const [, of] = recorded[n % recorded.length] as [string, CaseRow];
  const id = `${of.source}:${n}:0` as CaseId;
  const dueAt = (of.receivedAt + ((n * 7919) % 1_000_000) * 1000) as Millis;
  const light = LIGHTS[n % LIGHTS.length] as Light;
  return [id, { ...of, id, upstreamNo: String(n), light, dueAt }];
});
const { fields } = wholeOf('cases', cases.slice(0, 1));

/** Other lights and deadlines of a hundredth of the cases. */
function changeOf(tick: number): Change {
  const numbers = Array.from({ length: CHANGED }, (_, n) => (n * 100 + tick) % COUNT);
  const mend = (field: keyof CaseRow, values: readonly unknown[]) => ({
    ...{ field: fields.indexOf(field), numbers, values },
  });
  const light = numbers.map((n) => LIGHTS[(n + tick) % LIGHTS.length]);
  const dueAt = numbers.map((n) => (cases[n]?.[1].dueAt ?? 0) + tick * 60_000);
  const mod = [mend('light', light), mend('dueAt', dueAt)] as Change['mod'];
  return { view: 'cases', fields: null, del: [], set: { numbers: [], rows: [] }, mod };
}

await buildScreens();
const served = await serveRecorded({ views: { ...recording.views, cases } });
const browser = await launchBrowser();

/** Milliseconds of script in a second. */
async function scriptOf(path: string, ready: string): Promise<number> {
  const page: Page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(served.url + path);
  await page.waitForSelector(ready, { timeout: 120_000 });
  await sleep(2000);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const script = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
  };
  const before = await script();
  const begun = performance.now();
  for (let tick = 1; performance.now() - begun < seconds * 1000; tick++) {
    served.change(changeOf(tick));
    await sleep(TICK_MS);
  }
  const spent = ((await script()) - before) * 1000;
  const passed = (performance.now() - begun) / 1000;
  await page.close();
  return spent / passed;
}

try {
  const grid = encodeURIComponent(served.told.grid);
  const wall = await scriptOf('', '.tile-head');
  const report = (name: string, ms: number) =>
    console.log(
      `lists, ${name} with ${COUNT} open cases: ${ms.toFixed(0)} ms of script a second (ratio to the wall alone ${(ms / wall).toFixed(1)})`,
    );
  report('the wall alone', wall);
  report('a grid open on the wall', await scriptOf(`#/grid/${grid}`, '.drill .case-row'));
  report('the overdue open on the wall', await scriptOf('#/list/overdue', '.drill .case-row'));
  report('the desk', await scriptOf('desk.html', '#cases [role=option]'));
} finally {
  await browser.close();
  await served.close();
}
