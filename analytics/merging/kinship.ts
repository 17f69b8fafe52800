import { agreement, topicAgreement } from './agreement.ts';
import { FIRST_SAID, placeEvidence, saidEvidence, TERMS } from './evidence.ts';
import { daysAfter, isPlaced, isSameCaller, type Known } from './known.ts';
import { headline, likeness } from './likeness.ts';
import { WEIGHTS } from './weights.ts';

/** Evidence against that is stronger than this counts no more. */
export const FLOOR = -6;

const CATEGORY_TERMS = TERMS.length - FIRST_SAID;
/** The most that what is said may speak for one matter. */
const MOST_SAID = (() => {
  const width = CATEGORY_TERMS / 4;
  const sums = [0, 1, 2, 3].map((category) => {
    const first = FIRST_SAID + category * width;
    return WEIGHTS.subarray(first + 1, first + width).reduce(
      (sum, weight) => sum + Math.max(0, weight),
      WEIGHTS[first]!,
    );
  });
  return Math.max(...sums);
})();

const found = new Float64Array(TERMS.length);
const sum = (from: number, to: number): number => {
  let odds = 0;
  for (let i = from; i < to; i++) odds += WEIGHTS[i]! * found[i]!;
  return odds;
};

/** Where one of two tells of a place: odds by place, category, words, time and caller. */
function placedOdds(a: Known, b: Known, days: number): number {
  found.fill(0);
  if (!placeEvidence(a, b, days, found)) return Number.NEGATIVE_INFINITY;
  const place = sum(0, FIRST_SAID);
  if (place + MOST_SAID < FLOOR) return FLOOR;
  saidEvidence(a, b, found);
  return place + sum(FIRST_SAID, TERMS.length);
}

/**
 * Without any place the texts have to say it, and what they name holds for weeks. Judged by eye on real
 * messages.
 */
const UNPLACED = {
  topic: { none: 1.2, zero: -1.6, few: 2, most: 3.9 },
  base: -1.3,
  perLikeness: 2.2,
  perHeadline: 10,
  headlineNeeded: 0.4,
  names: { same: 0, part: 0, other: -4, unlike: 0, one: 0, none: 0 },
  /** Of two firms that are told of in the same words one is not the other. */
  numbers: { same: 2, part: 2, other: -7, unlike: -2.4, one: 0, none: 0 },
  perDay: -0.15,
  /** Of many who ask for one thing each has a matter of his own, as long as they name nothing in common. */
  named: [-1.5, -0.75, 0],
  sameCaller: 1,
  littleSaid: -1.5,
} as const;
/** Rare pairs of a headline that the other text must say. */
const RARE_SAID = 3;
const RARE_SAID_ON_TOPIC = 2;

function unplacedOdds(a: Known, b: Known, days: number): number {
  const [f, g] = [a.features, b.features];
  const { share, rare, named } = headline(f, g);
  const topic = topicAgreement(a, b);
  if (rare < (topic === 'most' ? RARE_SAID_ON_TOPIC : RARE_SAID)) return UNPLACED.littleSaid;
  return (
    UNPLACED.base +
    UNPLACED.topic[topic] +
    UNPLACED.perLikeness * likeness(f, g) +
    UNPLACED.perHeadline * (share - UNPLACED.headlineNeeded) +
    UNPLACED.named[Math.min(2, named)]! +
    (isSameCaller(a, b) ? UNPLACED.sameCaller : 0) +
    UNPLACED.names[agreement(f.names, g.names)] +
    UNPLACED.numbers[agreement(f.numbers, g.numbers)] +
    UNPLACED.perDay * days
  );
}

/**
 * How far the evidence says that two reports are of one matter: natural logarithm of odds, above 0 for,
 * below against; −∞ where place or text rule it out, or where one of them says nothing in Chinese: by place and
 * category alone nothing is one. Which is named first does not matter.
 */
export function kinship(a: Known, b: Known): number {
  if (a.features.norm === 0 || b.features.norm === 0) return Number.NEGATIVE_INFINITY;
  const days = daysAfter(a, b);
  return isPlaced(a.report) || isPlaced(b.report)
    ? placedOdds(a, b, days)
    : unplacedOdds(a, b, days);
}
