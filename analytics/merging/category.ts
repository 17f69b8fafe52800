import { charsOf, gramsOf } from './grams.ts';
import { type Sense, senseOf } from './sense.ts';

/** A category as it is compared: one for all reports that are told under it. */
export interface Category {
  /** Widest first; missing levels are left out or ''. */
  levels: readonly string[];
  /** What the name of its lowest level says: its characters, and what it is about. */
  chars: string;
  sense: Sense;
}

const known = new Map<string, Category>();
/** So many are kept; a deployment has some hundreds. */
const KEPT = 5_000;

export function categoryOf(levels: readonly string[]): Category {
  const key = levels.join('\n');
  const found = known.get(key);
  if (found) return found;
  const name = levels.findLast((level) => level !== '') ?? '';
  const chars = charsOf(name);
  const category = { levels, chars, sense: senseOf(gramsOf(name), chars) };
  if (known.size < KEPT) known.set(key, category);
  return category;
}
