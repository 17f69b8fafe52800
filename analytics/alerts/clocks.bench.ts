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
import { JUMP, openCases, SAYS_EVERY, TICK, verdictOf } from './soak.fixture.ts';
import type { ChildWord, ChildWork } from './soak-child.fixture.ts';
import { toldIn } from './soak-journal.fixture.ts';

/**
 * `npm run bench -- clocks [CASES] [KILLS] [SEED] [DAYS]`: ten simulated days of open cases (a million), judged
 * four times a second by a process of its own that is killed (SIGKILL) at random moments, while it folds
 * anew and while it judges, and whose clock jumps on and back by up to two hours. What it says is a
 * file, which is compared with the steps that the clocks came to.
 */
const JUMPS = 20;
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

const words: ChildWord[] = [];
let real: Millis = MONDAY;

function start(): ChildProcess {
  // with the flags with which start.ts runs analytics: none
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'soak-child.fixture.ts')],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  let life = -1;
  child.on('message', (message) => {
    const word = message as ChildWord;
    real = word.real;
    if (life < 0) life = words.push(word) - 1;
    else words[life] = word;
  });
  const work: ChildWork = { journal, clocks: count, days, jumps: JUMPS, seed, from: real };
  child.send(work);
  return child;
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
  // at the end its clock may be behind
  const until = MONDAY + days * DAY - JUMP;
  const { due, missed, doubled, early, latest } = verdictOf(
    openCases(count, days, seed),
    toldIn(journal),
    until,
  );
  const most = (of: (word: ChildWord) => number) => Math.max(...words.map(of)).toFixed(0);
  const { rounds, p99 } = words.reduce((a, b) => (b.rounds > a.rounds ? b : a));
  console.log(
    `clocks: ${count} open cases over ${days} simulated days, ${kills} kills, ${JUMPS} jumps of the clock: ` +
      `${missed} missed, ${doubled} doubled, ${early} early of ${due} steps, each told or not told once; ` +
      `handed in at most ${latest.step} ms after their time, decided on ${latest.telling} ms; ` +
      `longest round ${most(({ longest }) => longest.round)} ms (99 of 100 of ${rounds}: ${p99.toFixed(2)} ms), ` +
      `over a jump ${most(({ longest }) => longest.jump)} ms, restart ${most(({ longest }) => longest.restart)} ms, ` +
      `taking back ${most(({ longest }) => longest.taking)} ms; ` +
      `longest pause for garbage ${most(({ longestPause }) => longestPause)} ms; ` +
      `at most ${most(({ residentMiB }) => residentMiB)} MiB resident; ${seconds.toFixed(0)} s`,
  );
  if (missed + doubled + early > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
