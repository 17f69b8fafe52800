import type { AlertEvent, Telling } from '../../../config/contract/facts.ts';
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

/** So many levels are decided on at once: some hundredths of a second. */
const AT_ONCE = 5_000;

/** The worst events, of those alike the oldest: as many as are decided on at once. */
function firstOf(pending: Iterable<AlertEvent>): AlertEvent[] {
  const all = [...pending];
  const found: AlertEvent[] = [];
  for (const level of ALERT_LEVELS.toReversed()) {
    const room = AT_ONCE - found.length;
    if (room === 0) break;
    const of = all.filter((event) => event.level === level);
    const until = Float64Array.from(of, ({ at }) => at).sort()[room - 1] ?? Infinity;
    const first = of
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at || (a.alertId < b.alertId ? -1 : 1));
    found.push(...first.slice(0, room));
  }
  return found;
}

/**
 * Decides what becomes of levels that were reached and are not yet told: told and to whom, or not and
 * why. An alert is never edited, and every level gets its decision; of very many, the mildest and newest
 * once the others have theirs.
 */
export function tell(context: TellContext): Telling[] {
  const notices = firstOf(context.tellings.pending()).map(
    (event): Notice => ({ event, to: 'centre', untold: null, by: '', group: '' }),
  );
  if (notices.length === 0) return [];
  return STAGES.reduce<readonly Notice[]>((found, stage) => stage(context, found), notices).map(
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
