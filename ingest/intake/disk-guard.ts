import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import { Unavailable } from './unavailable.ts';

const LOOK_MS = 1_000;
const RETRY_S = 10;
/** After a write that failed for want of space another is tried so much later. */
const REST_MS = 2_000;

/** Watches the free space where the journal lies. */
export interface DiskGuard {
  /** Why nothing more may be written; null: there is room. */
  full(): Unavailable | null;
  /** What a failed write means for the sender; null: it was not for want of space. */
  explain(error: unknown): Unavailable | null;
  stop(): void;
}

/**
 * Refuses new input while fewer than `leastFree` bytes are free, and takes it again by itself once
 * there is more. What is durable stays readable and goes on to the store.
 */
export async function watchDisk(options: {
  folder: string;
  /** Bytes. */
  leastFree: number;
  log: Logger;
}): Promise<DiskGuard> {
  let reason: Unavailable | null = null;
  let restUntil = 0;
  const set = (message: string | null) => {
    if ((message === null) !== (reason === null))
      options.log.error(message ?? 'there is room on the disk again; input is taken');
    reason = message === null ? null : new Unavailable(message, RETRY_S);
  };
  const look = async () => {
    const { bavail, bsize } = await statfs(options.folder);
    const free = bavail * bsize;
    if (free < options.leastFree)
      set(
        `the disk is full: ${Math.floor(free / 2 ** 20)} MiB free where ${Math.ceil(options.leastFree / 2 ** 20)} MiB are kept`,
      );
    else if (performance.now() > restUntil) set(null);
  };
  await look();
  const timer = setInterval(() => {
    look().catch((error: unknown) => options.log.warn({ err: error }, 'free space unknown'));
  }, LOOK_MS);
  return {
    full: () => reason,
    explain(error) {
      const { code, message = '' } = error as NodeJS.ErrnoException;
      const space = code === 'ENOSPC' || /ENOSPC|No space left|MDB_MAP_FULL/i.test(message);
      if (!space) return null;
      restUntil = performance.now() + REST_MS;
      set('the disk is full: the journal could not be written');
      return reason;
    },
    stop: () => clearInterval(timer),
  };
}
