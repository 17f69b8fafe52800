import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Processes that run with this data folder. */
const runningOn = (data: string): string[] =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && pid !== `${process.pid}`)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`QIAO_DATA=${data}\0`);
      } catch {
        return false; // it ended meanwhile, or is another user's
      }
    });

it('a Qiao that is stopped while its audit is verified leaves no process that goes on with it', async () => {
  const data = mkdtempSync(join(tmpdir(), 'qiao-audit-'));
  const script = join(import.meta.dirname, 'ask-and-leave.fixture.ts');
  const left = spawnSync(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, QIAO_DATA: data },
    encoding: 'utf8',
  });
  expect([left.status, left.stderr]).toEqual([0, '']);
  // starting alone would take the verification longer
  await expect.poll(() => runningOn(data), { timeout: 300, interval: 20 }).toEqual([]);
  rmSync(data, { recursive: true, force: true });
});
