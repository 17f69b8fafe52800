import { type Accessor, createSignal } from 'solid-js';
import type { Millis } from '../../config/contract/ids.ts';
import type { State } from '../net/connection.ts';

/** What heals by itself: the line to the server, a lost graphics context, a page that loads itself anew. */
export type Healing = 'server' | 'graphics' | 'page';

export interface Heal {
  what: Healing;
  /** Server's machine time at which it was whole again. */
  at: Millis;
  /** How long it was not, milliseconds. */
  ms: number;
}

export interface Watchdog {
  /** The newest heals, oldest first. */
  heals: readonly Heal[];
  last: Accessor<Heal | null>;
  healed(what: Healing, ms: number): void;
  /** Hears how the line stands. The first line of a page heals nothing. */
  changed(state: State): void;
}

const KEPT = 5000;

/**
 * Notes what healed by itself, and when; the page's console has every line of it.
 * @param machine server's machine time
 * @param now milliseconds of a clock that nobody sets
 */
export function createWatchdog(machine: Accessor<Millis>, now: () => number): Watchdog {
  const heals: Heal[] = [];
  const [last, setLast] = createSignal<Heal | null>(null);
  let wasLive = false;
  let lostAt: number | null = null;

  const healed = (what: Healing, ms: number) => {
    const heal = { what, at: machine(), ms };
    heals.push(heal);
    if (heals.length > KEPT) heals.shift();
    setLast(heal);
    console.info(`${new Date(heal.at).toISOString()} healed: ${what} after ${Math.round(ms)} ms`);
  };
  return {
    heals,
    last,
    healed,
    changed(state) {
      if (state !== 'live') {
        if (wasLive) lostAt ??= now();
        return;
      }
      wasLive = true;
      if (lostAt !== null) healed('server', now() - lostAt);
      lostAt = null;
    },
  };
}
