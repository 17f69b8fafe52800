import type { Millis } from '../../config/contract/ids.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';

/** The clocks of a case (domain §1.3): the whole of its handling, and the step in which it is. */
export const CLOCKS = ['handle', 'verify', 'sign', 'contact', 'check', 'visit'] as const;
export type Clock = (typeof CLOCKS)[number];

/** A clock that runs: from when, and until when it is in time. */
export interface Running {
  clock: Clock;
  from: Millis;
  dueAt: Millis;
}

/** Something to be said once so much of the limit is used. */
export interface Rung {
  /** Of the limit; 1 is its end. */
  share: number;
  level: Exclude<AlertLevel, 'blue'>;
}

/**
 * What is said of a clock as it runs out (domain §1.6): the handling of a case as the lights say,
 * yellow at 70 % for the unit, red overdue for the deputy in charge (分管), purple at twice the limit
 * for the chief (主要领导); a step that is late for the centre, and at twice its limit for the deputy.
 */
export const LADDERS: Readonly<Record<Clock, readonly Rung[]>> = {
  handle: [
    { share: 0.7, level: 'yellow' },
    { share: 1, level: 'red' },
    { share: 2, level: 'purple' },
  ],
  verify: [{ share: 1, level: 'yellow' }],
  sign: [
    { share: 1, level: 'yellow' },
    { share: 2, level: 'red' },
  ],
  contact: [{ share: 1, level: 'yellow' }],
  check: [{ share: 1, level: 'yellow' }],
  visit: [{ share: 1, level: 'yellow' }],
};

/**
 * The rungs of any of the clocks that lie about `now`: the last one reached, at `now` or before, and the
 * next one after it. Null: none is.
 */
export function rungsAbout(
  running: readonly Running[],
  now: Millis,
): { last: Millis | null; next: Millis | null } {
  let last: Millis | null = null;
  let next: Millis | null = null;
  for (const clock of running)
    for (const { share } of LADDERS[clock.clock]) {
      const at = reachedAt(clock, share);
      if (at === null) continue;
      if (at > now) {
        if (next === null || at < next) next = at;
      } else if (last === null || at > last) last = at;
    }
  return { last, next };
}

/**
 * The instant from which a rung is reached: its share of the limit after the start. Late is late from
 * the millisecond after the end. Null: never, as twice a limit of no length (due before it began).
 */
export function reachedAt({ from, dueAt }: Omit<Running, 'clock'>, share: number): Millis | null {
  const limit = Math.max(0, dueAt - from);
  if (share === 1) return dueAt + 1;
  if (share < 1) return Math.min(Math.ceil(from + share * limit), dueAt + 1);
  return limit === 0 ? null : from + share * limit;
}
