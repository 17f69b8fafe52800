import type { ChildProcess } from 'node:child_process';

const BEAT_MS = 1_000;
/** A round of the longest start takes half of it on a slow machine. */
const MISSED = 60;

/** Tells the parent process once a second that this one still comes round to it. */
export function beat(every = BEAT_MS): void {
  setInterval(() => {
    if (process.connected) process.send?.({ alive: true });
  }, every).unref();
}

/**
 * Ends a process that beat once and then beats no more: it hangs, and a new one would serve. Counted
 * in rounds of our own, so that a machine that slept accuses nobody.
 * @param silent told before it is ended, so that the reason is known
 */
export function endWhenSilent(
  child: ChildProcess,
  silent: () => void,
  { every = BEAT_MS, missed = MISSED } = {},
): void {
  let rounds: number | null = null;
  child.on('message', () => {
    rounds = 0;
  });
  const looking = setInterval(() => {
    if (rounds === null || ++rounds <= missed) return;
    clearInterval(looking);
    silent();
    child.kill('SIGKILL');
  }, every);
  child.on('exit', () => clearInterval(looking));
}
