import type { Seq } from '../../config/contract/ids.ts';
import type { Store } from '../../ingest/store/index.ts';
import { askFolds, casesById } from '../queries/cases-folded.ts';
import type { Picture } from './picture.ts';

/** Cases asked for at once. */
const BATCH = 2_000;

/** Asks the store for the cases of which the model knows only a late hop. */
export class Recaller {
  readonly #store: Store;
  readonly #picture: Picture;
  #waitFor: Seq | null = null;
  #asking = false;

  constructor(store: Store, picture: Picture) {
    this.#store = store;
    this.#picture = picture;
  }

  /**
   * One look. The store must hold all that was folded when the question arose, so that nothing
   * between is missed; until then the question waits.
   * @returns whether any case was answered
   */
  async tick(): Promise<boolean> {
    const { model, status } = this.#picture;
    if (this.#asking || model.cases.unknown.size === 0) return false;
    this.#waitFor ??= model.folded;
    if ((status?.stored ?? 0) < this.#waitFor) return false;
    this.#waitFor = null;
    this.#asking = true;
    try {
      const ids = [...model.cases.unknown.keys()].slice(0, BATCH);
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
