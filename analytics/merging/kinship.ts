import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { type Features, featuresOf, headline, likeness, topicLikeness } from './features.ts';
import type { Report } from './report.ts';

/** What is kept of a report: its texts are not. */
export type Told = Omit<Report, 'subject' | 'content' | 'address'>;

/** A report as it is compared with others. */
export interface Known {
  readonly report: Told;
  readonly features: Features;
  /** When its case was closed; null: open, or not told. */
  closedAt: Millis | null;
}

export function known({ subject, content, address, ...report }: Report): Known {
  return { report, features: featuresOf(subject, content, address), closedAt: null };
}

/** Two located reports farther apart than this are never one matter, in metres. */
export const REACH = 250;
/** Up to so many metres two people may stand, or be put, for one spot. */
const NEAR = 100;
/** Rare pairs of a headline that the other text must say, where no place brings two reports together. */
const RARE_SAID = 3;
const RARE_SAID_ON_TOPIC = 2;

/**
 * Weights of evidence for and against one matter, in natural logarithms of odds. Fitted by logistic
 * regression on pairs of near reports, and rounded: of seeded complaints (seeds 1 to 3, of which no told
 * figure comes), half of them in words that no topic lists; and of a city's daily reports in set phrases
 * from a dense place, nearly all of them of different matters.
 */
const W = {
  perHeadline: 0.5,
  per100Metres: -2.4,
  per100MetresBeyond: -5.7,
  noDistance: -2.9,
  sameGrid: 1.3,
  otherGrid: -6.6,
  sharedName: 0.7,
  otherName: -1.8,
  otherNameUnlocated: -2.2,
  sharedNumber: 2,
  otherNumber: -4.7,
  /** A house by the one and a group of the village by the other. */
  unlikeNumber: -2.4,
  perDay: -0.32,
  sameCaller: 5.4,
  /** Without any place the texts have to say it. Judged by eye on real messages. */
  unplaced: -0.8,
  perLikenessUnplaced: 2.2,
  perHeadlineUnplaced: 10,
  headlineNeeded: 0.4,
  otherNameUnplaced: -4,
  littleSaid: -1.5,
};

/**
 * Category and topic, weighed together: either may be told wrongly or not at all, both rarely are. By row:
 * the same lowest category; the same as far as both tell it; not told; another. By column: no topic found in
 * one of the texts; none shared; few shared; most shared.
 */
const KIND = {
  leaf: [3.6, 2.5, 3.6, 3.9],
  branch: [3.5, 1.4, 3.1, 4],
  untold: [1.2, -1.6, 2, 3.9],
  other: [-1, -3.4, 1.1, 3.3],
} as const;

/** Metres between two places (equirectangular: exact to a millimetre over a reach of this size). */
export function metres(a: Report['place'], b: Report['place']): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const degree = 111_195;
  const east = (a.lon - b.lon) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return degree * Math.hypot(east, a.lat - b.lat);
}

/** Whether it is told where it is, but in words. */
const isPlaced = ({ place }: Told): boolean => place.grid !== '' || place.lon !== null;

const isShared = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  for (const word of a) if (b.has(word)) return true;
  return false;
};

/**
 * Whether both name a thing of one kind (the first character), and no such thing in common; a crossing, which
 * has two names, is the same only by both.
 */
function differ(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const word of a) {
    const kind = word[0];
    let [own, others, common] = [0, 0, 0];
    for (const each of a)
      if (each[0] === kind) {
        own++;
        if (b.has(each)) common++;
      }
    for (const each of b) if (each[0] === kind) others++;
    if (common < Math.min(2, own, others)) return true;
  }
  return false;
}

function category(a: readonly string[], b: readonly string[]): keyof typeof KIND {
  if (!a[0] || !b[0]) return 'untold';
  if (a[0] !== b[0]) return 'other';
  if (!a[1] || !b[1]) return 'untold';
  if (a[1] !== b[1]) return 'other';
  if (!a[2] || !b[2]) return 'branch';
  return a[2] === b[2] ? 'leaf' : 'other';
}

function kind(a: Known, b: Known): number {
  const row = KIND[category(a.report.category, b.report.category)];
  const topics = topicLikeness(a.features, b.features);
  if (topics === null) return row[0];
  if (topics === 0) return row[1];
  return topics < 0.5 ? row[2] : row[3];
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
  const [x, y] = [a.report, b.report];
  const [f, g] = [a.features, b.features];
  if (f.norm === 0 || g.norm === 0) return Number.NEGATIVE_INFINITY;
  const distance = metres(x.place, y.place);
  if (distance !== null && distance > REACH) return Number.NEGATIVE_INFINITY;
  const [grid, otherGrid] = [x.place.grid, y.place.grid];
  let odds = kind(a, b);
  if (differ(f.numbers, g.numbers)) odds += W.otherNumber;
  else if (isShared(f.numbers, g.numbers)) odds += W.sharedNumber;
  else if (f.numbers.size > 0 && g.numbers.size > 0) odds += W.unlikeNumber;

  const name = isShared(f.names, g.names);
  const { share, rare } = headline(f, g);
  if (!isPlaced(x) && !isPlaced(y)) {
    const onTopic = (topicLikeness(f, g) ?? 0) >= 0.5;
    if (rare < (onTopic ? RARE_SAID_ON_TOPIC : RARE_SAID)) return W.littleSaid;
    odds += W.unplaced + W.perLikenessUnplaced * likeness(f, g);
    odds += W.perHeadlineUnplaced * (share - W.headlineNeeded);
    if (differ(f.names, g.names)) odds += W.otherNameUnplaced;
  } else {
    const told = grid !== '' && otherGrid !== '';
    odds += W.perHeadline * share;
    if (distance !== null)
      odds +=
        (W.per100Metres * distance + W.per100MetresBeyond * Math.max(0, distance - NEAR)) / 100;
    else if (!told && !name) return Number.NEGATIVE_INFINITY;
    else odds += W.noDistance + (told ? (grid === otherGrid ? W.sameGrid : W.otherGrid) : 0);
    if (differ(f.names, g.names)) odds += distance === null ? W.otherNameUnlocated : W.otherName;
    else if (name) odds += W.sharedName;
    if (x.caller !== '' && x.caller === y.caller) odds += W.sameCaller;
  }
  const [earlier, later] = x.at <= y.at ? [a, b] : [b, a];
  return odds + W.perDay * daysAfter(earlier, later);
}
