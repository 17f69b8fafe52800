import type { AlertEvent } from '../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  type CaseId,
  type Millis,
  sourceId,
} from '../../config/contract/ids.ts';
import type { AlertFold } from '../state/alert-fold.ts';
import type { CaseFold } from '../state/case-fold.ts';
import type { Alert } from './stage.ts';

/** The source that alert events name. */
const SOURCE = sourceId('analytics');

/** A case that was judged; fold null: nothing is known of it any more. */
export interface Judged {
  id: CaseId;
  fold: CaseFold | null;
}

/**
 * The events that lead from the alerts that stand to those that should. Times are those of the facts,
 * not of judging: judged again, by another process or after a restart, the same events come out.
 */
export function reconcile(
  judged: readonly Judged[],
  wanted: readonly Alert[],
  standing: AlertFold,
  now: Millis,
): AlertEvent[] {
  const wantedIds = new Set<string>(wanted.map((alert) => alert.alertId));
  const raised = wanted.flatMap((alert): AlertEvent[] => {
    const { since, renewed, ...rest } = alert;
    let id = alert.alertId;
    let at = since;
    for (let latest = standing.latest(id); latest; latest = standing.latest(id)) {
      if (latest.phase === 'raised') return [];
      at = Math.max(since, renewed, latest.at + 1);
      id = alertId(`${alert.alertId}@${at}`);
    }
    return [event({ ...rest, alertId: id, phase: 'raised', at })];
  });
  const cleared = judged.flatMap(({ id, fold }) =>
    standing
      .ofCase(id)
      .filter((alert) => !wantedIds.has(reasonOf(alert.alertId)))
      .map((alert) =>
        event({ ...alert, phase: 'cleared', at: Math.max(alert.at, reasonGone(fold, now)) }),
      ),
  );
  return [...raised, ...cleared];
}

/** An alert whose reason came back after it was cleared is another one, told apart by its time. */
const reasonOf = (id: AlertId): string => id.replace(/@\d+$/, '');

/** When the case last changed: what ended the reason cannot be newer. */
const reasonGone = (fold: CaseFold | null, now: Millis): Millis =>
  fold ? Math.max(fold.step?.rank.at ?? 0, fold.dimensions.rank.at) : now;

const event = (of: Omit<AlertEvent, 'kind' | 'id' | 'version' | 'source'>): AlertEvent => ({
  ...of,
  kind: 'alert',
  id: `${of.alertId}:${of.phase}:${of.at}`,
  version: 0,
  source: SOURCE,
});
