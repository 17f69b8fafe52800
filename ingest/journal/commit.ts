import { statfsSync } from 'node:fs';
import type { RootDatabase } from 'lmdb';

/**
 * How a database of ours is opened: a commit is on disk when it resolves. Without batching by turns
 * LMDB begins at once, and what comes meanwhile shares the next commit; with it a failed commit would
 * also reject a promise that nobody holds, which ends the process.
 */
export const DURABLE = { overlappingSync: false, eventTurnBatching: false } as const;

/** LMDB tells a write cut short by a full disk as a fault of the disk; below this it was for want of space. */
const NO_ROOM = 16 * 2 ** 20;

/** A commit that failed as a whole; nothing of it was kept. `code`: ENOSPC where the disk is full. */
export class CommitError extends Error {
  override name = 'CommitError';
  constructor(
    readonly code: 'ENOSPC' | 'EIO',
    cause: unknown,
  ) {
    super(
      code === 'ENOSPC'
        ? 'the journal could not be written: no space left on its disk'
        : 'the journal could not be written',
      { cause },
    );
  }
}

/**
 * Runs `work` within the next commit and gives its result once that is on disk.
 * @param path where the database lies
 * @throws CommitError
 */
export async function commit<T>(root: RootDatabase, path: string, work: () => T): Promise<T> {
  try {
    return await root.transaction(work);
  } catch (error) {
    const { commitError } = error as { commitError?: Promise<unknown> };
    if (commitError === undefined) throw error;
    const cause = await commitError.catch((reason: unknown) => reason);
    const { bavail, bsize } = statfsSync(path);
    const { code } = cause as { code?: unknown };
    const full = code === 'ENOSPC' || code === 28 || bavail * bsize < NO_ROOM;
    throw new CommitError(full ? 'ENOSPC' : 'EIO', cause);
  }
}
