import type { Hop } from '../../config/contract/facts.ts';
import {
  type CaseId,
  type GridId,
  type Millis,
  type SourceId,
  type UnitId,
  unitId,
} from '../../config/contract/ids.ts';
import { rankedTime } from '../../config/contract/told-time.ts';
import type {
  CaseState,
  CaseType,
  Channel,
  HopEvent,
  Urgency,
} from '../../config/contract/vocabulary.ts';
import { ENDED, STATE_AFTER } from '../../config/contract/vocabulary.ts';

/**
 * Where a hop stands among the hops of its case: by time, then the upstream's order, then id. A
 * doubtful time counts as that of acceptance (`rankedTime`).
 */
interface Rank {
  at: Millis;
  order: number;
  id: string;
}

/** Negative where `a` comes before `b`. */
const compareRank = (a: Rank, b: Rank): number =>
  a.at - b.at || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where a hop's word on its case stands among others: by when it was true, then as the hop does. */
export interface WordRank extends Rank {
  asOf: Millis;
}

/** Negative where the word of `a` is older than that of `b`. */
export const compareWords = (a: WordRank, b: WordRank): number =>
  a.asOf - b.asOf || compareRank(a, b);

/** Something that hops say of their case, by the newest that says it. */
export interface Told<T> {
  rank: WordRank;
  value: T;
}

/**
 * What every hop says of its case; the newest word stands. A hop that tells only a step is as of 0,
 * before any word: it counts only while nothing else is known of the case.
 */
interface Dimensions {
  rank: WordRank;
  channel: Channel;
  type: CaseType;
  urgency: Urgency;
  category: string;
  grid: GridId;
  community: string;
  receivedAt: Millis;
  lon: number | null;
  lat: number | null;
}

/**
 * One case as its hops tell it. Each part is decided by the newest hop that speaks of it, so that the
 * order in which hops arrive does not matter and a hop told twice changes nothing.
 */
export interface CaseFold {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  /** The last step that led to a state, and until when the step it began is in time; null: no limit. */
  step: { rank: Rank; state: CaseState; dueAt: Millis | null } | null;
  /** Whether anybody has been in touch with the caller. */
  contacted: boolean;
  dimensions: Dimensions;
  /** Who has it, and until when: also by a step told alone, which says it as of its own time. */
  unit: Told<UnitId> | null;
  due: Told<Millis | null> | null;
  subject: Told<string> | null;
}

/** Steps that hand a case to the unit they name. What other steps name only acted. */
export const HANDS_OVER: ReadonlySet<HopEvent> = new Set(['dispatch', 'sign', 'rework', 'reopen']);

/** The unit that a step told alone leaves its case with; '': the centre, which has it back; null: it does not say. */
function unitAfter({ event, unit }: Hop): UnitId | null {
  if (event === 'return') return unitId('');
  return HANDS_OVER.has(event) && unit !== '' ? unit : null;
}

function stepDueOf({ details: { stepDue } }: Hop): Millis | null {
  const at = stepDue === undefined ? Number.NaN : Date.parse(stepDue);
  return Number.isNaN(at) ? null : at;
}

/** Category levels as one text, widest first. */
export const joinCategory = (levels: readonly string[]): string =>
  levels.filter(Boolean).join(' / ');

/** Where a hop's word on its case stands. @param accepted when the hop was taken into the journal */
export function wordRank({ asOf, at, order, id, flags }: Hop, accepted: Millis): WordRank {
  return {
    asOf: asOf === 0 ? 0 : rankedTime(asOf, flags, accepted),
    at: rankedTime(at, flags, accepted),
    order,
    id,
  };
}

/** The case of which this hop is all that is known. @param accepted when it was taken into the journal */
export function foldOfHop(hop: Hop, accepted: Millis): CaseFold {
  const word = wordRank(hop, accepted);
  const { at, order, id } = word;
  const state = STATE_AFTER[hop.event];
  const alone = hop.asOf === 0;
  const told = alone ? { ...word, asOf: at } : word;
  const unit = alone ? unitAfter(hop) : hop.unit;
  return {
    id: hop.caseId,
    source: hop.source,
    upstreamNo: hop.upstreamNo,
    step: state === null ? null : { rank: { at, order, id }, state, dueAt: stepDueOf(hop) },
    contacted: hop.event === 'contact',
    dimensions: {
      rank: word,
      channel: hop.channel,
      type: hop.type,
      urgency: hop.urgency,
      category: joinCategory(hop.category),
      grid: hop.grid,
      community: hop.community,
      receivedAt: hop.receivedAt,
      lon: hop.lon,
      lat: hop.lat,
    },
    unit: unit === null ? null : { rank: told, value: unit },
    due: alone && hop.dueAt === null ? null : { rank: told, value: hop.dueAt },
    subject: hop.text === null ? null : { rank: word, value: hop.text.subject },
  };
}

const last = <R, T extends { rank: R }>(
  compare: (a: R, b: R) => number,
  a: T | null,
  b: T | null,
): T | null => {
  if (a === null || b === null) return a ?? b;
  return compare(a.rank, b.rank) >= 0 ? a : b;
};

/** Both knowledges of one case together. Commutative, associative, idempotent. */
export function mergeFolds(a: CaseFold, b: CaseFold): CaseFold {
  return {
    id: a.id,
    source: a.source,
    upstreamNo: a.upstreamNo,
    step: last(compareRank, a.step, b.step),
    contacted: a.contacted || b.contacted,
    dimensions:
      compareWords(a.dimensions.rank, b.dimensions.rank) >= 0 ? a.dimensions : b.dimensions,
    unit: last(compareWords, a.unit, b.unit),
    due: last(compareWords, a.due, b.due),
    subject: last(compareWords, a.subject, b.subject),
  };
}

/** The state of the case; a case of which only remarks are known waits to be accepted. */
export const stateOf = (fold: CaseFold): CaseState => fold.step?.state ?? 'reported';

/** The unit that has the case; '': none. */
export const unitOf = (fold: CaseFold): UnitId => fold.unit?.value ?? unitId('');

/** Its handling deadline; null: none. */
export const dueOf = (fold: CaseFold): Millis | null => fold.due?.value ?? null;

/** When the case entered its state. */
export const stateAt = (fold: CaseFold): Millis => fold.step?.rank.at ?? fold.dimensions.receivedAt;

export const isOpen = (fold: CaseFold): boolean => !ENDED.has(stateOf(fold));
