import { type CaseState, CLOCK_STOPPED } from '../../config/contract/vocabulary.ts';
import { type CaseFold, dueOf, limitFrom, stateAt, stateOf } from '../state/case-fold.ts';
import type { Clock, Running } from './ladder.ts';

/** The clock of the step in which a case of that state is (domain §1.3). */
const STEP_CLOCK: Readonly<Partial<Record<CaseState, Clock>>> = {
  verifying: 'verify',
  dispatched: 'sign',
  handling: 'contact',
  done: 'check',
  checked: 'visit',
};

/**
 * The clocks of a case that run: that of its handling from receipt or reopening to its deadline, and that of the
 * step in which it is, from when it came there to the time given it then. First contact is made once.
 */
export function runningClocks(fold: CaseFold): Running[] {
  const running: Running[] = [];
  const state = stateOf(fold);
  const dueAt = dueOf(fold);
  if (dueAt !== null && !CLOCK_STOPPED.has(state))
    running.push({ clock: 'handle', from: limitFrom(fold), dueAt });
  const clock = STEP_CLOCK[state];
  const stepDue = fold.step?.dueAt ?? null;
  if (clock !== undefined && stepDue !== null && !(clock === 'contact' && fold.contacted))
    running.push({ clock, from: stateAt(fold), dueAt: stepDue });
  return running;
}
