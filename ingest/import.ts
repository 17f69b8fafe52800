import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DeploymentError } from '../config/deployment/error.ts';
import { loadDeployment, loadMapping, loadPorts } from '../config/deployment/load.ts';
import { TableLimits } from '../config/deployment/ports/tables.ts';
import { env } from '../config/env.ts';
import { createLog } from '../config/log.ts';
import { VaultError } from '../config/vault/keys.ts';
import { openVault } from '../config/vault/vault.ts';
import { watchDisk } from './intake/disk-guard.ts';
import { createHealthBook } from './intake/health.ts';
import { createIntake } from './intake/intake.ts';
import { Journal, JournalError } from './journal/journal.ts';
import { noTally } from './journal/tally.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { importFile } from './sources/csv/import-file.ts';
import { MappingMismatch } from './sources/csv/read-drafts.ts';
import { replayFile } from './sources/csv/replay-file.ts';
import { UnreadableTable } from './sources/table/row.ts';

const USAGE = `usage: npm run import -- FILE --as MAPPING [--replay SPEED]
  FILE     a CSV file, the same gzipped (.gz), or an xlsx
  MAPPING  a file of config/deployment/mappings, e.g. boston-311
  SPEED    how many times faster than it happened, e.g. 3600: an hour each second`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { as: { type: 'string' }, replay: { type: 'string' } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || values.as === undefined) fail(USAGE);
    const speed = values.replay === undefined ? null : Number(values.replay);
    if (speed !== null && !(speed > 0))
      fail(`--replay ${values.replay}: a number above 0\n${USAGE}`);
    return { file, mapping: values.as, speed };
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
}

async function isRunning(): Promise<boolean> {
  const socket = createConnection(env.feedPort, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const { file, mapping: mappingId, speed } = options();
const log = createLog('import');
const tally = noTally();
const sum = () =>
  `received ${tally.received} = stored ${tally.stored} + duplicate ${tally.duplicate} + rejected ${tally.rejected}`;
try {
  const deployment = loadDeployment(env.deployment);
  const mapping = loadMapping(mappingId);
  const vault = openVault(env);
  const pipeline = createPipeline(
    deployment,
    vault.hashKey,
    undefined,
    env.originals ? vault.sealer : null,
  );
  const journal = new Journal(join(env.data, 'journal'), deployment.zone);
  const running = await isRunning();
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  // a file that was chosen by hand may be of any length
  const limits = TableLimits.parse({ csvBytes: Number.MAX_SAFE_INTEGER });
  const run = { file, mapping, limits, tally, signal: interrupted.signal };
  if (speed === null) {
    const { leastFreeBytes } = loadPorts(env.deployment, env.data);
    const disk = await watchDisk({ folder: env.data, leastFree: leastFreeBytes, log });
    const book = createHealthBook(Date.now);
    const intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
    await importFile({ ...run, intake }).finally(disk.stop);
  } else if (!running) fail('A replay is watched live: start Qiao first (npm start), then replay.');
  else {
    const { leftOut } = await replayFile({
      ...run,
      pipeline,
      journal,
      speed,
      archive: deployment.clock === 'archive',
    });
    if (leftOut > 0)
      console.log(
        `${leftOut} hops lie after the replay's end; an import without --replay adds them`,
      );
  }
  console.log(sum());
  if (running) {
    const head = journal.head();
    while (journal.position('store') < head && !interrupted.signal.aborted) await sleep(50);
  } else if (tally.stored > 0)
    console.log('Durable in the journal; Qiao stores and shows it when it runs (npm start).');
  await journal.close();
} catch (error) {
  console.log(sum());
  const expected =
    error instanceof DeploymentError ||
    error instanceof JournalError ||
    error instanceof VaultError ||
    error instanceof MappingMismatch ||
    error instanceof UnreadableTable ||
    (error as NodeJS.ErrnoException).code !== undefined;
  if (expected) fail(`${file}: ${(error as Error).message}`);
  throw error;
}
