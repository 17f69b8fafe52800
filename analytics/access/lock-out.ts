import type { Millis } from '../../config/contract/ids.ts';
import type { AccessBook } from './access-book.ts';
import { digestOf } from './secret.ts';

/** Attempts that may fail before there is a wait. */
const FREE = 5;
const FIRST_WAIT: Millis = 5_000;
const LONGEST_WAIT: Millis = 15 * 60_000;
/** Failures of so long ago are forgotten. */
const FORGOTTEN: Millis = 24 * 3_600_000;
/** Names remembered: whoever tries more at random cannot fill the disk. */
const REMEMBERED = 10_000;

const waitAfter = (count: number): Millis =>
  count < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - FREE));

/**
 * Milliseconds until a name may be tried again; 0: at once. Names that no account has are treated alike,
 * so that nothing is learned of which there are. A clock that was set back makes nobody wait longer.
 */
export function waitOf(book: AccessBook, name: string, now: Millis): Millis {
  const failures = book.failures.get(digestOf(name));
  if (!failures) return 0;
  const wait = waitAfter(failures.count);
  return Math.min(wait, Math.max(0, failures.at + wait - now));
}

/** Counts a failure, durably: whoever kills the process wins no attempts. */
export async function failed(book: AccessBook, name: string, now: Millis): Promise<void> {
  await book.change(() => {
    const before = book.failures.get(digestOf(name));
    const fresh = before !== undefined && now - before.at < FORGOTTEN;
    void book.failures.put(digestOf(name), { count: fresh ? before.count + 1 : 1, at: now });
    if (before === undefined && book.failures.getCount() > REMEMBERED) {
      const [oldest] = [...book.failures.getRange({})].sort((a, b) => a.value.at - b.value.at);
      if (oldest) void book.failures.remove(oldest.key);
    }
  });
}

/** What came before a good attempt is forgotten. To be called within a change. */
export function succeeded(book: AccessBook, name: string): void {
  void book.failures.remove(digestOf(name));
}
