/**
 * The server's end of a screen's line as a complete table: every state answers every event.
 *
 * 1. Shared frames reach a screen in `level` alone, and there it holds exactly what its audience was told.
 * 2. A line in any other state keeps no frame but the one under way: what it misses is a position, not
 *    a queue, and `fill` tells the difference from there to now.
 * 3. `fill` is run only where no frame is under way, so the pieces of two frames never mix.
 * 4. Every way out of `level` runs `leave`, every way into it `join`; both nowhere else.
 * 5. `greeting` lasts at most HELLO_WITHIN_MS. `filling` and `behind` last while the line takes
 *    nothing; the transport ends a line that shows no sign of life.
 * 6. What the screen shows is changed by `ask` alone, and a `fill` follows it before the screen is level.
 * 7. `ended` is final: nothing is run in it.
 */
export type State = 'greeting' | 'filling' | 'level' | 'behind' | 'ended';
export type Event =
  /** A hello of this version, of what the screen may see. */
  | 'hello'
  /** Another choice of what is shown, which the screen may see. */
  | 'show'
  /** Anything else that was said, or nothing for too long, or the server stops. */
  | 'wrong'
  /** The line did not take a shared frame. */
  | 'refused'
  /** A shared frame is longer than one piece. */
  | 'long'
  /** The line takes more. */
  | 'room'
  /** The line has sent all. */
  | 'empty'
  /** The last piece of the frame under way was handed over. */
  | 'filled'
  /** There is nothing to fill. */
  | 'even'
  | 'closed';
export type Effect =
  /** Takes over what the screen wants shown. */
  | 'ask'
  /** Sends the frame from the position to now, or says that the screen is even. */
  | 'fill'
  /** Sends pieces while the line takes them. */
  | 'pump'
  | 'join'
  | 'leave'
  /** Says why, and closes. */
  | 'end'
  /** Forgets the screen. */
  | 'forget';
export interface Transition {
  to: State;
  run: readonly Effect[];
}

export const HELLO_WITHIN_MS = 10_000;

const stay = (to: State): Transition => ({ to, run: [] });
const end: Transition = { to: 'ended', run: ['end', 'forget'] };
const gone: Transition = { to: 'ended', run: ['forget'] };

export const TABLE: Record<State, Record<Event, Transition>> = {
  greeting: {
    hello: { to: 'filling', run: ['ask', 'fill'] },
    show: end,
    wrong: end,
    refused: stay('greeting'),
    long: stay('greeting'),
    room: stay('greeting'),
    empty: stay('greeting'),
    filled: stay('greeting'),
    even: stay('greeting'),
    closed: gone,
  },
  filling: {
    hello: end,
    show: { to: 'filling', run: ['ask'] },
    wrong: end,
    refused: stay('filling'),
    long: stay('filling'),
    room: { to: 'filling', run: ['pump'] },
    empty: { to: 'filling', run: ['pump'] },
    filled: { to: 'filling', run: ['fill'] },
    even: { to: 'level', run: ['join'] },
    closed: gone,
  },
  level: {
    hello: { to: 'ended', run: ['leave', 'end', 'forget'] },
    show: { to: 'filling', run: ['leave', 'ask', 'fill'] },
    wrong: { to: 'ended', run: ['leave', 'end', 'forget'] },
    refused: { to: 'behind', run: ['leave'] },
    long: { to: 'filling', run: ['leave', 'fill'] },
    room: stay('level'),
    empty: stay('level'),
    filled: stay('level'),
    even: stay('level'),
    closed: { to: 'ended', run: ['leave', 'forget'] },
  },
  behind: {
    hello: end,
    show: { to: 'behind', run: ['ask'] },
    wrong: end,
    refused: stay('behind'),
    long: stay('behind'),
    room: stay('behind'),
    empty: { to: 'filling', run: ['fill'] },
    filled: stay('behind'),
    even: stay('behind'),
    closed: gone,
  },
  ended: {
    hello: stay('ended'),
    show: stay('ended'),
    wrong: stay('ended'),
    refused: stay('ended'),
    long: stay('ended'),
    room: stay('ended'),
    empty: stay('ended'),
    filled: stay('ended'),
    even: stay('ended'),
    closed: stay('ended'),
  },
};
