import type { Store } from '../../ingest/store/index.ts';
import { askFolds, casesById } from '../queries/cases-folded.ts';
import type { Picture } from './picture.ts';

/** Cases asked for at once. */
const BATCH = 2_000;

/** Asks the store for the cases of which something came that the picture does not hold. */
export class Recaller {
  readonly #store: Store;
  readonly #picture: Picture;
  #asking = false;

  constructor(store: Store, picture: Picture) {
    this.#store = store;
    this.#picture = picture;
  }

  /** One look. @returns whether any case was answered */
  async tick(): Promise<boolean> {
    const { model, status } = this.#picture;
    const ids = model.cases.unheld.askable(status?.stored ?? 0, BATCH);
    if (this.#asking || ids.length === 0) return false;
    this.#asking = true;
    try {
      const known = new Map(
        (await askFolds(this.#store, casesById(ids))).map((fold) => [fold.id, fold]),
      );
      for (const id of ids) model.recall(id, known.get(id) ?? null);
      return true;
    } catch {
      return false; // the store is away: asked again at the next look
    } finally {
      this.#asking = false;
    }
  }
}
