import type { HallEvent } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface HallEventRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  subject: HallEvent['subject'];
  no: string;
  event: HallEvent['event'];
  at: number;
  window: string;
  item: string;
  department: string;
  accepted: number;
}

/** What happens in the approval hall. */
export const hallEvents = {
  name: 'hall_events',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    subject: { kind: 'word', of: (e) => e.fact.subject },
    no: { kind: 'text', of: (e) => e.fact.no },
    event: { kind: 'word', of: (e) => e.fact.event },
    at: { kind: 'millis', of: (e) => e.fact.at },
    window: { kind: 'word', of: (e) => e.fact.window },
    item: { kind: 'word', of: (e) => e.fact.item },
    department: { kind: 'word', of: (e) => e.fact.department },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'hall',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      subject: row.subject,
      no: row.no,
      event: row.event,
      at: row.at,
      window: row.window,
      item: row.item,
      department: row.department,
    },
  }),
} as const satisfies Table<HallEvent, HallEventRow>;
