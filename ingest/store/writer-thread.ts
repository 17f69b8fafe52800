import { parentPort, workerData } from 'node:worker_threads';
import { createLog } from '../../config/log.ts';
import { Journal } from '../journal/journal.ts';
import { connect, type Target } from './client.ts';
import { startWriter } from './writer.ts';

/** What the thread is started with. */
export interface WriterWork {
  /** Folder of the journal. */
  path: string;
  target: Target;
  zone: string;
}

// The thread of `startWriterThread`: a writer with a journal and a store of its own. It says when the
// store's being up changes, and ends when it is told to.
const port = parentPort;
if (port === null) throw new Error('to be run as a thread');
const { path, target, zone } = workerData as WriterWork;
const journal = new Journal(path, zone);
const store = connect(target);
const writer = await startWriter({
  journal,
  store,
  zone,
  log: createLog('writer'),
  onUp: (up) => port.postMessage(up),
});
port.once('message', async () => {
  await writer.stop();
  await store.close();
  await journal.close();
  port.close();
});
