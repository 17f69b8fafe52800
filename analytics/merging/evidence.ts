import {
  agreement,
  categoryAgreement,
  fitting,
  nameAgreement,
  named,
  topicAgreement,
} from './agreement.ts';
import { isPlaced, isSameCaller, type Known, metres, REACH } from './known.ts';
import { charLikeness } from './likeness.ts';
import { senseLikeness } from './sense.ts';

/** Texts with less in common speak of two things. */
const ALIEN = 0.1;
/** Up to so many metres two people may stand, or be put, for one spot. */
const NEAR = 100;

const PLACE_WORDS = ['same', 'part', 'other', 'unlike', 'one'] as const;
const NAMES_TOLD = [...PLACE_WORDS, 'wide'] as const;
const CATEGORIES = ['leaf', 'branch', 'untold', 'other'] as const;
const SAID = [
  '',
  'Topics',
  'TopicsOther',
  'Sense',
  'SenseOther',
  'Fitting',
  'Chars',
  'Named',
  'Address',
] as const;

/** What may speak for or against one matter of two reports of which one at least tells where. */
export const TERMS = [
  'metres100',
  'metres100Beyond',
  'noDistance',
  'sameGrid',
  'otherGrid',
  'days',
  'sameCaller',
  ...NAMES_TOLD.map((how) => `names:${how}` as const),
  ...NAMES_TOLD.map((how) => `namesUnlocated:${how}` as const),
  ...PLACE_WORDS.map((how) => `numbers:${how}` as const),
  ...CATEGORIES.flatMap((how) => SAID.map((said) => `${how}${said}` as const)),
] as const;
export type Term = (typeof TERMS)[number];

const AT = Object.fromEntries(TERMS.map((term, i) => [term, i])) as Record<Term, number>;
const NAMES = Object.fromEntries(NAMES_TOLD.map((how) => [how, AT[`names:${how}`]]));
const UNLOCATED = Object.fromEntries(NAMES_TOLD.map((how) => [how, AT[`namesUnlocated:${how}`]]));
const NUMBERS = Object.fromEntries(PLACE_WORDS.map((how) => [how, AT[`numbers:${how}`]]));
/** The first term of what is said under categories that agree so far. */
const CATEGORY = Object.fromEntries(CATEGORIES.map((how) => [how, AT[how]])) as Record<
  (typeof CATEGORIES)[number],
  number
>;
export const FIRST_SAID = CATEGORY.leaf;

/**
 * What speaks for and against by place, time and caller, and how far the words of place agree.
 * @param into by term; zeros
 * @returns false where place rules it out
 */
export function placeEvidence(a: Known, b: Known, days: number, into: Float64Array): boolean {
  const [x, y] = [a.report, b.report];
  const distance = metres(x.place, y.place);
  if (distance !== null && distance > REACH) return false;
  const names = nameAgreement(a.features.names, b.features.names);
  const grids = x.place.grid !== '' && y.place.grid !== '';
  if (distance !== null) {
    into[AT.metres100] = distance / 100;
    into[AT.metres100Beyond] = Math.max(0, distance - NEAR) / 100;
    if (names !== 'none') into[NAMES[names]!] = 1;
  } else {
    if (!grids && !['same', 'part', 'wide'].includes(names)) return false;
    into[AT.noDistance] = 1;
    if (grids) into[x.place.grid === y.place.grid ? AT.sameGrid : AT.otherGrid] = 1;
    if (names !== 'none') into[UNLOCATED[names]!] = 1;
  }
  const numbers = agreement(a.features.numbers, b.features.numbers);
  if (numbers !== 'none') into[NUMBERS[numbers]!] = 1;
  into[AT.days] = days;
  if (isSameCaller(a, b)) into[AT.sameCaller] = 1;
  return true;
}

/**
 * What speaks for and against by what is said, for each agreement of categories apart: either category or text
 * may be wrong or tell nothing, both rarely are.
 * @param into as `placeEvidence` left it
 */
export function saidEvidence(a: Known, b: Known, into: Float64Array): void {
  const category = CATEGORY[categoryAgreement(a.report.category, b.report.category)];
  into[category] = 1;
  const topics = topicAgreement(a, b);
  if (topics === 'few' || topics === 'most') into[category + 1] = topics === 'few' ? 0.5 : 1;
  if (topics === 'zero') into[category + 2] = 1;
  const [one, other] = [a.features.sense, b.features.sense];
  const sense = senseLikeness(one, other);
  into[category + 3] = sense;
  if (sense < ALIEN && one !== '' && other !== '') into[category + 4] = 1;
  into[category + 5] = fitting(a, b);
  into[category + 6] = charLikeness(a.features, b.features);
  into[category + 7] = named(a, b);
  // of one address other matters may be told, too
  const address = (of: Record<string, number | undefined>) => into[of.same!]! + into[of.part!]!;
  if (address(NAMES) + address(UNLOCATED) > 0 && address(NUMBERS) > 0) into[category + 8] = 1;
}

/** All of it; null where place rules it out, or where neither tells where. */
export function evidence(a: Known, b: Known, days: number): Float64Array | null {
  if (!isPlaced(a.report) && !isPlaced(b.report)) return null;
  const into = new Float64Array(TERMS.length);
  if (!placeEvidence(a, b, days, into)) return null;
  saidEvidence(a, b, into);
  return into;
}
