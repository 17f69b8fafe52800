import { beat } from './heartbeat.ts';

/** Beats fast, and on a word from its parent hangs, as a loop without an end does. */
beat(20);
process.on('message', () => {
  for (;;);
});
process.on('disconnect', () => process.exit());
setInterval(() => {}, 1_000);
