import type { CaseId } from '../../config/contract/ids.ts';
import { entryOf } from '../state/tallies.ts';
import type { GivenStep } from './standing.ts';

/** Steps remembered: hours of the busiest desk, where the picture is behind by less than seconds. */
const REMEMBERED = 10_000;

/** The newest steps that were taken by commands from here, so that the next is judged after them. */
export class GivenSteps {
  readonly #steps = new Map<CaseId, GivenStep[]>();
  readonly #order: CaseId[] = [];

  add(id: CaseId, step: GivenStep): void {
    entryOf(this.#steps, id, () => []).push(step);
    this.#order.push(id);
    if (this.#order.length <= REMEMBERED) return;
    const oldest = this.#order.shift() as CaseId;
    const steps = this.#steps.get(oldest);
    steps?.shift();
    if (steps?.length === 0) this.#steps.delete(oldest);
  }

  /** Those of a case, in the order in which they were given. */
  of(id: CaseId): readonly GivenStep[] {
    return this.#steps.get(id) ?? [];
  }
}
