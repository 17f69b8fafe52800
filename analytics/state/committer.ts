import type { Millis } from '../../config/contract/ids.ts';
import type { Picture } from './picture.ts';

/** Least time between two commits that nobody asked for at once. */
const COMMIT_MS = 20;

/** Commits the picture soon after it changed, and not too often. */
export class Committer {
  readonly #picture: Picture;
  readonly #publish: (offset: number) => void;
  readonly #now: () => Millis;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** @param now machine time */
  constructor(picture: Picture, publish: (offset: number) => void, now: () => Millis) {
    this.#picture = picture;
    this.#publish = publish;
    this.#now = now;
  }

  /** Commits within `COMMIT_MS`: at once where the last commit is that long ago. */
  soon(): void {
    if (this.#timer) return;
    const wait = Math.max(0, Math.min(COMMIT_MS, this.#last + COMMIT_MS - this.#now()));
    this.#timer = setTimeout(() => this.commit(), wait);
  }

  /** Commits now. */
  commit(): void {
    this.stop();
    this.#last = this.#now();
    if (this.#picture.commit(this.#last)) this.#publish(this.#picture.offset);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
