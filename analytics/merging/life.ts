import type { Millis } from '../../config/contract/ids.ts';
import {
  type CaseState,
  ENDED,
  type HopEvent,
  STATE_AFTER,
} from '../../config/contract/vocabulary.ts';
import { type Marks, mergeMarks, NO_MARKS } from '../state/marks.ts';
import { compareRank, last, type Rank } from '../state/rank.ts';

/** What a case went through, as far as the matter it is of turns on it. */
export interface Life {
  closes: Marks;
  reopens: Marks;
  /** The last step that ended it. */
  ended: { rank: Rank; value: CaseState } | null;
  /** When it was last said to be, or not to be, of one matter with another; 0: never. */
  spokenOf: Millis;
}

export const NO_LIFE: Life = { closes: NO_MARKS, reopens: NO_MARKS, ended: null, spokenOf: 0 };

/** A life with one more step in it; in whatever order steps come, it is the same. */
export function lifeWith(life: Life, event: HopEvent, rank: Rank): Life {
  const { closes, reopens, ended } = life;
  const state = STATE_AFTER[event];
  return {
    ...life,
    closes: event === 'close' ? mergeMarks(closes, [rank]) : closes,
    reopens: event === 'reopen' ? mergeMarks(reopens, [rank]) : reopens,
    ended:
      state !== null && ENDED.has(state) ? last(compareRank, ended, { rank, value: state }) : ended,
  };
}

/** When a case last ended, or was said to be of one matter with another or not; 0: never. */
export const lastWordOf = ({ ended, spokenOf }: Life): Millis =>
  Math.max(ended?.rank.at ?? 0, spokenOf);
