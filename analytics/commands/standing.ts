import type { Millis } from '../../config/contract/ids.ts';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { type HopEvent, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import type { Extendable } from '../../config/deployment/extension.ts';
import { type CaseFold, dueOf, stateAt, stateOf, unitOf } from '../state/case-fold.ts';

/** A step that was taken by a command from here, whether the picture has it yet or not. */
export interface GivenStep {
  at: Millis;
  event: HopEvent;
  /** The deadline that it set; undefined: it set none. */
  dueAt: Millis | null | undefined;
  /** The unit that it left the case with: id, name or alias; '': none; undefined: it left it where it was. */
  unit: string | undefined;
}

/** What of a case decides which commands it allows. */
export interface Standing extends Extendable {
  state: CaseState;
  /** When it came into that state. */
  since: Millis;
  /** The unit that has it: id, name or alias; '': none. */
  unit: string;
  /** Time of the newest that is known of it: a step given now comes after it. */
  newest: Millis;
}

/**
 * Where a case stands, by the picture and by what was given here. A step that both know counts once, for
 * in either the newest by time decides; that is how the picture will have it too.
 * @param given in their order
 * @param extendedAt when it was put off, as far as the store has it
 */
export function standingOf(
  fold: CaseFold,
  given: readonly GivenStep[],
  extendedAt: readonly Millis[],
): Standing {
  const { type, urgency, category, receivedAt } = fold.dimensions;
  let state = stateOf(fold);
  let since = stateAt(fold);
  let dueAt = dueOf(fold);
  let dueSaid = fold.due?.rank.asOf ?? 0;
  let unit: string = unitOf(fold);
  const unitSaid = fold.unit?.rank.asOf ?? 0;
  let newest = Math.max(since, dueSaid);
  for (const step of given) {
    newest = Math.max(newest, step.at);
    const to = STATE_AFTER[step.event];
    if (to !== null && (fold.step === null || step.at > since)) {
      state = to;
      since = step.at;
    }
    if (step.dueAt !== undefined && step.dueAt !== null && step.at > dueSaid) {
      dueAt = step.dueAt;
      dueSaid = step.at;
    }
    if (step.unit !== undefined && step.at > unitSaid) unit = step.unit;
  }
  const extensions = given.filter(({ event }) => event === 'extend').map(({ at }) => at);
  return {
    source: fold.source,
    type,
    urgency,
    category: category.split(' / '),
    receivedAt,
    state,
    since,
    unit,
    dueAt,
    newest,
    extensions: new Set([...extendedAt, ...extensions]).size,
  };
}
