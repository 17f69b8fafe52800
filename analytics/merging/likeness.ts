import { charSquare, charSquares, gramSquare, gramWeight, isRare, total } from './common.ts';
import type { Features } from './features.ts';
import { isOfTopic } from './sense.ts';

/** Σ of the pairs that both have, by weight. */
function common(x: Uint32Array, y: Uint32Array, weight: (gram: number) => number): number {
  let sum = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [left, right] = [x[i]!, y[j]!];
    if (left === right) {
      sum += weight(left);
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return sum;
}

/** Σ of the characters that both have, by square of weight. */
function commonChars(x: string, y: string): number {
  let sum = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [left, right] = [x.charCodeAt(i), y.charCodeAt(j)];
    if (left === right) {
      sum += charSquare(left);
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return sum;
}

/** Weighted cosine of what two texts say: 0 nothing in common, 1 the same pairs. Symmetric. */
export function likeness(a: Features, b: Features): number {
  const shared = common(a.grams, b.grams, gramSquare);
  return shared === 0 ? 0 : shared / (a.norm * b.norm);
}

/**
 * Weighted cosine of the characters that two texts use, which in Chinese are morphemes: 路灯 and 灯全灭了 have
 * no pair in common, and 灯. Symmetric.
 */
export function charLikeness(a: Features, b: Features): number {
  const shared = commonChars(a.chars, b.chars);
  return shared === 0 ? 0 : shared / (a.charNorm * b.charNorm);
}

/** How much of some words a text says, by character, rare ones counting more: 0 to 1. */
export function saysOf(words: string, { chars }: Features): number {
  const all = charSquares(words);
  return all === 0 ? 0 : commonChars(words, chars) / all;
}

/** What of a headline another text says. */
interface Said {
  /** 0 to 1, by weight. */
  share: number;
  /** How many rare pairs, and how many of them stand with no topic's words: names, most of them. */
  rare: number;
  named: number;
}

/**
 * How much of each text's headline the other text says, rare pairs counting more; the mean of both ways. Two
 * long letters on one matter share few of their pairs, but what the headline names stands in both.
 * Pairs are counted as of the lesser way. Symmetric.
 */
export function headline(a: Features, b: Features): Said {
  const [there, back] = [saidIn(a.head, b.grams), saidIn(b.head, a.grams)];
  return {
    share: (there.share + back.share) / 2,
    rare: Math.min(there.rare, back.rare),
    named: Math.min(there.named, back.named),
  };
}

function saidIn(head: Uint32Array, grams: Uint32Array): Said {
  const all = total(head, gramWeight);
  const said = common(head, grams, gramWeight);
  const rare = common(head, grams, (gram) => (isRare(gram) ? 1 : 0));
  const named = common(head, grams, (gram) => (isRare(gram) && !isOfTopic(gram) ? 1 : 0));
  return { share: all === 0 ? 0 : said / all, rare, named };
}
