import type { Known } from './known.ts';
import { saysOf } from './likeness.ts';
import { senseLikeness } from './sense.ts';
import { topicLikeness } from './topics.ts';

/** How two sets of words of place stand to each other. */
export type Agreement = 'same' | 'part' | 'other' | 'unlike' | 'one' | 'none';

/**
 * @returns `other`: both name a thing of one kind (the first character), and not the same (a crossing, which
 * has two names, is the same only by both); `part`: they name one thing in common, and one names more; `same`:
 * the same things; `unlike`: things of kinds that cannot be compared, an estate and a road; `one`: only one
 * names any. Symmetric
 */
export function agreement(a: readonly string[], b: readonly string[]): Agreement {
  if (a.length === 0 || b.length === 0) return a.length + b.length === 0 ? 'none' : 'one';
  let shared = 0;
  for (const word of a) {
    const kind = word.charCodeAt(0);
    if (sharedOfKind(a, b, kind) < Math.min(2, ofKind(a, kind), ofKind(b, kind))) return 'other';
    if (b.includes(word)) shared++;
  }
  if (shared === 0) return 'unlike';
  return shared === a.length && shared === b.length ? 'same' : 'part';
}

function ofKind(words: readonly string[], kind: number): number {
  let count = 0;
  for (const word of words) if (word.charCodeAt(0) === kind) count++;
  return count;
}

function sharedOfKind(a: readonly string[], b: readonly string[], kind: number): number {
  let count = 0;
  for (const word of a) if (word.charCodeAt(0) === kind && b.includes(word)) count++;
  return count;
}

const AREA = '村'.charCodeAt(0);

/**
 * As `agreement`, of names; `wide`: the village is all that they have in common, and one names a road, an estate
 * or a river in it.
 */
export function nameAgreement(a: readonly string[], b: readonly string[]): Agreement | 'wide' {
  const how = agreement(a, b);
  const isArea = (word: string) => word.charCodeAt(0) === AREA;
  const isWide = how === 'part' && a.every((word) => isArea(word) || !b.includes(word));
  return isWide && !(a.every(isArea) && b.every(isArea)) ? 'wide' : how;
}

/** How far the categories of two reports agree. */
export type CategoryAgreement = 'leaf' | 'branch' | 'untold' | 'other';

/** Levels, widest first: the same lowest; the same as far as both tell; not told; another. Symmetric. */
export function categoryAgreement(a: readonly string[], b: readonly string[]): CategoryAgreement {
  if (!a[0] || !b[0]) return 'untold';
  if (a[0] !== b[0]) return 'other';
  if (!a[1] || !b[1]) return 'untold';
  if (a[1] !== b[1]) return 'other';
  if (!a[2] || !b[2]) return 'branch';
  return a[2] === b[2] ? 'leaf' : 'other';
}

/** How far the topics of two texts agree: none found in one of them; none shared; few; most. Symmetric. */
export function topicAgreement(a: Known, b: Known): 'none' | 'zero' | 'few' | 'most' {
  const topics = topicLikeness(a.features.topics, b.features.topics);
  if (topics === null) return 'none';
  if (topics === 0) return 'zero';
  return topics < 0.5 ? 'few' : 'most';
}

/**
 * How much of the name of either's lowest category the other's text says: of two reports of which one was put
 * under another category, or none, the words may still name the one that was told. 0 to 1. Symmetric.
 */
export const named = (a: Known, b: Known): number =>
  Math.max(saysOf(a.category.chars, b.features), saysOf(b.category.chars, a.features));

/**
 * How far both texts are about what their own categories say, by the lesser: of two that are, and whose
 * categories differ, neither was put under a wrong one. 0 to 1. Symmetric.
 */
export const fitting = (a: Known, b: Known): number =>
  Math.min(
    senseLikeness(a.category.sense, a.features.sense),
    senseLikeness(b.category.sense, b.features.sense),
  );
