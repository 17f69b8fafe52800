import type { AlertEvent } from '../../config/contract/facts.ts';
import { type AlertId, type Millis, unitId } from '../../config/contract/ids.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { type Clock, LADDERS, reachedAt } from '../clocks/ladder.ts';
import { runningClocks } from '../clocks/running.ts';
import { type CaseFold, foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { LocalTime } from '../state/local-time.ts';
import { emptyBase, Model } from '../state/model.ts';
import { hop, MONDAY } from '../state/samples.ts';
import { Judge } from './judge.ts';

/** Between two rounds of judging: as often as the product judges. */
export const TICK = 250;
/** Rounds between two words of a process on how far it is. */
export const SAYS_EVERY = 2_000;
/** A clock of the machine that is wrong is wrong by at most this. */
export const JUMP = 2 * HOUR;
const time = new LocalTime('Asia/Shanghai');

/** Open cases that came over some days, with limits from two hours to five days; every fourth waits to be signed for. */
export function openCases(count: number, days: number, seed: number): CaseFold[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, n) => {
    const receivedAt = MONDAY + Math.floor(random.between(-2 * DAY, days * DAY));
    const dueAt = receivedAt + Math.floor(random.between(2 * HOUR, 5 * DAY));
    const told = { no: String(n), receivedAt, dueAt, unit: unitId(`u${n % 8}`) };
    const reported = foldOfHop(hop({ ...told, at: receivedAt }), receivedAt);
    if (n % 4 !== 0) return reported;
    const at = receivedAt + HOUR;
    const stepDue = new Date(at + Math.floor(random.between(HOUR, DAY))).toISOString();
    const sent = hop({ ...told, event: 'dispatch', at, details: { stepDue } });
    return mergeFolds(reported, foldOfHop(sent, at));
  });
}

/** Moments of some days, in order. */
export const momentsOf = (days: number, count: number, random: Random): Millis[] =>
  Array.from({ length: count }, () => MONDAY + Math.floor(random.between(0, days * DAY))).sort(
    (a, b) => a - b,
  );

/** A machine's clock: right, then wrong, then right again. */
export const jumped = (offset: Millis, random: Random): Millis =>
  offset === 0 ? Math.floor(random.between(-JUMP, JUMP)) : 0;

/** An event that was handed in, when, and how long after its time, or after what went over its time. */
export interface Told {
  event: AlertEvent;
  now: Millis;
  late: Millis;
}

/** One life of the process that judges: from what the store holds until it is killed. */
export class Life {
  readonly #cases: readonly CaseFold[];
  readonly #newest: Map<AlertId, AlertEvent>;
  #model!: Model;
  #judge!: Judge;
  #gapFrom: Millis = 0;
  /** What folding anew took, until its first round is judged too. */
  #restarting = 0;
  #seq = 0;
  /** Longest real times, ms: of folding anew with its first round, of a round over a jump, of any other. */
  longestRestart = 0;
  longestJump = 0;
  longestRound = 0;

  /** @param newest newest event of each alert; it grows with what is told */
  constructor(cases: readonly CaseFold[], newest: Map<AlertId, AlertEvent>, now: Millis) {
    this.#cases = cases;
    this.#newest = newest;
    this.#restart(now);
  }

  /** Judges at a time. What it gives is to become durable, and then to be taken. */
  round(now: Millis): Told[] {
    const began = performance.now();
    const anew = !this.#model.advance(now);
    if (anew) this.#restart(now);
    const events = this.#judge.judge(this.#model);
    while (this.#model.cases.unjudged.size > 0) events.push(...this.#judge.judge(this.#model));
    const took = performance.now() - began + (anew ? 0 : this.#restarting);
    const from = this.#gapFrom;
    if (this.#restarting > 0) this.longestRestart = Math.max(this.longestRestart, took);
    else if (from > 0) this.longestJump = Math.max(this.longestJump, took);
    else this.longestRound = Math.max(this.longestRound, took);
    this.#gapFrom = 0;
    this.#restarting = 0;
    return events.map((event) => ({ event, now, late: now - Math.max(event.at, from) }));
  }

  /** What became durable comes back with the journal. */
  take(told: readonly Told[]): void {
    for (const { event, now } of told) {
      this.#newest.set(event.alertId, event);
      this.#model.apply({ seq: ++this.#seq, accepted: now, fact: event });
    }
  }

  /** Says that time did not pass as usual until `now`: nothing before could be told at its time. */
  wentOver(now: Millis): void {
    this.#gapFrom = now;
  }

  #restart(now: Millis): void {
    const began = performance.now();
    this.#model = new Model(time, now, {
      ...emptyBase(),
      seq: this.#seq,
      cases: this.#cases,
      alerts: this.#newest.values(),
    });
    this.#judge = new Judge('zh');
    this.#gapFrom = now;
    this.#restarting = performance.now() - began;
  }
}

const RULE: Readonly<Partial<Record<Clock, string>>> = { handle: 'overdue', sign: 'unsigned' };

/** Every step that the clocks of the cases ever come to: id of its event, and when. */
export function* stepsOf(cases: readonly CaseFold[]): Generator<[id: string, at: Millis]> {
  for (const fold of cases)
    for (const clock of runningClocks(fold))
      for (const { share, level } of LADDERS[clock.clock]) {
        const at = reachedAt(clock, share);
        if (at !== null)
          yield [`${RULE[clock.clock]}:${fold.id}:${clock.dueAt}:raised:${level}`, at];
      }
}

export interface Soak {
  /** Steps that came true. */
  due: number;
  missed: number;
  /** Told twice, or at another time than theirs, or though no clock came to it. */
  doubled: number;
  /** See `Told`: at most, ms. */
  latest: Millis;
}

/**
 * Days of open clocks, judged by a process that is killed now and then, before or after what it handed
 * in became durable, and whose machine's clock jumps on and back. What is durable is only what the
 * journal would hold: cases and events of alerts, each event once.
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
  const cases = openCases(clocks, days, seed);
  const end = MONDAY + days * DAY;
  const killAt = momentsOf(days, kills, random);
  const jumpAt = momentsOf(days, jumps, random);

  const journal = new Map<string, Millis>();
  const newest = new Map<AlertId, AlertEvent>();
  let doubled = 0;
  let latest = 0;
  let highest = MONDAY;
  let offset = 0;
  let life = new Life(cases, newest, MONDAY);
  for (let real = MONDAY; real <= end; real += TICK) {
    const now = real + offset;
    highest = Math.max(highest, now);
    const told = life.round(now);
    const killed = killAt.length > 0 && killAt[0]! <= real;
    // killed while it handed in: a part became durable
    const durable = killed ? told.slice(0, random.below(told.length + 1)) : told;
    for (const { event, late } of durable) {
      if (journal.has(event.id)) doubled++;
      journal.set(event.id, event.at);
      latest = Math.max(latest, late);
    }
    life.take(durable);
    if (killed) {
      killAt.shift();
      real += random.below(120) * TICK;
      life = new Life(cases, newest, real + offset);
    } else if (jumpAt.length > 0 && jumpAt[0]! <= real) {
      jumpAt.shift();
      offset = jumped(offset, random);
      life.wentOver(real + offset);
    }
  }

  let due = 0;
  let missed = 0;
  for (const [id, at] of stepsOf(cases)) {
    if (at > highest) continue;
    due++;
    if (journal.get(id) !== at) missed++;
  }
  return { due, missed, doubled: doubled + journal.size - (due - missed), latest };
}
