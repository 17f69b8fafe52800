import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../config/contract/facts.ts';
import {
  connect,
  insertEntries,
  migrate,
  type Store,
  storeTarget,
} from '../../ingest/store/index.ts';
import { acceptedAt } from '../state/samples.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface TestStore {
  reader: Store;
  writer: Store;
  /** Sees sealed values too. */
  vault: Store;
  /** Folder of its data and credentials. */
  data: string;
  /** Stores facts from a journal position on; gives the last one. */
  insert(facts: readonly Fact[], from: number): Promise<number>;
  stop(): Promise<void>;
}

/** A real store process of its own, for tests, with its data in a folder that goes with it. */
export async function startTestStore(port: number, zone: string): Promise<TestStore> {
  const data = mkdtempSync(join(tmpdir(), 'analytics-store-'));
  const child = fork(join(ROOT, 'ingest/store/main.ts'), {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      QIAO_DATA: data,
      QIAO_PORT: String(port - 1),
      UV_THREADPOOL_SIZE: '12',
    },
  });
  await once(child, 'message');
  const target = { clickhouseUrl: undefined, storePort: port, data };
  const writer = connect(storeTarget(target, 'writer'));
  const reader = connect(storeTarget(target, 'reader'));
  const vault = connect(storeTarget(target, 'vault'));
  await migrate(writer, zone);
  return {
    reader,
    writer,
    vault,
    data,
    async insert(facts, from) {
      const entries = facts.map((fact, index) => ({
        seq: from + index,
        accepted: acceptedAt(fact),
        fact,
      }));
      await insertEntries(writer, entries, `test:${from}`);
      return from + facts.length - 1;
    },
    async stop() {
      await writer.close();
      await reader.close();
      await vault.close();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(data, { recursive: true });
    },
  };
}
