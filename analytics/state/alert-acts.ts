import type { AlertAction } from '../../config/contract/facts.ts';
import { type AlertId, type Millis, reasonOf } from '../../config/contract/ids.ts';
import { entryOf } from './tallies.ts';

/** What officers did about an alert. None of it edits the alert. */
export interface Handled {
  /** When it was first acknowledged; null: not yet. */
  acknowledgedAt: Millis | null;
  /** Who that was; '': nobody yet. */
  acknowledgedBy: string;
  /** Until when it is not told again; null: it is. */
  silencedUntil: Millis | null;
  /** When it was first marked as a false alarm; null: it is none. */
  falseAlarmAt: Millis | null;
  comments: number;
}

const UNHANDLED: Handled = {
  acknowledgedAt: null,
  acknowledgedBy: '',
  silencedUntil: null,
  falseAlarmAt: null,
  comments: 0,
};

const first = (times: readonly Millis[]): Millis | null =>
  times.length > 0 ? Math.min(...times) : null;

/** The acts of officers by alert, in whatever order they come, each counted once. */
export class AlertActs {
  readonly #acts = new Map<AlertId, Map<string, AlertAction>>();
  readonly #byReason = new Map<AlertId, Set<AlertId>>();
  readonly changed = new Set<AlertId>();

  apply(act: AlertAction): void {
    const acts = this.#acts.get(act.alertId) ?? new Map<string, AlertAction>();
    if ((acts.get(act.id)?.version ?? -1) >= act.version) return;
    acts.set(act.id, act);
    this.#acts.set(act.alertId, acts);
    entryOf(this.#byReason, reasonOf(act.alertId), () => new Set()).add(act.alertId);
    this.changed.add(act.alertId);
  }

  /** The alerts of one reason that officers did something about. */
  ofReason(reason: AlertId): Iterable<AlertId> {
    return this.#byReason.get(reason) ?? [];
  }

  of(id: AlertId): Handled {
    const acts = [...(this.#acts.get(id)?.values() ?? [])];
    if (acts.length === 0) return UNHANDLED;
    const times = (what: AlertAction['act']) =>
      acts.filter(({ act }) => act === what).map(({ at }) => at);
    const silences = acts.flatMap(({ act, until }) => (act === 'silence' && until ? [until] : []));
    const acknowledged = acts
      .filter(({ act }) => act === 'acknowledge')
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0];
    return {
      acknowledgedAt: acknowledged?.at ?? null,
      acknowledgedBy: acknowledged?.actor ?? '',
      silencedUntil: silences.length > 0 ? Math.max(...silences) : null,
      falseAlarmAt: first(times('false-alarm')),
      comments: times('comment').length,
    };
  }
}
