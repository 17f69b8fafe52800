import type { Fact } from '../../config/contract/facts.ts';
import type { SourceId } from '../../config/contract/ids.ts';

/** What a hop's record said of the hop itself; the rest of unit and deadline is its case's. */
export type Terms = 'none' | 'unit' | 'due' | 'both';

/** One received record on its way into the journal: the facts it states, or the dead letter it became. */
export interface Offer {
  source: SourceId;
  facts: Fact[];
  rejected: boolean;
  /**
   * Of each fact in turn, where they are hops: whether it has a unit and a deadline of its own. A hop
   * without them is not changed when its case moves to another unit. Absent: they all have both.
   */
  terms?: readonly Terms[];
  /** Whether the upstream told when it made this version of its record: then that is `asOf`. Absent: it did not. */
  stamped?: boolean;
}
export type Outcome = 'stored' | 'duplicate' | 'rejected';
