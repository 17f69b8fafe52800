import type { Tally } from '../../../config/contract/facts.ts';
import type { Receipt } from '../../intake/intake.ts';
import type { Reply } from './route.ts';

/** What a sender is told of its records, in the order in which it sent them. */
export interface Answer extends Tally {
  records: (Told & { no: string })[];
}

/** What became of one record as it was sent. */
export interface Told extends Receipt {
  /** Fields that were not read, for we do not know them. Absent: all were. */
  ignored?: readonly string[];
}

/** Ignored fields of a record that are named. */
const NAMED = 20;

/**
 * The acknowledgement of records that are durable: how many there were, and what became of each. 422
 * where none of them could be taken, else 200: a record that is rejected will be so again and is not
 * to be repeated, and must not hold up the others.
 * @param numbers the sender's own number of each record, '' where none could be read
 * @param told what became of each, in the same order
 */
export function answer(numbers: readonly string[], told: readonly Told[]): Reply {
  const body: Answer = {
    received: told.length,
    stored: 0,
    duplicate: 0,
    rejected: 0,
    records: [],
  };
  for (const [n, { outcome, reason, ignored = [] }] of told.entries()) {
    body[outcome] += 1;
    body.records.push({
      no: numbers[n] ?? '',
      outcome,
      reason,
      ...(ignored.length === 0 ? {} : { ignored: ignored.slice(0, NAMED) }),
    });
  }
  const none = body.rejected > 0 && body.rejected === body.received;
  return { status: none ? 422 : 200, body };
}
