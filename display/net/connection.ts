import { assertNever } from '../../config/contract/result.ts';

/**
 * The line to the server as a complete table: every state answers every event.
 *
 * 1. At most one socket is open. `open` is run only where none is held, and every way out of
 *    `connecting`, `greeting` and `live` drops the held one.
 * 2. `hello` is said once a socket, when it opens, and never elsewhere.
 * 3. A timer of silence runs exactly in `connecting`, `greeting` and `live`; a timer of waiting
 *    exactly in `waiting` and `outdated`. So no state can last for ever without a sign of life.
 * 4. The waits grow from one failure to the next and start anew only after something was heard.
 * 5. A gap never mends itself on the same socket: it is dropped, and the next hello asks anew.
 * 6. A page that is `outdated` asks to be loaded anew, and goes on asking the server after a wait: the
 *    load may have been refused (main.tsx), or have brought the same page.
 * 7. `stopped` is final: no event leaves it and nothing is run in it.
 */
export type State = 'connecting' | 'greeting' | 'live' | 'waiting' | 'outdated' | 'stopped';
export type Event =
  | 'opened'
  /** Any message, a beat too. */
  | 'heard'
  /** A patch that does not fit the state held. */
  | 'gap'
  /** Nothing for SILENCE_MS. */
  | 'silence'
  | 'closed'
  /** The wait is over. */
  | 'due'
  /** The server speaks another version. */
  | 'reload'
  | 'stop';
export type Effect = 'open' | 'hello' | 'watch' | 'calm' | 'drop' | 'wait' | 'reload';
export interface Transition {
  to: State;
  run: readonly Effect[];
}

export const FIRST: Transition = { to: 'connecting', run: ['open', 'watch'] };

const stay = (to: State): Transition => ({ to, run: [] });
const retry: Transition = { to: 'waiting', run: ['drop', 'wait'] };
const stop: Transition = { to: 'stopped', run: ['drop'] };
const outdated: Transition = { to: 'outdated', run: ['drop', 'wait', 'reload'] };

export const TABLE: Record<State, Record<Event, Transition>> = {
  connecting: {
    opened: { to: 'greeting', run: ['hello', 'watch'] },
    heard: stay('connecting'),
    gap: stay('connecting'),
    silence: retry,
    closed: retry,
    due: stay('connecting'),
    reload: stay('connecting'),
    stop,
  },
  greeting: {
    opened: stay('greeting'),
    heard: { to: 'live', run: ['watch', 'calm'] },
    gap: retry,
    silence: retry,
    closed: retry,
    due: stay('greeting'),
    reload: outdated,
    stop,
  },
  live: {
    opened: stay('live'),
    heard: { to: 'live', run: ['watch'] },
    gap: retry,
    silence: retry,
    closed: retry,
    due: stay('live'),
    reload: outdated,
    stop,
  },
  waiting: {
    opened: stay('waiting'),
    heard: stay('waiting'),
    gap: stay('waiting'),
    silence: stay('waiting'),
    closed: stay('waiting'),
    due: FIRST,
    reload: stay('waiting'),
    stop,
  },
  outdated: {
    opened: stay('outdated'),
    heard: stay('outdated'),
    gap: stay('outdated'),
    silence: stay('outdated'),
    closed: stay('outdated'),
    due: FIRST,
    reload: stay('outdated'),
    stop,
  },
  stopped: {
    opened: stay('stopped'),
    heard: stay('stopped'),
    gap: stay('stopped'),
    silence: stay('stopped'),
    closed: stay('stopped'),
    due: stay('stopped'),
    reload: stay('stopped'),
    stop: stay('stopped'),
  },
};

const FIRST_WAIT_MS = 250;
export const LONGEST_WAIT_MS = 1000;

/**
 * Milliseconds to wait after `failures` failures in a row (from 0). `random` in 0 … 1 spreads the
 * screens of one server, so that they do not all come back in the same instant.
 */
export const waitAfter = (failures: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + 0.5 * random);

/** Whether a socket is held in this state (invariant 1). */
export function holdsSocket(state: State): boolean {
  switch (state) {
    case 'connecting':
    case 'greeting':
    case 'live':
      return true;
    case 'waiting':
    case 'outdated':
    case 'stopped':
      return false;
    default:
      return assertNever(state);
  }
}
