import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { MONDAY } from '../state/samples.ts';
import { JUMP, openCases, SAYS_EVERY, stepsOf, TICK, type Told } from './soak.fixture.ts';
import type { ChildWord, ChildWork } from './soak-child.fixture.ts';
import { linesOf } from './soak-journal.fixture.ts';

/**
 * `npm run bench -- clocks [CASES] [KILLS] [SEED] [DAYS]`: ten simulated days of open cases (a million), judged
 * four times a second by a process of its own that is killed (SIGKILL) at random moments, while it folds
 * anew and while it judges, and whose clock jumps on and back by up to two hours. What it says is a
 * file, which is compared with the steps that the clocks came to.
 */
const JUMPS = 20;
/** The process may have no more, MiB. */
const MEMORY = 6 * 1024;
/** Kills come within so many real ms after its start, or after it began to judge. */
const KILLED_WITHIN = 8_000;

const count = Number(process.argv[2] ?? 1_000_000);
const kills = Number(process.argv[3] ?? 6);
const seed = Number(process.argv[4] ?? 1);
const days = Number(process.argv[5] ?? 10);
const random = new Random(seed);
const folder = mkdtempSync(join(tmpdir(), 'qiao-clocks-'));
const journal = join(folder, 'journal.jsonl');
writeFileSync(journal, '');

const worst = { longestRound: 0, longestJump: 0, longestRestart: 0, residentMiB: 0 };
let real: Millis = MONDAY;

function start(): ChildProcess {
  const flags = [`--max-old-space-size=${MEMORY}`, '--max-semi-space-size=64', '--import', 'tsx'];
  const child = spawn(
    process.execPath,
    [...flags, join(import.meta.dirname, 'soak-child.fixture.ts')],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  child.on('message', (message) => {
    const word = message as ChildWord;
    real = word.real;
    for (const what of ['longestRound', 'longestJump', 'longestRestart', 'residentMiB'] as const)
      worst[what] = Math.max(worst[what], word[what]);
  });
  const work: ChildWork = { journal, clocks: count, days, jumps: JUMPS, seed, from: real };
  child.send(work);
  return child;
}

/** What it said beside what it had to say. */
function compare(): {
  due: number;
  missed: number;
  doubled: number;
  early: number;
  latest: Millis;
} {
  const open = new Map(stepsOf(openCases(count, days, seed)));
  const found = { due: 0, missed: 0, doubled: 0, early: 0, latest: 0 };
  for (const line of linesOf(journal)) {
    const { event, now, late } = JSON.parse(line) as Told;
    if (open.get(event.id) !== event.at) found.doubled++;
    if (event.at > now) found.early++;
    found.latest = Math.max(found.latest, late);
    open.delete(event.id);
    found.due++;
  }
  // at the end its clock may be behind
  const until = MONDAY + days * DAY - JUMP;
  for (const at of open.values()) if (at <= until) found.missed++;
  return found;
}

const began = performance.now();
try {
  for (let killed = 0; killed < kills; killed++) {
    const child = start();
    const exit = once(child, 'exit');
    // every third while it folds anew
    if (killed % 3 !== 2) await once(child, 'message');
    await sleep(random.between(0, KILLED_WITHIN));
    child.kill('SIGKILL');
    await exit;
    // it is down for some minutes, in which lies what it did since its last word
    real += (SAYS_EVERY + random.below(SAYS_EVERY)) * TICK;
  }
  await once(start(), 'exit');
  const seconds = (performance.now() - began) / 1000;
  const { due, missed, doubled, early, latest } = compare();
  console.log(
    `clocks: ${count} open cases over ${days} simulated days, ${kills} kills, ${JUMPS} jumps of the clock: ` +
      `${missed} missed, ${doubled} doubled, ${early} early of ${due} steps; told at most ${latest} ms after ` +
      `their time; longest round ${worst.longestRound.toFixed(0)} ms, over a jump ` +
      `${worst.longestJump.toFixed(0)} ms, restart ${worst.longestRestart.toFixed(0)} ms; at most ${worst.residentMiB.toFixed(0)} MiB resident; ` +
      `${seconds.toFixed(0)} s`,
  );
  if (missed + doubled + early > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
