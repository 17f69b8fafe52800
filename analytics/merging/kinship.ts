import { DAY } from '../../config/contract/zone.ts';
import { agreement, categoryAgreement, named, topicAgreement } from './agreement.ts';
import { charLikeness, headline, likeness } from './features.ts';
import { isPlaced, type Known, metres, REACH } from './known.ts';

/** Up to so many metres two people may stand, or be put, for one spot. */
const NEAR = 100;

/**
 * Weights of evidence for and against one matter, in natural logarithms of odds. Fitted by logistic regression
 * on pairs of near reports, and rounded: of seeded complaints (seeds 1 to 3, of which no told figure comes),
 * once as they are and once with every other topic struck out, as of words that no topic lists; and of the
 * synthetic city (seeds 11 to 14, with forty matters in ninety days that several tell), as its pipeline masks
 * and places them.
 */
const W = {
  per100Metres: -2.7,
  per100MetresBeyond: -5.6,
  noDistance: -3.95,
  sameGrid: 1.65,
  otherGrid: -6.15,
  perDay: -0.33,
  sameCaller: 4,
  /** Words of place, where both have coordinates. */
  names: { same: 0.4, part: -0.3, other: -2.75, unlike: -3.85, one: 0, none: 0 },
  /** The same where one has none. */
  namesUnlocated: { same: 1.3, part: 0.1, other: -2.85, unlike: -3.1, one: 0, none: 0 },
  /** A house by the one and a group of the village by the other are unlike. */
  numbers: { same: 2.9, part: 2.9, other: -4.5, unlike: -1.6, one: 0.7, none: 0 },
} as const;

/**
 * What two reports say, by how far their categories agree, with the same fit: either category or topic may be
 * told wrongly or not at all, both rarely are. By topic (none found in one of the texts; none shared; few;
 * most), by likeness of characters, by how far the text names the other's category, and at one address: of
 * which other matters may be told, too.
 */
const SAYS = {
  leaf: { none: 3.3, zero: 2.05, few: 3.35, most: 3.65, chars: 0.45, named: 0, address: 0.65 },
  branch: { none: 2.9, zero: 0.6, few: 2.6, most: 3.5, chars: 1.8, named: 0, address: 0.15 },
  untold: { none: 0.5, zero: -1.85, few: 0.95, most: 2.3, chars: 3.75, named: 2.15, address: -1 },
  other: { none: -1.95, zero: -4.15, few: -0.6, most: 0.7, chars: 5.75, named: 3.15, address: -1 },
} as const;

/** Where one of two tells of a place: odds by place, category, words, time and caller. */
function placedOdds(a: Known, b: Known, distance: number | null, days: number): number {
  const [x, y] = [a.report, b.report];
  const names = agreement(a.features.names, b.features.names);
  const numbers = agreement(a.features.numbers, b.features.numbers);
  const hasName = names === 'same' || names === 'part';
  const grids = x.place.grid !== '' && y.place.grid !== '';
  if (distance === null && !grids && !hasName) return Number.NEGATIVE_INFINITY;

  const says = SAYS[categoryAgreement(x.category, y.category)];
  let odds = says[topicAgreement(a, b)] + says.chars * charLikeness(a.features, b.features);
  if (says.named > 0) odds += says.named * named(a, b);
  if (hasName && (numbers === 'same' || numbers === 'part')) odds += says.address;
  odds += W.numbers[numbers];
  odds += (distance === null ? W.namesUnlocated : W.names)[names];
  if (distance !== null)
    odds += (W.per100Metres * distance + W.per100MetresBeyond * Math.max(0, distance - NEAR)) / 100;
  else odds += W.noDistance;
  if (distance === null && grids) odds += x.place.grid === y.place.grid ? W.sameGrid : W.otherGrid;
  if (x.caller !== '' && x.caller === y.caller) odds += W.sameCaller;
  return odds + W.perDay * days;
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
  littleSaid: -1.5,
} as const;
/** Rare pairs of a headline that the other text must say. */
const RARE_SAID = 3;
const RARE_SAID_ON_TOPIC = 2;

function unplacedOdds(a: Known, b: Known, days: number): number {
  const [f, g] = [a.features, b.features];
  const { share, rare } = headline(f, g);
  const topic = topicAgreement(a, b);
  if (rare < (topic === 'most' ? RARE_SAID_ON_TOPIC : RARE_SAID)) return UNPLACED.littleSaid;
  return (
    UNPLACED.base +
    UNPLACED.topic[topic] +
    UNPLACED.perLikeness * likeness(f, g) +
    UNPLACED.perHeadline * (share - UNPLACED.headlineNeeded) +
    UNPLACED.names[agreement(f.names, g.names)] +
    UNPLACED.numbers[agreement(f.numbers, g.numbers)] +
    UNPLACED.perDay * days
  );
}

/**
 * Days that `later` came after the other was last alive: it does not age while it is open, once its close
 * is told.
 */
const daysAfter = (earlier: Known, later: Known): number =>
  Math.max(0, later.report.at - Math.max(earlier.report.at, earlier.closedAt ?? 0)) / DAY;

/**
 * How far the evidence says that two reports are of one matter: natural logarithm of odds, above 0 for,
 * below against; −∞ where place or text rule it out, or where one of them says nothing in Chinese: by place and
 * category alone nothing is one. Which is named first does not matter.
 */
export function kinship(a: Known, b: Known): number {
  if (a.features.norm === 0 || b.features.norm === 0) return Number.NEGATIVE_INFINITY;
  const distance = metres(a.report.place, b.report.place);
  if (distance !== null && distance > REACH) return Number.NEGATIVE_INFINITY;
  const [earlier, later] = a.report.at <= b.report.at ? [a, b] : [b, a];
  const days = daysAfter(earlier, later);
  return isPlaced(a.report) || isPlaced(b.report)
    ? placedOdds(a, b, distance, days)
    : unplacedOdds(a, b, days);
}
