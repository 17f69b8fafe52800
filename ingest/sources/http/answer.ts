import type { Tally } from '../../../config/contract/facts.ts';
import type { Receipt } from '../../intake/intake.ts';
import type { Reply } from './route.ts';

/** What a sender is told of its records, in the order in which it sent them. */
export interface Answer extends Tally {
  records: (Receipt & { no: string })[];
}

/**
 * The acknowledgement of records that are durable: how many there were, and what became of each. 422
 * where none of them could be taken, else 200: a record that is rejected will be so again and is not
 * to be repeated, and must not hold up the others.
 * @param numbers the sender's own number of each record, '' where none could be read
 * @param receipts what the intake said of each, in the same order
 */
export function answer(numbers: readonly string[], receipts: readonly Receipt[]): Reply {
  const body: Answer = {
    received: receipts.length,
    stored: 0,
    duplicate: 0,
    rejected: 0,
    records: [],
  };
  for (const [n, { outcome, reason }] of receipts.entries()) {
    body[outcome] += 1;
    body.records.push({ no: numbers[n] ?? '', outcome, reason });
  }
  const none = body.rejected > 0 && body.rejected === body.received;
  return { status: none ? 422 : 200, body };
}
