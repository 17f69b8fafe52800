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
  const wantedIds = new Set<AlertId>();
  const byReason = new Map(judged.map(({ alert }) => [reasonOf(alert.alertId), alert]));
  const events: AlertEvent[] = [];
  for (const alert of wanted) {
    const { steps, renewed, alertId: reason } = alert;
    wantedIds.add(reason);
    const stands = byReason.get(reason);
    const { id, at, latest } = stands
      ? { id: stands.alertId, at: 0, latest: stands }
      : episodeOf(reason, renewed, standing);
    for (const step of stepsFrom(steps, at, latest)) events.push(raised(alert, id, step));
  }
  for (const { alert, goneAt } of judged)
    if (!wantedIds.has(reasonOf(alert.alertId)))
      events.push({
        ...alert,
        phase: 'cleared',
        id: `${alert.alertId}:cleared`,
        version: 0,
        source: SOURCE,
        at: Math.max(alert.at, goneAt),
      });
  return events;
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
  const worst = steps.at(-1);
  if (worst === undefined || ALERT_LEVELS.indexOf(worst.level) <= said) return [];
  const after = Math.max(start, (latest?.at ?? 0) + 1);
  return steps
    .filter(({ level }) => ALERT_LEVELS.indexOf(level) > said)
    .map(({ level, title, at }) => ({ level, title, at: Math.max(at, after) }))
    .filter(({ at }, n, all) => all[n + 1]?.at !== at);
}

/** Field by field: of a million alerts, copies of what is known of each take longer than judging it. */
const raised = (
  { rule, ruleVersion, caseId, grid, unit, figures, evidence }: Alert,
  id: AlertId,
  { level, at, title }: AlertStep,
): AlertEvent => ({
  kind: 'alert',
  id: `${id}:raised:${level}`,
  version: 0,
  alertId: id,
  source: SOURCE,
  phase: 'raised',
  rule,
  ruleVersion,
  level,
  at,
  caseId,
  grid,
  unit,
  title,
  figures,
  evidence,
});
