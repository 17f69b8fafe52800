import { beat } from './heartbeat.ts';

/**
 * Calls `stop` once when this process is asked to end (SIGTERM, SIGINT) or its parent is gone, then
 * exits. A second signal exits at once.
 * @param within ms, after which it exits all the same
 */
export function onStop(stop: () => Promise<void>, within = Number.POSITIVE_INFINITY): void {
  let stopping = false;
  const end = () => {
    if (stopping) process.exit(1);
    stopping = true;
    if (Number.isFinite(within)) setTimeout(() => process.exit(1), within).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}

/**
 * Tells the parent process, where there is one, that this one serves, and from then on that it still does.
 * @param say lines for the console
 */
export function tellReady(say: readonly string[] = []): void {
  process.send?.({ ready: true, say });
  beat();
}
