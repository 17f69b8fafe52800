import { parentPort, workerData } from 'node:worker_threads';
import type { Look } from './daily.ts';
import { layoutOf } from './scan.ts';
import { Scanner } from './scanner.ts';

/** After a look it learns what chance brings for at most so long: the next look waits for no longer. */
const LEARN_MS = 5_000;

// The thread of `scanApart`: given centroids at its start, it answers each look with its clusters.
const port = parentPort;
if (port === null) throw new Error('to be run as a thread');
const scanner = new Scanner(layoutOf(workerData as [number, number][]));
port.on('message', (look: Look) => {
  port.postMessage(scanner.find(look));
  const until = performance.now() + LEARN_MS;
  scanner.learn(() => performance.now() < until);
});
