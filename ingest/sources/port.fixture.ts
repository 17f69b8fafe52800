import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Fact } from '../../config/contract/facts.ts';
import { sourceId } from '../../config/contract/ids.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { env } from '../../config/env.ts';
import { portKeys } from '../../config/port-keys.ts';
import { openVault } from '../../config/vault/vault.ts';
import { watchDisk } from '../intake/disk-guard.ts';
import { createHealthBook } from '../intake/health.ts';
import { createIntake } from '../intake/intake.ts';
import { Journal } from '../journal/journal.ts';
import type { PortMemory } from '../journal/taking.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { PortContext } from './port.ts';

/** A real journal, pipeline and intake in a folder of their own: what a port under test writes to. */
export async function openPort(
  source: string,
  options: { deployment?: string; sealed?: boolean } = {},
) {
  const data = mkdtempSync(join(tmpdir(), 'qiao-port-'));
  const deployment = loadDeployment(options.deployment ?? 'huangqiao');
  const journal = new Journal(join(data, 'journal'), deployment.zone);
  const vault = openVault({ ...env, data });
  const pipeline = createPipeline(
    deployment,
    vault.hashKey,
    undefined,
    options.sealed ? vault.sealer : null,
  );
  const log = pino({ level: 'silent' });
  const disk = await watchDisk({ folder: data, leastFree: 1, log });
  const book = createHealthBook(Date.now);
  const intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
  const id = sourceId(source);
  const context: PortContext = {
    source: id,
    deployment,
    intake,
    health: book.of(id),
    keys: portKeys(data),
    data,
    log,
    now: Date.now,
  };
  return {
    context,
    journal,
    book,
    /** Everything that became durable, oldest first. */
    facts: (): Fact[] => journal.read(0, 1_000_000).map((entry) => entry.fact),
    tally: (): PortMemory => journal.port(id),
    health: () => book.status(id),
    async close(): Promise<void> {
      disk.stop();
      await journal.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
