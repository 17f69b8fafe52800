import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId } from '../../config/contract/ids.ts';
import { ENDED, STATE_AFTER } from '../../config/contract/vocabulary.ts';

/** Whether a hop bears on which matter its case is of: its report, its end, its return, or a word on it. */
export function tellsOfMatter(hop: Hop): boolean {
  if (hop.event === 'report' || hop.event === 'reopen') return true;
  const state = STATE_AFTER[hop.event];
  return (state !== null && ENDED.has(state)) || wordsOf(hop).length > 0;
}

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
