import { closeSync, openSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { MONDAY } from '../state/samples.ts';
import { jumped, Life, momentsOf, openCases, SAYS_EVERY, TICK } from './soak.fixture.ts';
import { append, newestIn } from './soak-journal.fixture.ts';

/**
 * A process that judges open clocks from a moment on, until the days are over or it is killed. What is
 * durable is a file: a line an event, of which the last may be torn.
 */
export interface ChildWork {
  journal: string;
  clocks: number;
  days: number;
  jumps: number;
  seed: number;
  /** When it begins, by a clock that is right. */
  from: Millis;
}

/** What it says now and then, and at the end: when it has come to, and what it took until then. */
export interface ChildWord {
  real: Millis;
  longestRound: number;
  longestJump: number;
  longestRestart: number;
  /** The most memory that it ever held, code and garbage and all. */
  residentMiB: number;
}

async function work({ journal, clocks, days, jumps, seed, from }: ChildWork): Promise<void> {
  const cases = openCases(clocks, days, seed);
  const newest = newestIn(journal);
  const file = openSync(journal, 'a');
  const random = new Random(from);
  const jumpAt = momentsOf(days, jumps, new Random(seed)).filter((at) => at > from);
  const end = MONDAY + days * DAY;
  const life = new Life(cases, newest, from);
  const say = (real: Millis) => {
    const { longestRound, longestJump, longestRestart } = life;
    const residentMiB = process.resourceUsage().maxRSS / 1024;
    const word: ChildWord = { real, longestRound, longestJump, longestRestart, residentMiB };
    process.send?.(word);
  };
  let offset = 0;
  for (let real = from, round = 0; real <= end; real += TICK, round++) {
    const told = life.round(real + offset);
    append(file, told);
    life.take(told);
    if (jumpAt.length > 0 && jumpAt[0]! <= real) {
      jumpAt.shift();
      offset = jumped(offset, random);
      life.wentOver(real + offset);
    }
    if (round % SAYS_EVERY === 0) {
      say(real);
      await breathe();
    }
  }
  closeSync(file);
  say(end);
}

process.once('message', async (message) => {
  await work(message as ChildWork);
  process.disconnect();
});
