import type { AlertEvent } from '../../config/contract/facts.ts';
import type { AlertId, CaseId } from '../../config/contract/ids.ts';
import { entryOf } from './tallies.ts';

/** Cleared alerts remembered, so that an older `raised` that comes late does not bring them back. */
const CLEARED_REMEMBERED = 50_000;

const NONE: readonly AlertId[] = [];

const newer = (a: AlertEvent, b: AlertEvent): AlertEvent => {
  const order =
    a.at - b.at ||
    Number(a.phase === 'cleared') - Number(b.phase === 'cleared') ||
    a.version - b.version ||
    (a.id < b.id ? -1 : 1);
  return order >= 0 ? a : b;
};

/** Alerts by their newest event: active while that is `raised`. At one instant `cleared` is newer. */
export class AlertFold {
  readonly #active = new Map<AlertId, AlertEvent>();
  readonly #cleared = new Map<AlertId, AlertEvent>();
  /** Few of each: a list is smaller than a set, of a million cases by far. */
  readonly #byCase = new Map<CaseId, readonly AlertId[]>();
  readonly #byRule = new Map<string, Set<AlertId>>();
  readonly changed = new Set<AlertId>();

  apply(event: AlertEvent): void {
    const id = event.alertId;
    const known = this.latest(id);
    const latest = known ? newer(known, event) : event;
    if (latest === known) return;
    this.changed.add(id);
    const moved = known?.phase !== latest.phase || known.caseId !== latest.caseId;
    if (moved && known?.phase === 'raised') this.#unlist(known);
    this.#cleared.delete(id);
    if (latest.phase === 'raised') {
      this.#active.set(id, latest);
      if (moved) this.#list(latest);
      return;
    }
    this.#active.delete(id);
    this.#cleared.set(id, latest);
    if (this.#cleared.size > CLEARED_REMEMBERED)
      this.#cleared.delete(this.#cleared.keys().next().value!);
  }

  /** The newest event of an alert, raised or cleared. */
  latest(id: AlertId): AlertEvent | undefined {
    return this.#active.get(id) ?? this.#cleared.get(id);
  }

  get(id: AlertId): AlertEvent | undefined {
    return this.#active.get(id);
  }

  active(): Iterable<AlertEvent> {
    return this.#active.values();
  }

  ofRule(rule: string): AlertEvent[] {
    return [...(this.#byRule.get(rule) ?? [])].map((alert) => this.#active.get(alert)!);
  }

  ofCase(id: CaseId): readonly AlertEvent[] {
    return (this.#byCase.get(id) ?? NONE).map((alert) => this.#active.get(alert)!);
  }

  #list({ alertId: id, rule, caseId }: AlertEvent): void {
    entryOf(this.#byRule, rule, () => new Set()).add(id);
    if (caseId) this.#byCase.set(caseId, (this.#byCase.get(caseId) ?? NONE).concat(id));
  }

  #unlist({ alertId: id, rule, caseId }: AlertEvent): void {
    this.#byRule.get(rule)?.delete(id);
    if (!caseId) return;
    const others = this.#byCase.get(caseId)?.filter((other) => other !== id) ?? NONE;
    if (others.length > 0) this.#byCase.set(caseId, others);
    else this.#byCase.delete(caseId);
  }
}
