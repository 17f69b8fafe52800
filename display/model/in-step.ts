import type { Millis } from '../../config/contract/ids.ts';
import type { ServerMessage } from '../../config/contract/wire.ts';

/**
 * Several browsers show one wall: all of them show the same frame of data and the same clock. Each one
 * holds what it hears, and at every beat of the server's time shows all that was sent HOLD_MS before the
 * beat and nothing younger. So what is shown depends on the beat alone, not on when a message came.
 */
export const BEAT_MS = 100;
/** Longer than any message is under way within a building; the wall is later by so much. */
export const HOLD_MS = 300;
/** The server's time is ahead of this machine's by the most that any of so many messages said: the quickest told it best. */
const HEARD = 64;
const MOST_HELD = 2000;
const LATE_KEPT = 2000;

export class InStep {
  readonly #held: ServerMessage[] = [];
  readonly #ahead: number[] = [];
  #beat = 0;
  #broken = false;
  readonly #show: (message: ServerMessage) => boolean;
  readonly #wallTime: () => Millis;

  /** @param show applies a message; false: it does not fit */
  constructor(show: (message: ServerMessage) => boolean, wallTime: () => Millis) {
    this.#show = show;
    this.#wallTime = wallTime;
  }

  /** Beats at which this browser, or its line, was too slow to show what the others showed; the newest. */
  readonly late: { from: Millis; to: Millis }[] = [];

  /** Server time of the beat that is shown. */
  get beat(): Millis {
    return this.#beat;
  }

  /** Holds a message. False where one before it did not fit: the line is to be renewed. */
  take(message: ServerMessage): boolean {
    if (this.#broken) {
      this.#broken = false;
      this.#held.length = 0;
      return false;
    }
    if (message.t !== 'reload') {
      this.#ahead.push(message.at - this.#wallTime());
      if (this.#ahead.length > HEARD) this.#ahead.shift();
    }
    const due = sentAt(message) + HOLD_MS;
    if (this.#beat >= due && message.t !== 'reload') {
      this.late.push({ from: due, to: this.#beat });
      if (this.late.length > LATE_KEPT) this.late.shift();
    }
    this.#held.push(message);
    // A page that is not drawn holds no endless past: what it missed is asked for anew.
    if (this.#held.length > MOST_HELD) this.#broken = true;
    return true;
  }

  /** Call in every animation frame. True where a new beat has come, and with it what is shown. */
  frame(): boolean {
    const server = this.#wallTime() + (this.#ahead.length > 0 ? Math.max(...this.#ahead) : 0);
    const beat = Math.floor(server / BEAT_MS) * BEAT_MS;
    if (beat <= this.#beat && this.#beat - beat < 10 * HOLD_MS) return false;
    this.#beat = beat;
    while (this.#held[0] && sentAt(this.#held[0]) <= beat - HOLD_MS) {
      const message = this.#held.shift() as ServerMessage;
      if (this.#show(message)) continue;
      this.#broken = true;
      this.#held.length = 0;
    }
    return true;
  }
}

const sentAt = (message: ServerMessage): Millis => (message.t === 'reload' ? 0 : message.at);
