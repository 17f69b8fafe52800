import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CommitError } from './commit.ts';
import { measured } from './facts.fixture.ts';
import { Journal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'qiao-small-disk-'));
const mount = (...args: string[]): boolean => {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const mounted = mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder);
if (!mounted) console.warn('skipped: no file system may be mounted here');
afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
});

it.skipIf(!mounted)(
  'a full disk refuses whole commits, keeps what was there, and is got over',
  async () => {
    let journal = new Journal(join(folder, 'journal'));
    const take = (from: number) =>
      journal.append(
        Array.from({ length: 300 }, (_, n) => measured(from + n)),
        1,
      );
    let stored = 0;
    const fill = async () => {
      for (;;) {
        await take(stored);
        stored += 300;
      }
    };
    await expect(fill()).rejects.toThrow(CommitError);
    const failures = await Promise.allSettled([
      take(stored),
      journal.reached('analytics', 7),
      journal.setTotal(measured(1).source, '2026-01-01', 'orders', 1),
      take(stored),
    ]);
    expect(failures.map((each) => each.status === 'rejected' && each.reason)).toEqual(
      failures.map(() => expect.objectContaining({ code: 'ENOSPC' })),
    );
    const numbers = () => journal.read(0, 1e6).map((entry) => entry.seq);
    expect(numbers()).toEqual(Array.from({ length: stored }, (_, n) => n + 1));
    expect([journal.head(), journal.position('analytics')]).toEqual([stored, 0]);

    mount('-o', 'remount,size=16m', folder);
    const outcomes = [...(await take(stored)), ...(await take(stored - 300))];
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(300);
    await journal.close();
    journal = new Journal(join(folder, 'journal'));
    expect(numbers()).toEqual(Array.from({ length: stored + 300 }, (_, n) => n + 1));
    await journal.close();
  },
);
