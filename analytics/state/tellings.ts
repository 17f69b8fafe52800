import type { AlertEvent, Telling } from '../../config/contract/facts.ts';
import type { AlertId } from '../../config/contract/ids.ts';
import { ALERT_LEVELS, type AlertLevel } from '../../config/contract/vocabulary.ts';
import { entryOf } from './tallies.ts';

/** Tellings remembered beyond those of alerts that stand, to know how much was told of late. */
const REMEMBERED = 50_000;

const worse = (a: Telling, b: Telling): Telling =>
  ALERT_LEVELS.indexOf(a.level) >= ALERT_LEVELS.indexOf(b.level) ? a : b;

/**
 * What became of telling the alerts, and which levels wait to be told. The first decision on a level
 * stands: one made again has the same identity.
 */
export class Tellings {
  readonly #byAlert = new Map<AlertId, Map<AlertLevel, Telling>>();
  readonly #pending = new Map<AlertId, Map<AlertLevel, AlertEvent>>();
  /** What was told, oldest first, as far back as anybody asks. */
  readonly #told: Telling[] = [];
  readonly changed = new Set<AlertId>();

  /** An alert reached a level. */
  raised(event: AlertEvent): void {
    if (this.#byAlert.get(event.alertId)?.has(event.level)) return;
    entryOf(this.#pending, event.alertId, () => new Map()).set(event.level, event);
  }

  apply(telling: Telling): void {
    const { alertId, level } = telling;
    const of = entryOf(this.#byAlert, alertId, () => new Map<AlertLevel, Telling>());
    if (of.has(level)) return;
    of.set(level, telling);
    this.changed.add(alertId);
    const waiting = this.#pending.get(alertId);
    waiting?.delete(level);
    if (waiting?.size === 0) this.#pending.delete(alertId);
    if (telling.untold !== null) return;
    this.#told.push(telling);
    if (this.#told.length > 2 * REMEMBERED) this.#told.splice(0, REMEMBERED);
  }

  /** The alert is over: what became of telling it is in the store. */
  forget(id: AlertId): void {
    this.#byAlert.delete(id);
  }

  /** Whether a level of an alert waits to be decided on. */
  isPending({ alertId, level }: Pick<Telling, 'alertId' | 'level'>): boolean {
    return this.#pending.get(alertId)?.has(level) ?? false;
  }

  /** Levels that were reached and are neither told nor refused, with their events. */
  *pending(): Iterable<AlertEvent> {
    for (const of of this.#pending.values()) yield* of.values();
  }

  /** What became of the worst level of an alert that was decided on. */
  of(id: AlertId): Telling | undefined {
    const all = [...(this.#byAlert.get(id)?.values() ?? [])];
    return all.length === 0 ? undefined : all.reduce(worse);
  }

  /** What was told since a time, oldest first. */
  toldSince(at: number): Telling[] {
    return this.#told.filter((telling) => telling.at >= at);
  }
}
