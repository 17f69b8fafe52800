import type { CaseId, Millis } from '../../config/contract/ids.ts';
import { type CaseFold, isOpen, stateAt } from './case-fold.ts';
import { hazardOf } from './hazard.ts';
import { entryOf } from './tallies.ts';

/** One firm is one, whatever blanks its name is written with. Alerts name it within their ids: no `:` and `@`. */
const keyOf = (firm: string): string => firm.replace(/[\s:@]+/gu, '');

/** Open cases of hazards by firm. */
export class FirmHazards {
  readonly #firms = new Map<string, Map<CaseId, CaseFold>>();
  readonly #firmOf = new Map<CaseId, string>();
  readonly #gone = new Map<string, Millis>();
  /** Whether they may be others than when they were last judged. */
  changed = false;

  /** Sets what is known of a case. */
  put(fold: CaseFold): void {
    const hazard = isOpen(fold) ? hazardOf(fold.hazard) : null;
    const firm = hazard === null ? '' : keyOf(hazard.firm);
    const before = this.#firmOf.get(fold.id);
    if (before === undefined && firm === '') return;
    this.changed = true;
    if (before !== undefined && before !== firm) this.#remove(fold, before);
    if (firm === '') return;
    this.#firmOf.set(fold.id, firm);
    entryOf(this.#firms, firm, () => new Map()).set(fold.id, fold);
  }

  /** Firms with open hazards. */
  all(): Iterable<[firm: string, open: ReadonlyMap<CaseId, CaseFold>]> {
    return this.#firms;
  }

  /** When a hazard of a firm was last seen to be no more; null: it was not seen here. */
  goneAt(firm: string): Millis | null {
    return this.#gone.get(firm) ?? null;
  }

  #remove(fold: CaseFold, firm: string): void {
    this.#firmOf.delete(fold.id);
    this.#gone.set(firm, Math.max(this.#gone.get(firm) ?? 0, stateAt(fold)));
    const open = this.#firms.get(firm);
    open?.delete(fold.id);
    if (open?.size === 0) this.#firms.delete(firm);
  }
}
