import type { AlertEvent } from '../../config/contract/facts.ts';
import {
  type AlertId,
  alertId,
  type Millis,
  reasonOf,
  sourceId,
} from '../../config/contract/ids.ts';
import { ALERT_LEVELS } from '../../config/contract/vocabulary.ts';
import type { AlertFold } from '../state/alert-fold.ts';
import type { Alert, AlertStep } from './stage.ts';

/** The source that alert events name. */
const SOURCE = sourceId('analytics');

/** An alert that stands and was judged anew. */
export interface Judged {
  alert: AlertEvent;
  /** Where it is not wanted any more: from when its reason is gone. */
  goneAt: Millis;
}

/**
 * The events that lead from the alerts that stand to those that should: raised, raised to a higher
 * level, cleared where nothing is wanted any more. Every level that was passed has its event. Times are those of the facts, not of
 * judging: judged again, by another process or after a restart, the same events come out.
 */
export function reconcile(
  wanted: readonly Alert[],
  judged: readonly Judged[],
  standing: AlertFold,
): AlertEvent[] {
  const wantedIds = new Set<string>(wanted.map((alert) => alert.alertId));
  const byReason = new Map(judged.map(({ alert }) => [reasonOf(alert.alertId), alert]));
  const raised = wanted.flatMap((alert): AlertEvent[] => {
    const { steps, renewed, alertId: reason, ...rest } = alert;
    const stands = byReason.get(reason);
    const { id, at, latest } = stands
      ? { id: stands.alertId, at: 0, latest: stands }
      : episodeOf(reason, renewed, standing);
    return stepsFrom(steps, at, latest).map((step) =>
      event({ ...rest, ...step, alertId: id, phase: 'raised' }),
    );
  });
  const cleared = judged
    .filter(({ alert }) => !wantedIds.has(reasonOf(alert.alertId)))
    .map(({ alert, goneAt }) =>
      event({ ...alert, phase: 'cleared', at: Math.max(alert.at, goneAt) }),
    );
  return [...raised, ...cleared];
}

/** An alert whose reason came back after it was cleared is another one. The alert that a reason has now: from when it can be, and its newest event if it stands. */
function episodeOf(reason: AlertId, renewed: Millis, standing: AlertFold) {
  let id = reason;
  let at: Millis = 0;
  let latest = standing.latest(id);
  while (latest?.phase === 'cleared') {
    at = Math.max(renewed, latest.at + 1);
    id = alertId(`${reason}@${at}`);
    latest = standing.latest(id);
  }
  return { id, at, latest };
}

/**
 * What is still to be said: every level above the one that was said, each at its time. Of levels passed
 * before the alert could be, or at the same instant, the highest alone.
 */
function stepsFrom(
  steps: readonly AlertStep[],
  start: Millis,
  latest: AlertEvent | undefined,
): AlertStep[] {
  const said = latest === undefined ? -1 : ALERT_LEVELS.indexOf(latest.level);
  const after = Math.max(start, (latest?.at ?? 0) + 1);
  return steps
    .filter(({ level }) => ALERT_LEVELS.indexOf(level) > said)
    .map((step) => ({ ...step, at: Math.max(step.at, after) }))
    .filter(({ at }, n, all) => all[n + 1]?.at !== at);
}

const event = (of: Omit<AlertEvent, 'kind' | 'id' | 'version' | 'source'>): AlertEvent => ({
  ...of,
  kind: 'alert',
  id: of.phase === 'raised' ? `${of.alertId}:raised:${of.level}` : `${of.alertId}:cleared`,
  version: 0,
  source: SOURCE,
});
