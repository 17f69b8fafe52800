import { soak } from './soak.fixture.ts';

/**
 * `npm run bench -- clocks [CLOCKS] [SEED]`: ten simulated days of open clocks (a million), judged four
 * times a second, with kills and jumps of the machine's clock.
 */
const clocks = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const before = process.memoryUsage().heapUsed;
const told = soak({ clocks, days: 10, kills: 20, jumps: 20, seed });
console.log(
  `clocks: ${told.missed} missed, ${told.doubled} doubled of ${told.due} steps of ${clocks} clocks in 10 days with ` +
    `${told.kills} kills and ${told.jumps} jumps; told at most ${told.latest} ms after their time; longest round ` +
    `${told.longestRound.toFixed(0)} ms, restart ${told.longestRestart.toFixed(0)} ms; heap ` +
    `${told.heapMiB.toFixed(0)} MiB (ratio to the heap before: ${((told.heapMiB * 2 ** 20) / before).toFixed(0)})`,
);
