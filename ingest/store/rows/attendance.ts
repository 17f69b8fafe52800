import type { Attendance } from '../../../config/contract/facts.ts';
import { gridId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface AttendanceRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  patroller: string;
  phase: Attendance['phase'];
  at: number;
  grid: string;
  accepted: number;
}

/** Patrollers beginning and ending duty. */
export const attendance = {
  name: 'attendance',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    patroller: { kind: 'word', of: (e) => e.fact.patroller },
    phase: { kind: 'word', of: (e) => e.fact.phase },
    at: { kind: 'millis', of: (e) => e.fact.at },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'attendance',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      patroller: row.patroller,
      phase: row.phase,
      at: row.at,
      grid: gridId(row.grid),
    },
  }),
} as const satisfies Table<Attendance, AttendanceRow>;
