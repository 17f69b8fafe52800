import type { AlertEvent } from '../../config/contract/facts.ts';
import { type AlertId, type Millis, unitId } from '../../config/contract/ids.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { LADDERS, reachedAt } from '../clocks/ladder.ts';
import { type CaseFold, foldOfHop } from '../state/case-fold.ts';
import { LocalTime } from '../state/local-time.ts';
import { emptyBase, Model } from '../state/model.ts';
import { hop, MONDAY } from '../state/samples.ts';
import { Judge } from './judge.ts';

const TICK = 250;
const time = new LocalTime('Asia/Shanghai');

export interface Soak {
  /** Steps that came true while the machine's clock went on. */
  due: number;
  missed: number;
  doubled: number;
  /** From a step's time, or from the end of the restart or jump that went over it, to its event: at most, ms. */
  latest: Millis;
  /** Longest real time of one round of judging, restarts apart, ms. */
  longestRound: number;
  longestRestart: number;
  kills: number;
  jumps: number;
  heapMiB: number;
}

/** Open cases that came over the last days, with limits from two hours to five days. */
function openCases(count: number, days: number, random: Random): CaseFold[] {
  return Array.from({ length: count }, (_, n) => {
    const receivedAt = MONDAY + Math.floor(random.between(-2 * DAY, days * DAY));
    const dueAt = receivedAt + Math.floor(random.between(2 * HOUR, 5 * DAY));
    const told = { no: String(n), at: receivedAt, receivedAt, dueAt, unit: unitId(`u${n % 8}`) };
    return foldOfHop(hop(told), receivedAt);
  });
}

/**
 * Days of open clocks, judged four times a second by a process that is killed now and then, before or
 * after what it handed in became durable, and whose machine's clock jumps forwards and back. What is
 * durable is only what the journal would hold: cases and events of alerts, each event once.
 */
export function soak(options: {
  clocks: number;
  days: number;
  kills: number;
  jumps: number;
  seed: number;
}): Soak {
  const { clocks, days, kills, jumps, seed } = options;
  const random = new Random(seed);
  const cases = openCases(clocks, days, random);
  const end = MONDAY + days * DAY;
  const moments = (count: number) =>
    Array.from({ length: count }, () => MONDAY + Math.floor(random.between(0, days * DAY))).sort(
      (a, b) => a - b,
    );
  const killAt = moments(kills);
  const jumpAt = moments(jumps);

  const journal = new Map<string, Millis>();
  const newest = new Map<AlertId, AlertEvent>();
  let doubled = 0;
  let latest = 0;
  const keep = (event: AlertEvent, now: Millis, gapFrom: Millis) => {
    if (journal.has(event.id)) doubled++;
    journal.set(event.id, event.at);
    newest.set(event.alertId, event);
    latest = Math.max(latest, now - Math.max(event.at, gapFrom));
  };

  let model: Model;
  let judge: Judge;
  const start = (now: Millis) => {
    model = new Model(time, now, { ...emptyBase(), cases, alerts: newest.values() });
    judge = new Judge('zh');
  };

  let offset = 0;
  let highest = MONDAY;
  let longestRound = 0;
  let longestRestart = 0;
  let seq = 0;
  start(MONDAY);
  for (let real = MONDAY, gapFrom = MONDAY, fresh = true; real <= end; ) {
    const now = real + offset;
    const began = performance.now();
    model!.advance(now);
    const events = judge!.judge(model!);
    const took = performance.now() - began;
    if (fresh) longestRestart = Math.max(longestRestart, took);
    else longestRound = Math.max(longestRound, took);
    fresh = false;

    const killed = killAt.length > 0 && (killAt[0] as Millis) <= real;
    // killed while it handed in: a part became durable
    const durable = killed ? events.slice(0, random.below(events.length + 1)) : events;
    for (const event of durable) {
      keep(event, now, gapFrom);
      if (!killed) model!.apply({ seq: ++seq, accepted: now, fact: event });
    }
    highest = Math.max(highest, now);
    real += TICK;
    gapFrom = 0;
    if (killed) {
      killAt.shift();
      real += random.below(120) * 250;
      gapFrom = real + offset;
      fresh = true;
      const restarted = performance.now();
      start(real + offset);
      longestRestart = Math.max(longestRestart, performance.now() - restarted);
    } else if (jumpAt.length > 0 && (jumpAt[0] as Millis) <= real) {
      jumpAt.shift();
      offset = offset === 0 ? Math.floor(random.between(-2 * HOUR, 2 * HOUR)) : 0;
      gapFrom = real + offset;
    }
  }

  let due = 0;
  let missed = 0;
  for (const { id, dimensions, due: told } of cases) {
    const running = { from: dimensions.receivedAt, dueAt: told?.value ?? 0 };
    for (const { share, level } of LADDERS.handle) {
      const at = reachedAt(running, share);
      if (at === null || at > highest) continue;
      due++;
      if (!journal.has(`overdue:${id}:${running.dueAt}:raised:${level}`)) missed++;
    }
  }
  globalThis.gc?.();
  return {
    due,
    missed,
    doubled: doubled + (journal.size - (due - missed)),
    latest,
    longestRound,
    longestRestart,
    kills,
    jumps,
    heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
  };
}
