import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../config/contract/ids.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Store } from '../../ingest/store/index.ts';
import type { Picture } from '../state/picture.ts';
import { recount } from './recount.ts';
import { copyOf } from './shown.ts';

const POLL_MS = 100;
const WAIT_MS = 60_000;

/** Recounts, one at a time; who asks during one gets its answer. */
export class Recounter {
  readonly #store: Store;
  readonly #picture: Picture;
  readonly #commit: () => void;
  readonly #now: () => Millis;
  #running: Promise<Result<RecountRow>> | null = null;

  /**
   * @param commit brings the views up to date
   * @param now machine time
   */
  constructor(store: Store, picture: Picture, commit: () => void, now: () => Millis) {
    this.#store = store;
    this.#picture = picture;
    this.#commit = commit;
    this.#now = now;
  }

  run(): Promise<Result<RecountRow>> {
    this.#running ??= this.#once().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #once(): Promise<Result<RecountRow>> {
    const picture = this.#picture;
    const until = this.#now() + WAIT_MS;
    const busy = () => {
      const { cases, matters } = picture.model;
      return cases.unheld.size + cases.unlit.size > 0 || !matters.settled;
    };
    while (busy() && this.#now() < until) await sleep(POLL_MS);
    picture.advance(this.#now());
    this.#commit();
    const shown = copyOf(picture);
    while ((picture.status?.stored ?? -1) < shown.seq) {
      if (this.#now() >= until)
        return err(`the store does not hold position ${shown.seq} yet; is it up?`);
      await sleep(POLL_MS);
    }
    try {
      const row = await recount(this.#store, shown, picture.time, this.#now());
      picture.setRecount(row);
      this.#commit();
      return ok(row);
    } catch (cause) {
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
  }
}
