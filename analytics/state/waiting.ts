import type { Millis, Seq } from '../../config/contract/ids.ts';

/** Remembers since when records of the journal wait to be shown. */
export class Waiting {
  /** Heads of the journal that are not folded yet, and when they were first seen. */
  #heads: { seq: Seq; at: Millis }[] = [];

  /**
   * Takes where journal and picture stand now.
   * @param now machine time
   */
  stand(head: Seq, folded: Seq, now: Millis): void {
    const seen = this.#heads.at(-1)?.seq ?? folded;
    if (head > seen) this.#heads.push({ seq: head, at: now });
    this.#heads = this.#heads.filter(({ seq }) => seq > folded);
  }

  /** When the oldest record that is not folded was first seen; null: all are. */
  get since(): Millis | null {
    return this.#heads[0]?.at ?? null;
  }
}
