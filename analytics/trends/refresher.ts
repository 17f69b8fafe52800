import type { Logger } from 'pino';
import type { Millis } from '../../config/contract/ids.ts';
import type { Store } from '../../ingest/store/index.ts';
import type { Picture } from '../state/picture.ts';
import { historyFromStore } from './history-from-store.ts';

/** Machine time between two looks at the past, however fast the deployment's time runs. */
const LEAST_MS = 10_000;

/**
 * Keeps what the past lets expect up to date: asks the store on every new hour, and after facts of
 * past days came. Where the store does not answer, what was known stays.
 */
export class TrendRefresher {
  readonly #store: Store;
  readonly #picture: Picture;
  readonly #log: Logger;
  #hour: Millis | null = null;
  #asked = Number.NEGATIVE_INFINITY;
  #asking = false;

  constructor(store: Store, picture: Picture, log: Logger) {
    this.#store = store;
    this.#picture = picture;
    this.#log = log;
  }

  /** Looks where it is time to. Done when looked. @param machine machine time */
  async tick(machine: Millis): Promise<void> {
    const { model, time } = this.#picture;
    const hour = time.hour(model.now);
    const due = hour !== this.#hour || model.tallies.olderTouched;
    if (!due || this.#asking || machine - this.#asked < LEAST_MS) return;
    this.#asking = true;
    this.#asked = machine;
    model.tallies.olderTouched = false;
    try {
      this.#picture.setHistory(await historyFromStore(this.#store, model.now, time));
      this.#hour = hour;
    } catch (error) {
      model.tallies.olderTouched = true;
      this.#log.debug({ err: error }, 'the past cannot be asked now; trying again');
    } finally {
      this.#asking = false;
    }
  }
}
