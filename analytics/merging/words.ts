import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId } from '../../config/contract/ids.ts';
import { ENDED, HOP_EVENTS, type HopEvent, STATE_AFTER } from '../../config/contract/vocabulary.ts';

/** What bears on which matter a case is of: its report, its end, its return. */
export const MATTER_EVENTS: readonly HopEvent[] = HOP_EVENTS.filter((event) => {
  const state = STATE_AFTER[event];
  return event === 'report' || event === 'reopen' || (state !== null && ENDED.has(state));
});
/** Details that are words on it. */
export const MATTER_WORDS = ['joined', 'parted'] as const;

/** Whether a hop bears on which matter its case is of. */
export const tellsOfMatter = ({ event, details }: Hop): boolean =>
  MATTER_EVENTS.includes(event) || MATTER_WORDS.some((word) => (details[word] ?? '') !== '');

/**
 * What a hop says of its case and others: an officer's word that they are of one matter or not, and the
 * upstream's, that one was merged into another or is its re-opened number.
 */
export function wordsOf({
  caseId,
  event,
  parent,
  details,
}: Hop): { other: CaseId; same: boolean }[] {
  const words: { other: CaseId; same: boolean }[] = [];
  const say = (other: string, same: boolean) => {
    if (other !== '' && other !== caseId) words.push({ other: other as CaseId, same });
  };
  if (event === 'report' || event === 'merge') say(parent, true);
  for (const other of details.joined?.split(',') ?? []) say(other.trim(), true);
  for (const other of details.parted?.split(',') ?? []) say(other.trim(), false);
  return words;
}
