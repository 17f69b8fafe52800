import { Worker } from 'node:worker_threads';
import { createLog } from '../../../config/log.ts';
import type { Look } from './daily.ts';
import type { Found } from './scanner.ts';

/** The clusters of a look (`Scanner.find`). Null: nobody could look. */
export type Scan = (look: Look) => Promise<Found[] | null>;

const log = createLog('hotspots');

/**
 * Scans in a thread of its own, started when it is first asked: thousands of grids take seconds, in which
 * screens and clocks go on. A thread that dies leaves its looks unanswered; the next look starts another.
 */
export function scanApart(centroids: readonly (readonly [x: number, y: number])[]): Scan {
  let thread: Worker | null = null;
  const waiting: ((found: Found[] | null) => void)[] = [];
  const start = (): Worker => {
    const module = JSON.stringify(new URL('./scan-thread.ts', import.meta.url).href);
    // a thread does not inherit tsx from its process
    const started = new Worker(
      `import('tsx/esm/api').then(({ register }) => { register(); return import(${module}); });`,
      { eval: true, workerData: centroids },
    );
    started.on('message', (found: Found[]) => waiting.shift()?.(found));
    started.on('error', (error) => log.warn(error, 'the scan died; the next one starts anew'));
    started.on('exit', () => {
      thread = null;
      for (const answer of waiting.splice(0)) answer(null);
    });
    // last: to listen holds the process again
    started.unref();
    return started;
  };
  return (look) =>
    new Promise((resolve) => {
      thread ??= start();
      waiting.push(resolve);
      thread.postMessage(
        look,
        look.streams.map(({ counts }) => counts.buffer as ArrayBuffer),
      );
    });
}
