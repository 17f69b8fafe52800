import type { AlertEvent, Telling } from '../../config/contract/facts.ts';
import type { AlertId, Millis } from '../../config/contract/ids.ts';
import { ALERT_LEVELS, type AlertLevel } from '../../config/contract/vocabulary.ts';

/** Tellings remembered beyond those of alerts that stand, to know how much was told of late. */
const REMEMBERED = 50_000;

/** What became of telling a level: kept for every alert that stands, of which there may be a million. */
export type Decided = Pick<Telling, 'level' | 'to' | 'untold' | 'by'>;

const worse = (a: Decided, b: Decided): Decided =>
  ALERT_LEVELS.indexOf(a.level) >= ALERT_LEVELS.indexOf(b.level) ? a : b;

/** Something of each level of an alert. There are few: a list is smaller than a map. */
class ByLevel<T extends { level: AlertLevel }> {
  readonly #lists = new Map<AlertId, readonly T[]>();

  of(id: AlertId): readonly T[] {
    return this.#lists.get(id) ?? [];
  }

  has(id: AlertId, level: AlertLevel): boolean {
    return this.of(id).some((each) => each.level === level);
  }

  /** What is set of a level again takes the place of what was. */
  set(id: AlertId, one: T): void {
    // not spread: that leaves room for more in each of a million lists
    this.#lists.set(
      id,
      this.of(id)
        .filter(({ level }) => level !== one.level)
        .concat(one),
    );
  }

  delete(id: AlertId, level: AlertLevel): void {
    const others = this.of(id).filter((each) => each.level !== level);
    if (others.length > 0) this.#lists.set(id, others);
    else this.#lists.delete(id);
  }

  forget(id: AlertId): void {
    this.#lists.delete(id);
  }

  *all(): Iterable<T> {
    for (const list of this.#lists.values()) yield* list;
  }
}

/**
 * What became of telling the alerts, and which levels wait to be told. The first decision on a level
 * stands: one made again has the same identity.
 */
export class Tellings {
  readonly #decided = new ByLevel<Decided>();
  readonly #pending = new ByLevel<AlertEvent>();
  /** What was told by the time of its level, oldest first, as far back as anybody asks. */
  readonly #told: Telling[] = [];
  readonly changed = new Set<AlertId>();

  /** An alert reached a level. */
  raised(event: AlertEvent): void {
    const { alertId, level } = event;
    if (!this.#decided.has(alertId, level)) this.#pending.set(alertId, event);
  }

  apply(telling: Telling): void {
    const { alertId, level, to, untold, by } = telling;
    if (this.#decided.has(alertId, level)) return;
    this.#decided.set(alertId, { level, to, untold, by });
    this.#pending.delete(alertId, level);
    this.changed.add(alertId);
    if (untold !== null) return;
    this.#told.splice(this.#firstAfter(telling.at), 0, telling);
    if (this.#told.length > 2 * REMEMBERED) this.#told.splice(0, REMEMBERED);
  }

  /** The alert is over: what became of telling it is in the store. */
  forget(id: AlertId): void {
    this.#decided.forget(id);
  }

  /** Whether a level of an alert waits to be decided on. */
  isPending({ alertId, level }: Pick<Telling, 'alertId' | 'level'>): boolean {
    return this.#pending.has(alertId, level);
  }

  /** Levels that were reached and are neither told nor refused, with their events. */
  pending(): Iterable<AlertEvent> {
    return this.#pending.all();
  }

  /** What became of the worst level of an alert that was decided on. */
  of(id: AlertId): Decided | undefined {
    const all = this.#decided.of(id);
    return all.length === 0 ? undefined : all.reduce(worse);
  }

  /** What was told since a time, oldest first. */
  toldSince(at: Millis): Telling[] {
    return this.#told.slice(this.#firstAfter(at - 1));
  }

  /** Index of the first that was told of a later time. */
  #firstAfter(at: Millis): number {
    let [low, high] = [0, this.#told.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#told[middle]!.at > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
