import { setTimeout as sleep } from 'node:timers/promises';
import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';

/**
 * The wall page over a long time of a city at 100 times its speed: does its memory grow, does it drop
 * frames? `npm run bench -- wall [MINUTES]`, 30 by default. The slope is least squares over live heap
 * after garbage collection, the first quarter left out as warm-up. Frames over 50 ms are counted by the
 * browser itself; without a GPU they are mostly software rasterisation.
 */
const minutes = Number(process.argv[2] ?? 30);
const EVERY_MS = 20_000;

interface Sample {
  minute: number;
  heap: number;
  nodes: number;
}

function slope(samples: readonly Sample[]): number {
  const n = samples.length;
  const mx = samples.reduce((sum, s) => sum + s.minute, 0) / n;
  const my = samples.reduce((sum, s) => sum + s.heap, 0) / n;
  const up = samples.reduce((sum, s) => sum + (s.minute - mx) * (s.heap - my), 0);
  return up / samples.reduce((sum, s) => sum + (s.minute - mx) ** 2, 0);
}

const qiao = await Running.start({ QIAO_DEPLOYMENT: 'huangqiao', QIAO_SPEED: '100' });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(qiao.wall);
  await page.waitForFunction(() => window.qiao?.state().filled, undefined, { timeout: 60_000 });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  const samples: Sample[] = [];
  const begin = Date.now();
  while (Date.now() - begin < minutes * 60_000) {
    await sleep(EVERY_MS);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number };
    const { nodes } = (await cdp.send('Memory.getDOMCounters')) as { nodes: number };
    samples.push({ minute: (Date.now() - begin) / 60_000, heap: usedSize / 1e6, nodes });
  }
  const frames = await page.evaluate(() => window.qiao.frames);
  const settled = samples.slice(Math.floor(samples.length / 4));
  const [first, last] = [settled[0], settled.at(-1)] as [Sample, Sample];
  console.log(
    `wall: ${slope(settled).toFixed(4)} MB/min over ${minutes} min ` +
      `(ratio of live heap, last to first settled sample: ${(last.heap / first.heap).toFixed(3)}; ` +
      `${first.heap.toFixed(1)} → ${last.heap.toFixed(1)} MB, DOM nodes ${first.nodes} → ${last.nodes}; ` +
      `frames over 50 ms: ${frames.long}, longest ${frames.longest.toFixed(0)} ms; page errors: ${errors.length})`,
  );
  for (const error of errors.slice(0, 5)) console.error(error);
} finally {
  await browser.close();
  await qiao.stop();
}
