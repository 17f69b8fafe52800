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
import { type HazardWords, hazardOf, hazardWordsOf, mergeHazardWords } from './hazard.ts';
import { type Marks, mergeMarks, NO_MARKS } from './marks.ts';
import { oneCopy } from './one-copy.ts';
import { compareRank, compareWords, last, type Rank, type Told, type WordRank } from './rank.ts';

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
  /** With the urgent words found in its texts, as `writeWords` writes them; '': none. */
  subject: (Told<string> & { words: string }) | null;
  /** 退回. */
  returns: Marks;
  /** 催办. */
  urges: Marks;
  /** 督办, 挂牌督办. */
  supervised: boolean;
  /** When it was last taken up again after it had ended (重办); 0: never. */
  reopenedAt: Millis;
  hazard: HazardWords | null;
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

const BETWEEN_LEVELS = ' / ';

/** Category levels as one text, widest first. */
export const joinCategory = (levels: readonly string[]): string =>
  oneCopy(levels.filter(Boolean).join(BETWEEN_LEVELS));

/** The levels of `joinCategory`. */
export const splitCategory = (category: string): string[] => category.split(BETWEEN_LEVELS);

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
      grid: oneCopy(hop.grid),
      community: oneCopy(hop.community),
      receivedAt: hop.receivedAt,
      lon: hop.lon,
      lat: hop.lat,
    },
    unit: unit === null ? null : { rank: told, value: oneCopy(unit) },
    due: alone && hop.dueAt === null ? null : { rank: told, value: hop.dueAt },
    subject:
      hop.text === null
        ? null
        : { rank: word, value: hop.text.subject, words: hop.details.words ?? '' },
    returns: hop.event === 'return' ? [{ at, order, id }] : NO_MARKS,
    urges: hop.event === 'urge' ? [{ at, order, id }] : NO_MARKS,
    supervised: hop.event === 'supervise',
    reopenedAt: hop.event === 'reopen' ? at : 0,
    hazard: hazardWordsOf(hop.details, told),
  };
}

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
    returns: mergeMarks(a.returns, b.returns),
    urges: mergeMarks(a.urges, b.urges),
    supervised: a.supervised || b.supervised,
    reopenedAt: Math.max(a.reopenedAt, b.reopenedAt),
    hazard: mergeHazardWords(a.hazard, b.hazard),
  };
}

/** The state of the case; a case of which only remarks are known waits to be accepted. */
export const stateOf = (fold: CaseFold): CaseState => fold.step?.state ?? 'reported';

/** The unit that has the case; '': none. */
export const unitOf = (fold: CaseFold): UnitId => fold.unit?.value ?? unitId('');

/** Its handling deadline; null: none. */
export const dueOf = (fold: CaseFold): Millis | null => fold.due?.value ?? null;

/**
 * From when the limit of its handling runs: from its receipt, and after a reopening (重办) from there, unless
 * the deadline had passed by then and no new one was given.
 */
export function limitFrom(fold: CaseFold): Millis {
  const { receivedAt } = fold.dimensions;
  const due = dueOf(fold);
  return due !== null && fold.reopenedAt < due ? Math.max(receivedAt, fold.reopenedAt) : receivedAt;
}

/**
 * From when it is there to be acted on: its receipt. One that lies later than what tells of it was mistyped, or
 * told by a clock that is ahead.
 */
export const knownFrom = ({ dimensions: { receivedAt, rank } }: CaseFold): Millis =>
  Math.min(receivedAt, rank.at);

/** When the case entered its state. */
export const stateAt = (fold: CaseFold): Millis => fold.step?.rank.at ?? fold.dimensions.receivedAt;

/** Whether anything is left to be done about it. */
export const isOpen = (fold: CaseFold): boolean => !ENDED.has(stateOf(fold));

/** States in which a hazard is put right and waits to be looked at again, or needs nothing any more. */
const RECTIFIED: ReadonlySet<CaseState> = new Set(['done', 'checked', ...ENDED]);

/** Until when a hazard is to be put right: its 复查期限, else the deadline of its case. Null: none is known, or it is none. */
export function hazardDueOf(fold: CaseFold): Millis | null {
  const hazard = hazardOf(fold.hazard);
  return hazard === null ? null : (hazard.revisitDue ?? dueOf(fold));
}

/** From when a hazard that is not put right is late; null: never. */
export function hazardLateAt(fold: CaseFold): Millis | null {
  const due = hazardDueOf(fold);
  return due === null || RECTIFIED.has(stateOf(fold)) ? null : due + 1;
}
