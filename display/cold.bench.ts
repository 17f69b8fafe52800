import { Running } from '../config/running.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';
import { chunks } from './chunks.fixture.ts';

/**
 * The wall from an empty cache: when something is first painted, when all of the picture stands on it, and
 * when its map is drawn, in milliseconds from the request of the page. `npm run bench -- cold [TIMES]`, 10
 * by default; the processor is what it is, graphics are in software.
 */
const times = Number(process.argv[2] ?? 10);

interface Load {
  paint: number;
  living: number;
  map: number;
  /** Bytes over the network without the fonts, and with them. */
  bytes: number;
  all: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const qiao = await Running.start({ QIAO_DEPLOYMENT: 'huangqiao', QIAO_BACKFILL_DAYS: '30' });
const browser = await launchBrowser();
try {
  const load = async (): Promise<Load> => {
    // a context of its own has nothing cached and nobody signed in
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    await page.goto(qiao.wall, { waitUntil: 'commit' });
    const when = async (condition: () => boolean) => {
      await page.waitForFunction(condition, undefined, { polling: 'raf', timeout: 180_000 });
      return await page.evaluate(() => performance.now());
    };
    const living = await when(() => window.qiao?.state().living === true);
    const map = await when(() => document.querySelector('.map-canvas canvas') !== null);
    const { paint, loaded } = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      loaded: (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
        ({ name, encodedBodySize }) => ({ name, size: encodedBodySize }),
      ),
    }));
    const sum = (of: typeof loaded) => of.reduce((all, { size }) => all + size, 0);
    const bytes = sum(loaded.filter(({ name }) => !name.includes('.woff')));
    await context.close();
    return { paint, living, map, bytes, all: sum(loaded) };
  };
  await load(); // history may still be coming in
  const loads: Load[] = [];
  for (let n = 0; n < times; n += 1) loads.push(await load());
  const of = (key: keyof Load) => median(loads.map((one) => one[key]));
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  console.log(
    `cold load: ${of('living').toFixed(0)} ms until the wall lives (ratio to first paint ${(of('living') / of('paint')).toFixed(1)}; ` +
      `first paint ${of('paint').toFixed(0)} ms, map ${of('map').toFixed(0)} ms, medians of ${times}; ` +
      `${kB(of('bytes'))} over the network, ${kB(of('all'))} with fonts)`,
  );
  const sizes = chunks().sort((a, b) => b.gzip - a.gzip);
  console.log(
    `bundle: ${kB(sizes.filter(({ page }) => page).reduce((sum, { gzip }) => sum + gzip, 0))} gzip with the wall's page ` +
      `(ratio of the largest chunk to 300 kB ${((sizes[0]?.gzip ?? 0) / 300_000).toFixed(2)}; ` +
      `${sizes.map(({ name, gzip }) => `${name.replace(/-[\w-]{8}(?=\.)/, '')} ${kB(gzip)}`).join(', ')})`,
  );
} finally {
  await browser.close();
  await qiao.stop();
}
