import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Entry } from '../../config/contract/facts.ts';
import type { IngestStatus } from '../../config/contract/feed.ts';
import type { Millis, Seq } from '../../config/contract/ids.ts';
import type { Store } from '../../ingest/store/index.ts';
import { baseFromStore } from '../state/base-from-store.ts';
import { type Base, emptyBase } from '../state/model.ts';
import type { Picture } from '../state/picture.ts';
import type { FeedHandlers } from './client.ts';

const RETRY_MS = 500;

/**
 * Keeps the picture on the journal: folds the store up to where the feed begins, then what the feed
 * brings; before anything is stored, the feed alone. Where the line broke it goes on after the last
 * entry taken; where that cannot be had, or the deployment's time went back further than the picture
 * can follow, it folds anew.
 */
export class Follower implements FeedHandlers {
  readonly #picture: Picture;
  readonly #store: Store;
  readonly #now: () => Millis;
  readonly #changed: () => void;
  readonly #log: Logger;
  #folded = false;
  #asked: Seq | 'stored' = 'stored';
  #welcomes = 0;

  /**
   * @param now machine time
   * @param changed called when the picture is to be committed soon
   */
  constructor(picture: Picture, store: Store, now: () => Millis, changed: () => void, log: Logger) {
    this.#picture = picture;
    this.#store = store;
    this.#now = now;
    this.#changed = changed;
    this.#log = log;
  }

  /** True once the picture stands on the store. */
  get folded(): boolean {
    return this.#folded;
  }

  /** Folds anew at the next connection. */
  forget(): void {
    this.#folded = false;
  }

  after(): Seq | 'stored' {
    this.#asked = this.#folded ? this.#picture.model.folded : 'stored';
    return this.#asked;
  }

  async welcome(after: Seq, status: IngestStatus): Promise<void> {
    const mine = ++this.#welcomes;
    this.status(status);
    if (after === this.#asked) return;
    // nothing is stored: all there is comes over the feed, and the tables may not be there yet
    if (after === 0) return this.#stand(emptyBase());
    for (let failures = 0; mine === this.#welcomes; failures++) {
      try {
        const now = this.#picture.now(this.#now());
        const base = await baseFromStore(this.#store, after, now, this.#picture.time);
        if (mine !== this.#welcomes) return;
        this.#picture.setStoreUp(true);
        return this.#stand(base);
      } catch (error) {
        if (failures === 20)
          this.#log.warn({ err: error }, 'the store does not answer; trying until it does');
        this.#picture.setStoreUp(false);
        this.#changed();
        await sleep(RETRY_MS);
      }
    }
  }

  #stand(base: Base): void {
    this.#picture.restart(base, this.#now());
    this.#folded = true;
    this.#changed();
  }

  entries(entries: Entry[]): void {
    const next = entries[0]?.seq ?? 0;
    if (next > this.#picture.model.folded + 1) {
      this.forget();
      throw new Error(`the feed goes on at ${next} after ${this.#picture.model.folded}`);
    }
    this.#picture.take(entries);
    this.#changed();
  }

  status(status: IngestStatus): void {
    this.#picture.setStatus(status);
    this.#changed();
  }

  reached(): Seq {
    return this.#picture.model.folded;
  }

  up(up: boolean): void {
    this.#picture.setFeedUp(up);
    this.#changed();
  }
}
