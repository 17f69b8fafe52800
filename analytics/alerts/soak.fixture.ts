import { type Millis, unitId } from '../../config/contract/ids.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { Random } from '../../config/deployment/random.ts';
import { type Clock, LADDERS, reachedAt } from '../clocks/ladder.ts';
import { runningClocks } from '../clocks/running.ts';
import { type CaseFold, foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { hop, MONDAY } from '../state/samples.ts';
import { Held, Life, type Told } from './soak-life.fixture.ts';

/** Between two rounds of judging: as often as the product judges. */
export const TICK = 250;
/** Rounds between two words of a process on how far it is. */
export const SAYS_EVERY = 2_000;
/** A clock of the machine that is wrong is wrong by at most this. */
export const JUMP = 2 * HOUR;

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

/** What was told beside what was to be told. */
export interface Verdict {
  /** Steps that came true. */
  due: number;
  /** Steps that were not handed in, and such as nothing was decided of whether they are told. */
  missed: number;
  /** Handed in or decided twice, or at another time than theirs, or though no clock came to it. */
  doubled: number;
  /** Handed in before their time. */
  early: number;
  /** See `Told`: at most, ms; of steps that were handed in, and of decisions whether to tell. */
  latest: { step: Millis; telling: Millis };
}

/** @param until steps of this time and before had to be handed in */
export function verdictOf(cases: readonly CaseFold[], all: Iterable<Told>, until: Millis): Verdict {
  const open = new Map(stepsOf(cases));
  const undecided = new Set<string>();
  const found: Verdict = {
    ...{ due: 0, missed: 0, doubled: 0, early: 0 },
    latest: { step: 0, telling: 0 },
  };
  for (const { fact, now, late } of all) {
    const { latest } = found;
    if (fact.kind === 'telling') {
      if (!undecided.delete(`${fact.alertId}:raised:${fact.level}`)) found.doubled++;
      latest.telling = Math.max(latest.telling, late);
      continue;
    }
    if (open.get(fact.id) !== fact.at) found.doubled++;
    if (fact.at > now) found.early++;
    latest.step = Math.max(latest.step, late);
    open.delete(fact.id);
    undecided.add(fact.id);
    found.due++;
  }
  found.missed = undecided.size;
  for (const at of open.values()) if (at <= until) found.missed++;
  return found;
}

/**
 * Days of open clocks, judged by a process that is killed now and then, before or after what it handed
 * in became durable, and whose machine's clock jumps on and back. What is durable is only what the
 * journal would hold: cases, events of alerts and what became of telling them, each once.
 */
export function soak(options: {
  clocks: number;
  days: number;
  kills: number;
  jumps: number;
  seed: number;
}): Verdict {
  const { clocks, days, kills, jumps, seed } = options;
  const random = new Random(seed);
  const cases = openCases(clocks, days, seed);
  const end = MONDAY + days * DAY;
  const killAt = momentsOf(days, kills, random);
  const jumpAt = momentsOf(days, jumps, random);

  const journal: Told[] = [];
  const held = new Held();
  const stored = () => held.kept;
  let highest = MONDAY;
  let offset = 0;
  let life = new Life(cases, stored, MONDAY);
  for (let real = MONDAY, quiet = false; real <= end || !quiet; real += TICK) {
    const now = Math.min(real, end) + offset;
    highest = Math.max(highest, now);
    const told = life.round(now);
    quiet = told.length === 0;
    const killed = killAt.length > 0 && killAt[0]! <= real;
    // killed while it handed in: a part became durable
    const durable = killed ? told.slice(0, random.below(told.length + 1)) : told;
    for (const each of durable) {
      journal.push(each);
      held.take(each.fact);
    }
    life.take(durable);
    if (killed) {
      killAt.shift();
      real += random.below(120) * TICK;
      life = new Life(cases, stored, real + offset);
    } else if (jumpAt.length > 0 && jumpAt[0]! <= real) {
      jumpAt.shift();
      offset = jumped(offset, random);
      life.wentOver(real + offset);
    }
  }
  return verdictOf(cases, journal, highest);
}
