import type { Millis } from '../../config/contract/ids.ts';
import type { Light } from '../../config/contract/picture.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { CLOCK_STOPPED } from '../../config/contract/vocabulary.ts';

/** What the light of a case depends on, besides the time. */
export interface Clocked {
  state: CaseState;
  receivedAt: Millis;
  dueAt: Millis | null;
}

/** Share of the limit from which a case is yellow, and multiple from which it is purple (domain §1.6). */
const YELLOW = 0.7;
const PURPLE = 2;

/**
 * The light of a case at `now`, and the instant from which it will be another one without any new
 * record; null: never. The limit runs from receipt to due time. A case is overdue from the
 * millisecond after its due time. A limit of no length (due before received) never turns purple.
 */
export function lightOf(of: Clocked, now: Millis): { light: Light; until: Millis | null } {
  if (of.dueAt === null || CLOCK_STOPPED.has(of.state)) return { light: 'none', until: null };
  const limit = Math.max(0, of.dueAt - of.receivedAt);
  const yellow = Math.ceil(of.receivedAt + YELLOW * limit);
  const red = of.dueAt + 1;
  const purple = of.receivedAt + PURPLE * limit;
  if (now < red) {
    return now < yellow
      ? { light: 'green', until: Math.min(yellow, red) }
      : { light: 'yellow', until: red };
  }
  if (limit === 0) return { light: 'red', until: null };
  return now < purple ? { light: 'red', until: purple } : { light: 'purple', until: null };
}

/** Whether the light says that the due time has passed. */
export const isOverdue = (light: Light): boolean => light === 'red' || light === 'purple';
