import type { DeadLetter } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface DeadLetterRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  at: number;
  reason: string;
  place: string;
  raw: string;
  accepted: number;
}

/** Input that could not be taken. */
export const deadLetters = {
  name: 'dead_letters',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    at: { kind: 'millis', of: (e) => e.fact.at },
    reason: { kind: 'text', of: (e) => e.fact.reason },
    place: { kind: 'text', of: (e) => e.fact.place },
    raw: { kind: 'text', of: (e) => e.fact.raw },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'dead',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      at: row.at,
      reason: row.reason,
      place: row.place,
      raw: row.raw,
    },
  }),
} as const satisfies Table<DeadLetter, DeadLetterRow>;
