import type { Tally } from '../../config/contract/facts.ts';
import type { Outcome } from './offer.ts';

export const noTally = (): Tally => ({ received: 0, stored: 0, duplicate: 0, rejected: 0 });

/** Counts outcomes onto a tally, and returns it. */
export function tallyOf(outcomes: readonly Outcome[], tally: Tally = noTally()): Tally {
  for (const outcome of outcomes) {
    tally.received++;
    tally[outcome]++;
  }
  return tally;
}
