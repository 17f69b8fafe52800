import type { Millis } from './ids.ts';

/**
 * The time that the command centre lives in. `live` is the machine's own; `city` may run ahead at a
 * speed; `replay` runs through the past at a speed; `archive` stands at the newest record.
 */
export interface Clock {
  mode: 'live' | 'city' | 'replay' | 'archive';
  /** Deployment time at machine time `asOf`. */
  now: Millis;
  asOf: Millis;
  /** Deployment milliseconds per machine millisecond; 0: stands still. */
  rate: number;
}

/** Deployment time at machine time `machine`. */
export const timeOf = (clock: Clock, machine: Millis): Millis =>
  clock.now + (machine - clock.asOf) * clock.rate;

export const liveClock = (machine: Millis): Clock => ({
  mode: 'live',
  now: machine,
  asOf: machine,
  rate: 1,
});
