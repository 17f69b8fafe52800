import type { Inspection } from '../../../config/contract/facts.ts';
import { type CaseId, gridId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface InspectionRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  inspection_no: string;
  at: number;
  grid: string;
  firm: string;
  checklist: string;
  inspector: string;
  failed: string[];
  checked: number;
  hazards: CaseId[];
  note: string;
  accepted: number;
}

/** Inspections of firms and places. */
export const inspections = {
  name: 'inspections',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    inspection_no: { kind: 'text', of: (e) => e.fact.inspectionNo },
    at: { kind: 'millis', of: (e) => e.fact.at },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    firm: { kind: 'text', of: (e) => e.fact.firm },
    checklist: { kind: 'word', of: (e) => e.fact.checklist },
    inspector: { kind: 'word', of: (e) => e.fact.inspector },
    failed: { kind: 'texts', of: (e) => e.fact.failed },
    checked: { kind: 'uint32', of: (e) => e.fact.checked },
    hazards: { kind: 'texts', of: (e) => e.fact.hazards },
    note: { kind: 'text', of: (e) => e.fact.note },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'inspection',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      inspectionNo: row.inspection_no,
      at: row.at,
      grid: gridId(row.grid),
      firm: row.firm,
      checklist: row.checklist,
      inspector: row.inspector,
      failed: row.failed,
      checked: row.checked,
      hazards: row.hazards,
      note: row.note,
    },
  }),
} as const satisfies Table<Inspection, InspectionRow>;
