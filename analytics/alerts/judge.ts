import type { AlertEvent } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { CaseFold } from '../state/case-fold.ts';
import type { Model } from '../state/model.ts';
import { clocks } from './clocks.ts';
import { type Judged, reconcile } from './reconcile.ts';
import type { Alert, AlertContext, Stage } from './stage.ts';

const STAGES: readonly Stage[] = [clocks];

/**
 * Judges the cases that changed since the last time. What it finds is only handed in; alerts stand
 * once their events come back with the journal. Until then it does not hand them in twice.
 */
export class Judge {
  readonly #language: AlertContext['language'];
  /** By id of the event. */
  readonly #handedIn = new Map<string, AlertEvent>();

  constructor(language: AlertContext['language']) {
    this.#language = language;
  }

  /** The events to hand in now. */
  judge({ cases, alerts, now }: Model): AlertEvent[] {
    const judged: Judged[] = [];
    const standing: CaseFold[] = [];
    for (const id of cases.unjudged) {
      const fold = cases.get(id)?.fold;
      if (fold) standing.push(fold);
      for (const alert of alerts.ofCase(id)) judged.push({ alert, goneAt: changedAt(fold, now) });
    }
    cases.unjudged.clear();
    const context: AlertContext = { now, language: this.#language, cases: standing };
    const wanted = STAGES.reduce<readonly Alert[]>((found, stage) => stage(context, found), []);

    for (const [id, event] of this.#handedIn) {
      const latest = alerts.latest(event.alertId);
      if (latest && (latest.at > event.at || isSame(latest, event))) this.#handedIn.delete(id);
    }
    const events = reconcile(wanted, judged, alerts).filter(({ id }) => !this.#handedIn.has(id));
    for (const event of events) this.#handedIn.set(event.id, event);
    return events;
  }
}

const isSame = (a: AlertEvent, b: AlertEvent): boolean =>
  a.at === b.at && a.phase === b.phase && a.level === b.level;

/** When the case last changed: what ended the reason of an alert cannot be newer. */
const changedAt = (fold: CaseFold | undefined, now: Millis): Millis =>
  fold ? Math.max(fold.step?.rank.at ?? 0, fold.due?.rank.at ?? 0, fold.dimensions.rank.at) : now;
