import type { Millis } from '../../config/contract/ids.ts';
import type { Light } from '../../config/contract/picture.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { CLOCK_STOPPED } from '../../config/contract/vocabulary.ts';
import { LADDERS, reachedAt } from './ladder.ts';

/** What the light of a case depends on, besides the time. */
export interface Clocked {
  state: CaseState;
  /** From when its limit runs. */
  from: Millis;
  dueAt: Millis | null;
}

/** The light of a case at `now`. The ladder of its limit names the lights. */
export function lightOf(of: Clocked, now: Millis): Light {
  if (of.dueAt === null || CLOCK_STOPPED.has(of.state)) return 'none';
  let light: Light = 'green';
  for (const { share, level } of LADDERS.handle) {
    const at = reachedAt({ from: of.from, dueAt: of.dueAt }, share);
    if (at === null || now < at) break;
    light = level;
  }
  return light;
}

/** Whether the light says that the due time has passed. */
export const isOverdue = (light: Light): boolean => light === 'red' || light === 'purple';
