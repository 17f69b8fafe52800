import type { AlertEvent } from '../../config/contract/facts.ts';
import type { AlertId } from '../../config/contract/ids.ts';
import type { Model } from '../state/model.ts';
import { overdue } from './overdue.ts';
import { type Judged, reconcile } from './reconcile.ts';
import type { Alert, AlertContext, Stage } from './stage.ts';

const STAGES: readonly Stage[] = [overdue];

/**
 * Judges the cases that changed since the last time. What it finds is only handed in; alerts stand
 * once their events come back with the journal. Until then it does not hand them in twice.
 */
export class Judge {
  readonly #language: AlertContext['language'];
  readonly #handedIn = new Map<AlertId, Pick<AlertEvent, 'phase' | 'at'>>();

  constructor(language: AlertContext['language']) {
    this.#language = language;
  }

  /** The events to hand in now. */
  judge({ cases, alerts, now }: Model): AlertEvent[] {
    const judged: Judged[] = [];
    const standing: AlertContext['cases'][number][] = [];
    for (const id of cases.unjudged) {
      const kept = cases.get(id);
      judged.push({ id, fold: kept?.fold ?? null });
      if (kept) standing.push(kept);
    }
    cases.unjudged.clear();
    const context: AlertContext = { now, language: this.#language, cases: standing };
    const wanted = STAGES.reduce<readonly Alert[]>((found, stage) => stage(context, found), []);

    for (const [id, { phase, at }] of this.#handedIn) {
      const latest = alerts.latest(id);
      if (latest && (latest.at > at || (latest.at === at && latest.phase === phase)))
        this.#handedIn.delete(id);
    }
    const events = reconcile(judged, wanted, alerts, now).filter((event) => {
      const before = this.#handedIn.get(event.alertId);
      return before?.phase !== event.phase || before.at !== event.at;
    });
    for (const { alertId, phase, at } of events) this.#handedIn.set(alertId, { phase, at });
    return events;
  }
}
