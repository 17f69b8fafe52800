import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Writer } from './writer.ts';
import type { WriterWork } from './writer-thread.ts';

/** Megabytes of young objects: a batch lives as long as its insert, and is not worth being kept for. */
const YOUNG_MB = 192;

/**
 * Starts the writer in a thread of its own, so that encoding a batch keeps no sender waiting for its
 * acknowledgement. A fault in the thread ends the process, as one in this thread would.
 */
export function startWriterThread(work: WriterWork): Writer {
  const module = JSON.stringify(new URL('./writer-thread.ts', import.meta.url).href);
  // a thread does not inherit tsx from its process
  const worker = new Worker(
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${module}); });`,
    { eval: true, workerData: work, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } },
  );
  let up = false;
  worker.on('message', (now: boolean) => {
    up = now;
  });
  const ended = once(worker, 'exit');
  ended.catch(() => {}); // told below
  worker.on('error', (error) => {
    throw error;
  });
  return {
    up: () => up,
    async stop() {
      worker.postMessage('stop');
      await ended;
    },
  };
}
