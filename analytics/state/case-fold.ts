import type { Hop } from '../../config/contract/facts.ts';
import type { CaseId, GridId, Millis, SourceId, UnitId } from '../../config/contract/ids.ts';
import type { CaseState, CaseType, Channel, Urgency } from '../../config/contract/vocabulary.ts';
import { ENDED, STATE_AFTER } from '../../config/contract/vocabulary.ts';

/** Where a hop stands among the hops of its case: by time, then the upstream's order, then id. */
export interface Rank {
  at: Millis;
  order: number;
  id: string;
}

/** Negative where `a` comes before `b`. */
export const compareRank = (a: Rank, b: Rank): number =>
  a.at - b.at || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where a hop's word on its case stands among others: by when it was true, then as the hop does. */
export interface WordRank extends Rank {
  asOf: Millis;
}

/** Negative where the word of `a` is older than that of `b`. */
export const compareWords = (a: WordRank, b: WordRank): number =>
  a.asOf - b.asOf || compareRank(a, b);

export const wordRank = ({ asOf, at, order, id }: Hop): WordRank => ({ asOf, at, order, id });

/**
 * What every hop says of its case; the newest word stands. A hop that tells only a step is as of 0,
 * before any word: it counts only while nothing else is known of the case.
 */
export interface Dimensions {
  rank: WordRank;
  channel: Channel;
  type: CaseType;
  urgency: Urgency;
  category: string;
  grid: GridId;
  community: string;
  unit: UnitId;
  receivedAt: Millis;
  dueAt: Millis | null;
  lon: number | null;
  lat: number | null;
}

/**
 * One case as its hops tell it. Three parts, each decided by the newest hop that speaks of it, so
 * that the order in which hops arrive does not matter and a hop told twice changes nothing.
 */
export interface CaseFold {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  /** The last step that led to a state. */
  step: { rank: Rank; state: CaseState } | null;
  dimensions: Dimensions;
  subject: { rank: WordRank; value: string } | null;
}

/** Category levels as one text, widest first. */
export const joinCategory = (levels: readonly string[]): string =>
  levels.filter(Boolean).join(' / ');

/** The case of which this hop is all that is known. */
export function foldOfHop(hop: Hop): CaseFold {
  const rank: Rank = { at: hop.at, order: hop.order, id: hop.id };
  const word = wordRank(hop);
  const state = STATE_AFTER[hop.event];
  return {
    id: hop.caseId,
    source: hop.source,
    upstreamNo: hop.upstreamNo,
    step: state === null ? null : { rank, state },
    dimensions: {
      rank: word,
      channel: hop.channel,
      type: hop.type,
      urgency: hop.urgency,
      category: joinCategory(hop.category),
      grid: hop.grid,
      community: hop.community,
      unit: hop.unit,
      receivedAt: hop.receivedAt,
      dueAt: hop.dueAt,
      lon: hop.lon,
      lat: hop.lat,
    },
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
    dimensions:
      compareWords(a.dimensions.rank, b.dimensions.rank) >= 0 ? a.dimensions : b.dimensions,
    subject: last(compareWords, a.subject, b.subject),
  };
}

/** The state of the case; a case of which only remarks are known waits to be accepted. */
export const stateOf = (fold: CaseFold): CaseState => fold.step?.state ?? 'reported';

/** When the case entered its state. */
export const stateAt = (fold: CaseFold): Millis => fold.step?.rank.at ?? fold.dimensions.receivedAt;

export const isOpen = (fold: CaseFold): boolean => !ENDED.has(stateOf(fold));
