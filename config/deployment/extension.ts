import type { Millis } from '../contract/ids.ts';
import type { Obstacle } from '../contract/machine.ts';
import type { HopEvent } from '../contract/vocabulary.ts';
import { deadlineOf, type Ruled } from './deadline.ts';
import { addSpan, type Limited, limitsOf } from './limits.ts';
import type { Deployment } from './schema.ts';

type Rules = Ruled & Pick<Deployment, 'extension'>;

/** A case whose deadline is asked to be put off. */
export interface Extendable extends Limited {
  dueAt: Millis | null;
  /** How often it was put off. */
  extensions: number;
}

/**
 * What stands in the way of putting a deadline off until a time; null: nothing. It may be put off only
 * before it has passed, so many times, and by so much of its limit, as the rules say (domain §1.4).
 * @param now when it is asked
 */
export function mayExtend(
  rules: Rules,
  of: Extendable,
  until: Millis,
  now: Millis,
): Obstacle | null {
  if (of.dueAt === null) return 'no-deadline';
  if (of.extensions >= rules.extension.times) return 'extended';
  if (now > of.dueAt) return 'late';
  if (until <= of.dueAt) return 'not-later';
  return until > longestExtension(rules, of, of.dueAt) ? 'beyond' : null;
}

/** By its limit as the rules count it; in natural time where the deadline is not theirs. */
function longestExtension(rules: Rules, of: Limited, dueAt: Millis): Millis {
  const { share } = rules.extension;
  const limits = limitsOf(rules, of);
  if (limits === null || deadlineOf(rules, of, []) !== dueAt)
    return dueAt + share * Math.max(0, dueAt - of.receivedAt);
  const { value, unit } = limits.handle;
  return addSpan(dueAt, { value: share * value, unit }, rules);
}

/**
 * What stood in the way of each step of a case by these rules, in their order; null: nothing, or it is
 * no extension. An extension of the upstream is a fact all the same, and its deadline holds.
 */
export function extensionObstacles(
  rules: Rules,
  of: Limited,
  steps: readonly { event: HopEvent; at: Millis; dueAt: Millis | null }[],
): (Obstacle | null)[] {
  let dueAt: Millis | null = null;
  let extensions = 0;
  return steps.map((step) => {
    const asked = step.event === 'extend' ? step.dueAt : null;
    const obstacle =
      asked === null ? null : mayExtend(rules, { ...of, dueAt, extensions }, asked, step.at);
    if (step.event === 'extend') extensions++;
    dueAt = step.dueAt ?? dueAt;
    return obstacle;
  });
}
