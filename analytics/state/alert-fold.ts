import type { AlertEvent } from '../../config/contract/facts.ts';
import type { AlertId, CaseId } from '../../config/contract/ids.ts';
import { entryOf } from './tallies.ts';

/** Cleared alerts remembered, so that an older `raised` that comes late does not bring them back. */
const CLEARED_REMEMBERED = 50_000;

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
  readonly #byCase = new Map<CaseId, Set<AlertId>>();
  readonly #byRule = new Map<string, Set<AlertId>>();
  readonly changed = new Set<AlertId>();

  apply(event: AlertEvent): void {
    const id = event.alertId;
    const known = this.latest(id);
    const latest = known ? newer(known, event) : event;
    if (latest === known) return;
    this.changed.add(id);
    this.#cleared.delete(id);
    if (latest.phase === 'raised') {
      this.#active.set(id, latest);
      entryOf(this.#byRule, latest.rule, () => new Set()).add(id);
      if (latest.caseId) entryOf(this.#byCase, latest.caseId, () => new Set()).add(id);
      return;
    }
    this.#active.delete(id);
    this.#byRule.get(latest.rule)?.delete(id);
    if (latest.caseId) {
      const ofCase = this.#byCase.get(latest.caseId);
      ofCase?.delete(id);
      if (ofCase?.size === 0) this.#byCase.delete(latest.caseId);
    }
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

  ofCase(id: CaseId): AlertEvent[] {
    return [...(this.#byCase.get(id) ?? [])].map((alert) => this.#active.get(alert)!);
  }
}
