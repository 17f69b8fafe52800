import { Refused } from './statement.ts';

/** Lets at most `places` tasks run at once; at most `waiting` wait, in order; the rest are refused. */
export class Gate {
  #free: number;
  readonly #waiting: number;
  readonly #queue: (() => void)[] = [];

  constructor(places: number, waiting: number) {
    this.#free = places;
    this.#waiting = waiting;
  }

  /** Resolves when a place is free; whoever gets it calls `leave` once. Rejects when aborted. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#queue.length >= this.#waiting)
      throw new Refused(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many simultaneous queries');
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#queue.splice(this.#queue.indexOf(enter), 1);
        reject(signal.reason);
      };
      const enter = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#queue.push(enter);
    });
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
