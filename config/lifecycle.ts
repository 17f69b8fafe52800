import { beat } from './heartbeat.ts';

/**
 * Calls `stop` once when this process is asked to end (SIGTERM, SIGINT) or its parent is gone, then
 * exits. A second signal exits at once.
 */
export function onStop(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) process.exit(1);
    stopping = true;
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
