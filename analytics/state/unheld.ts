import type { CaseId, Seq } from '../../config/contract/ids.ts';
import { type CaseFold, mergeFolds } from './case-fold.ts';

/** Cases that wait at most: some ten megabytes. Above, folding the store anew is cheaper than asking for each. */
const WAITING = 50_000;

/**
 * What came of cases that the picture does not hold, such as those that ended long ago: it waits until the store
 * says what it has of them.
 */
export class Unheld {
  readonly #cases = new Map<CaseId, { fold: CaseFold; seq: Seq }>();
  #overrun: Seq | null = null;

  get size(): number {
    return this.#cases.size;
  }

  /** From which position on something was let go of, as too much waited; null: all that came is here. */
  get overrun(): Seq | null {
    return this.#overrun;
  }

  /** @param seq where the journal has what came */
  add(fold: CaseFold, seq: Seq): void {
    const before = this.#cases.get(fold.id);
    if (before) before.fold = mergeFolds(before.fold, fold);
    else if (this.#cases.size < WAITING) this.#cases.set(fold.id, { fold, seq });
    else this.#overrun ??= seq;
  }

  /**
   * The cases that the store can answer for: it holds all that was folded of them before they came here.
   * @param stored newest position that it holds
   */
  askable(stored: Seq, most: number): CaseId[] {
    const ready: CaseId[] = [];
    for (const [id, { seq }] of this.#cases) {
      if (ready.length === most || seq > stored) break;
      ready.push(id);
    }
    return ready;
  }

  /** What came of a case, which does not wait any more; null: nothing. */
  release(id: CaseId): CaseFold | null {
    const fold = this.#cases.get(id)?.fold ?? null;
    this.#cases.delete(id);
    return fold;
  }
}
