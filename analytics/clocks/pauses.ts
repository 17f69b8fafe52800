import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId, Millis, Seq } from '../../config/contract/ids.ts';

/**
 * A clock is not held longer than this, machine time: past it the deadline that is known counts. A store that
 * starts on a busy machine answers within it.
 */
const PATIENCE: Millis = 30_000;

interface Question {
  /** The store is asked once it holds this position. */
  seq: Seq;
  /** When it was first seen, machine time; null: it was not yet. */
  since: Millis | null;
}

/**
 * Cases that were suspended, and of which something was told since their deadline was last held against it
 * (`givenBack`). Until that is done nothing is judged of them, and one that goes on shows no light: they would be
 * late by the time that is not given back yet.
 */
export class Pauses {
  readonly #suspended: Set<CaseId>;
  readonly #open = new Map<CaseId, Question>();
  readonly #impatient = new Set<CaseId>();

  /** @param suspended cases that are suspended, or were of late */
  constructor(suspended: Iterable<CaseId>, seq: Seq) {
    this.#suspended = new Set(suspended);
    for (const id of this.#suspended) this.#open.set(id, { seq, since: null });
  }

  take({ caseId, event }: Pick<Hop, 'caseId' | 'event'>, seq: Seq): void {
    if (event === 'suspend') this.#suspended.add(caseId);
    if (!this.#suspended.has(caseId)) return;
    this.#open.set(caseId, { seq, since: this.#open.get(caseId)?.since ?? null });
  }

  /** Whether a case is not to be judged yet. */
  holds(id: CaseId): boolean {
    return this.#open.has(id) && !this.#impatient.has(id);
  }

  /** The cases that the store can answer for. @param stored newest position that it holds */
  askable(stored: Seq, most: number): { id: CaseId; seq: Seq }[] {
    const ready: { id: CaseId; seq: Seq }[] = [];
    for (const [id, { seq }] of this.#open) {
      if (ready.length === most) break;
      if (seq <= stored) ready.push({ id, seq });
    }
    return ready;
  }

  /** A case has its deadline, as of a position. @returns whether nothing was told of it since */
  settled(id: CaseId, seq: Seq): boolean {
    if (this.#open.get(id)?.seq !== seq) return false;
    this.#impatient.delete(id);
    return this.#open.delete(id);
  }

  /** The cases that are held no more from now on: nobody answered for too long. @param now machine time */
  impatient(now: Millis): CaseId[] {
    const lost: CaseId[] = [];
    for (const [id, question] of this.#open) {
      question.since ??= now;
      if (this.#impatient.has(id) || now - question.since < PATIENCE) continue;
      this.#impatient.add(id);
      lost.push(id);
    }
    return lost;
  }
}
