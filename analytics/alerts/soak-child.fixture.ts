import { closeSync, openSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { MONDAY } from '../state/samples.ts';
import { jumped, momentsOf, openCases, SAYS_EVERY, TICK } from './soak.fixture.ts';
import { append, toldIn } from './soak-journal.fixture.ts';
import { Held, Life } from './soak-life.fixture.ts';

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
  /** Rounds of judging, and how long 99 of 100 of them took at most, ms. */
  rounds: number;
  p99: number;
  /** See `Life`. */
  longest: Life['longest'];
  /** The longest that everything stood still to collect garbage once it judged, ms. */
  longestPause: number;
  /** The most memory that it ever held, code and garbage and all. */
  residentMiB: number;
}

async function work({ journal, clocks, days, jumps, seed, from }: ChildWork): Promise<void> {
  let longestPause = 0;
  let judgesSince = Number.POSITIVE_INFINITY;
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries())
      if (startTime > judgesSince) longestPause = Math.max(longestPause, duration);
  }).observe({ entryTypes: ['gc'] });
  const cases = openCases(clocks, days, seed);
  const stored = () => {
    const held = new Held();
    for (const { fact } of toldIn(journal)) held.take(fact);
    return held.kept;
  };
  const random = new Random(from);
  const jumpAt = momentsOf(days, jumps, new Random(seed)).filter((at) => at > from);
  const end = MONDAY + days * DAY;
  const life = new Life(cases, stored, from);
  const file = openSync(journal, 'a');
  const say = (real: Millis) => {
    const { longest, rounds } = life;
    const word: ChildWord = {
      ...{ real, longest, longestPause },
      rounds: rounds.count,
      p99: rounds.percentile(99) / 1_000,
      residentMiB: process.resourceUsage().maxRSS / 1_024,
    };
    process.send?.(word);
  };
  let offset = 0;
  // goes on at its end until nothing is left to tell
  for (let real = from, round = 0, quiet = false; real <= end || !quiet; real += TICK, round++) {
    const told = life.round(Math.min(real, end) + offset);
    quiet = told.length === 0;
    append(file, told);
    life.take(told);
    if (round === 0) judgesSince = performance.now();
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
  await breathe();
  say(end);
}

process.once('message', async (message) => {
  await work(message as ChildWork);
  process.disconnect();
});
