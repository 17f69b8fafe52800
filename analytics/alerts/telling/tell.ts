import type { Telling } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import { ALERT_LEVELS } from '../../../config/contract/vocabulary.ts';
import { address } from './address.ts';
import { group } from './group.ts';
import { inhibit } from './inhibit.ts';
import { matter } from './matter.ts';
import type { Notice, TellContext, TellStage } from './notice.ts';
import { over } from './over.ts';
import { sameEvidence } from './same-evidence.ts';
import { silence } from './silence.ts';
import { together } from './together.ts';

const STAGES: readonly TellStage[] = [
  over,
  matter,
  inhibit,
  together,
  sameEvidence,
  silence,
  group,
  address,
];
const SOURCE = sourceId('analytics');

/**
 * Decides what becomes of every level that was reached and is not yet told: told and to whom, or not and
 * why. An alert is never edited, and every level gets its decision.
 */
export function tell(context: TellContext): Telling[] {
  const notices: readonly Notice[] = [...context.tellings.pending()]
    .sort(
      (a, b) =>
        ALERT_LEVELS.indexOf(b.level) - ALERT_LEVELS.indexOf(a.level) ||
        a.at - b.at ||
        (a.alertId < b.alertId ? -1 : 1),
    )
    .map((event) => ({ event, to: 'centre', untold: null, by: '', group: '' }));
  return STAGES.reduce((found, stage) => stage(context, found), notices).map(
    ({ event: { alertId, level, at }, ...decided }) => ({
      kind: 'telling',
      id: `telling:${alertId}:${level}`,
      version: 0,
      source: SOURCE,
      alertId,
      level,
      at,
      ...decided,
    }),
  );
}
