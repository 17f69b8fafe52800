import type { CaseId } from '../../config/contract/ids.ts';

/**
 * Cases that alerts have not looked at since they last changed. What alerts handed in of a case comes back
 * with the journal, which changes nothing of what they found: only what they do not await is looked at again.
 */
export class Unjudged {
  readonly #ids = new Set<CaseId>();
  /** Of cases that did not change since they were judged: how many events are to come back. */
  readonly #awaited = new Map<CaseId, number>();

  get size(): number {
    return this.#ids.size;
  }

  /** A case changed, or the time did that its clocks go by. */
  add(id: CaseId): void {
    this.#ids.add(id);
    this.#awaited.delete(id);
  }

  /** An event of a case was handed in. */
  await(id: CaseId): void {
    if (!this.#ids.has(id)) this.#awaited.set(id, (this.#awaited.get(id) ?? 0) + 1);
  }

  /** An event of a case is in the journal. */
  came(id: CaseId): void {
    const awaited = this.#awaited.get(id) ?? 0;
    if (awaited === 0) this.#ids.add(id);
    else if (awaited === 1) this.#awaited.delete(id);
    else this.#awaited.set(id, awaited - 1);
  }

  /** Takes the first few, in the order in which they changed. */
  *take(most: number): Generator<CaseId> {
    let taken = 0;
    for (const id of this.#ids) {
      if (taken++ === most) return;
      this.#ids.delete(id);
      yield id;
    }
  }
}
