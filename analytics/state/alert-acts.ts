import type { AlertAction } from '../../config/contract/facts.ts';
import type { AlertId, Millis } from '../../config/contract/ids.ts';

/** What officers did about an alert. None of it edits the alert. */
export interface Handled {
  /** When it was first acknowledged; null: not yet. */
  acknowledgedAt: Millis | null;
  /** Until when it is not told again; null: it is. */
  silencedUntil: Millis | null;
  falseAlarm: boolean;
  comments: number;
}

const UNHANDLED: Handled = {
  acknowledgedAt: null,
  silencedUntil: null,
  falseAlarm: false,
  comments: 0,
};

/** The acts of officers by alert, in whatever order they come, each counted once. */
export class AlertActs {
  readonly #acts = new Map<AlertId, Map<string, AlertAction>>();
  readonly changed = new Set<AlertId>();

  apply(act: AlertAction): void {
    const acts = this.#acts.get(act.alertId) ?? new Map<string, AlertAction>();
    if ((acts.get(act.id)?.version ?? -1) >= act.version) return;
    acts.set(act.id, act);
    this.#acts.set(act.alertId, acts);
    this.changed.add(act.alertId);
  }

  of(id: AlertId): Handled {
    const acts = [...(this.#acts.get(id)?.values() ?? [])];
    if (acts.length === 0) return UNHANDLED;
    const times = (what: AlertAction['act']) =>
      acts.filter(({ act }) => act === what).map(({ at }) => at);
    const acknowledged = times('acknowledge');
    const silences = acts.flatMap(({ act, until }) => (act === 'silence' && until ? [until] : []));
    return {
      acknowledgedAt: acknowledged.length > 0 ? Math.min(...acknowledged) : null,
      silencedUntil: silences.length > 0 ? Math.max(...silences) : null,
      falseAlarm: times('false-alarm').length > 0,
      comments: times('comment').length,
    };
  }
}
