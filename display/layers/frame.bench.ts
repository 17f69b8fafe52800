import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { loadDeployment } from '../../config/deployment/load.ts';
import { launchBrowser } from '../browser.fixture.ts';
import { type BenchOptions, type BenchTimes, type Shown, SIZE, WATCH } from './frame-bench-data.ts';

/**
 * Script time of the map per frame at 3840 × 2160, a tenth of the cases changing ten times a second, every
 * frame drawn anew. `npm run bench -- frame [SECONDS]`.
 *
 * The marks of the cases are held against deck.gl's ScatterplotLayer of the same cases: both hear them by
 * the same messages of the line, which the same code decodes (the time of that alone is told), both are
 * timed until the frame that shows a tick has issued its draw calls, and nothing can be picked of either.
 * deck.gl is used in its fastest way, by columns of which the colours alone are told anew, and beside it
 * as its documentation begins, by rows and accessors. The two are measured in turns, and a ratio is the
 * median of those of the rounds, since the machine is not as fast in one minute as in the next. Draw calls
 * are stubbed, since without a GPU they would measure the software renderer.
 */
/** An isolated page has a clock of microseconds, another one of tenths of a millisecond. */
const ORIGIN = 'http://localhost/';
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const ROUNDS = 5;
const seconds = Number(process.argv[2] ?? 4);
const deployment = loadDeployment('huangqiao');
const folder = mkdtempSync(join(tmpdir(), 'qiao-frame-'));

async function scriptOf(page: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      lib: { entry: join(import.meta.dirname, page), formats: ['es'], fileName: page },
      outDir: join(folder, page),
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  return readFileSync(join(folder, page, `${page}.js`), 'utf8');
}

async function run(
  browser: Browser,
  script: string,
  count: number,
  options: BenchOptions,
): Promise<BenchTimes> {
  const page = await browser.newPage({ viewport: SIZE });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(WATCH);
  await page.route(ORIGIN, (route) =>
    route.fulfill({ body: '<!doctype html>', contentType: 'text/html', headers: ISOLATED }),
  );
  await page.goto(ORIGIN);
  await page.addScriptTag({ content: script, type: 'module' });
  await page.waitForFunction(() => window.startBench !== undefined, undefined, {
    timeout: 120_000,
  });
  const times = await page.evaluate(([of, n, how]) => window.startBench(of, n, how), [
    deployment,
    count,
    options,
  ] as const);
  await page.close();
  return times;
}

const at = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
const median = (values: readonly number[]): number => at(values, 0.5);
/** Script in a second of 60 frames and ten ticks; by medians, which other work on the machine moves least. */
const perSecond = ({ frames, ticks }: BenchTimes): number =>
  60 * median(frames) + 10 * median(ticks);
/** From a tick's arrival until it is drawn. */
const cycle = ({ ticks, drawn }: BenchTimes): number => median(ticks) + median(drawn);

const pooled = (all: readonly BenchTimes[]): BenchTimes => {
  const mean = (of: (times: BenchTimes) => number) =>
    all.reduce((sum, times) => sum + of(times), 0) / all.length;
  return {
    frames: all.flatMap(({ frames }) => frames),
    ticks: all.flatMap(({ ticks }) => ticks),
    drawn: all.flatMap(({ drawn }) => drawn),
    draws: mean(({ draws }) => draws),
    sent: mean(({ sent }) => sent),
  };
};

const two = (value: number): string => value.toFixed(2);
const report = (name: string, times: BenchTimes, ratio: string): void => {
  const { frames, ticks, draws, sent } = times;
  console.log(
    `${name}: ${two(cycle(times))} ms of script from a tick until it is drawn (${ratio}; ` +
      `frame p50 ${two(at(frames, 0.5))} p95 ${two(at(frames, 0.95))} ms over ${frames.length}, ` +
      `tick p50 ${two(at(ticks, 0.5))} p95 ${two(at(ticks, 0.95))} ms, ${draws.toFixed(1)} draw calls, ` +
      `${(sent / 1000).toFixed(0)} kB sent a tick, ` +
      `${two(perSecond(times))} ms of script a second at 60 Hz)`,
  );
};

const browser = await launchBrowser();
try {
  const [map, deck] = [await scriptOf('frame-bench-page.ts'), await scriptOf('deck-bench-page.ts')];
  for (const count of [100_000, 500_000]) {
    const timesOf = (shown: Shown) =>
      run(browser, shown.startsWith('deck') ? deck : map, count, { shown, seconds });
    const cases = `${count / 1000}k cases`;
    const rounds: { line: number; rival: BenchTimes; marks: BenchTimes }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({
        line: median((await timesOf('line')).ticks),
        rival: await timesOf('deck by columns'),
        marks: await timesOf('marks'),
      });
    const line = median(rounds.map((round) => round.line));
    console.log(`line, ${cases}: ${two(line)} ms of script a tick (in all that follow)`);
    const rival = pooled(rounds.map((round) => round.rival));
    report(`deck.gl by columns, ${cases}`, rival, 'ratio 1');
    const everyday = await timesOf('deck by accessors');
    report(
      `deck.gl by accessors, ${cases}`,
      everyday,
      `ratio ${two(cycle(rival) / cycle(everyday))} to its columns`,
    );
    const ahead = (of: (times: BenchTimes, line: number) => number): string => {
      const all = rounds.map(({ line, rival, marks }) => of(rival, line) / of(marks, line));
      return `${median(all).toFixed(1)} × (${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)})`;
    };
    report(
      `marks alone, ${cases}`,
      pooled(rounds.map((round) => round.marks)),
      `ratio to deck.gl by columns: ${ahead(cycle)} ahead, ${ahead((of, line) => cycle(of) - line)} but for the line, ` +
        `${ahead((of) => median(of.frames))} by frame, ${ahead(perSecond)} by second`,
    );
    report(`map, every one of ${cases} a mark`, await timesOf('map'), 'no ratio: other layers too');
    const wall = await timesOf('wall');
    report(`map with its density of ${cases} and 20 charts at 10 Hz`, wall, 'no ratio: charts too');
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
