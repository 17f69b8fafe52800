import type { GivenBack } from '../../config/contract/feed.ts';
import type { CaseId, Millis } from '../../config/contract/ids.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { type HopRow, hops, type Store } from '../../ingest/store/index.ts';
import { hopsOfCases } from '../queries/listed-cases.ts';
import type { Picture } from '../state/picture.ts';
import { entryOf } from '../state/tallies.ts';
import { givenBack } from './given-back.ts';

/** Cases asked for at a look. */
const BATCH = 500;

/** Holds the deadlines of cases that were suspended against all that the store has of them. */
export class PauseKeeper {
  readonly #deployment: Deployment;
  readonly #store: Store;
  readonly #picture: Picture;
  #asking = false;

  constructor(deployment: Deployment, store: Store, picture: Picture) {
    this.#deployment = deployment;
    this.#store = store;
    this.#picture = picture;
  }

  /**
   * One look. @param now machine time
   * @returns the deadlines to hand in; their cases are looked at again when they have come back
   */
  async tick(now: Millis): Promise<GivenBack[]> {
    const { model, status } = this.#picture;
    const { pauses, cases } = model;
    for (const id of pauses.impatient(now)) cases.release(id);
    if (this.#asking) return [];
    const asked = pauses.askable(status?.stored ?? 0, BATCH);
    if (asked.length === 0) return [];
    const found: GivenBack[] = [];
    this.#asking = true;
    try {
      const told = new Map<CaseId, ReturnType<typeof hops.fromRow>[]>();
      for (const row of await this.#store.query<HopRow>(hopsOfCases(asked.map(({ id }) => id)))) {
        const entry = hops.fromRow(row);
        entryOf(told, entry.fact.caseId, () => []).push(entry);
      }
      for (const { id, seq } of asked) {
        const given = givenBack(this.#deployment, told.get(id) ?? []);
        if (given !== null) found.push(given);
        else if (pauses.settled(id, seq)) cases.release(id);
      }
    } catch {
      // the store is away: asked again at the next look
    } finally {
      this.#asking = false;
    }
    return found;
  }
}
