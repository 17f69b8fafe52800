import type { Hop } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { compareWords, last, type Told, type WordRank } from './rank.ts';

export type HazardLevel = 'general' | 'major';

/** What hops say of a hazard (隐患), each part by the newest that says it, as it was told. */
export interface HazardWords {
  level: Told<string> | null;
  firm: Told<string> | null;
  /** 复查期限, ISO 8601. */
  revisitDue: Told<string> | null;
}

/** What a hop says of a hazard; null: nothing. */
export function hazardWordsOf(
  { hazard, firm, revisitDue }: Hop['details'],
  rank: WordRank,
): HazardWords | null {
  if (!hazard && !firm && !revisitDue) return null;
  const told = (value: string | undefined) => (value ? { rank, value } : null);
  return { level: told(hazard), firm: told(firm), revisitDue: told(revisitDue) };
}

/** Both knowledges together. Commutative, associative, idempotent. */
export function mergeHazardWords(a: HazardWords | null, b: HazardWords | null): HazardWords | null {
  if (a === null || b === null) return a ?? b;
  return {
    level: last(compareWords, a.level, b.level),
    firm: last(compareWords, a.firm, b.firm),
    revisitDue: last(compareWords, a.revisitDue, b.revisitDue),
  };
}

/** The hazard of which these are the words; null: they name none of a known level. */
export function hazardOf(
  words: HazardWords | null,
): { level: HazardLevel; firm: string; revisitDue: Millis | null } | null {
  const level = words?.level?.value;
  if (level !== 'general' && level !== 'major') return null;
  const due = Date.parse(words?.revisitDue?.value ?? '');
  return {
    level,
    firm: words?.firm?.value ?? '',
    revisitDue: Number.isNaN(due) ? null : due,
  };
}
