import type { PatrolReport } from '../../../config/contract/facts.ts';
import { type CaseId, gridId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface PatrolRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  report_no: string;
  at: number;
  grid: string;
  community: string;
  patroller: string;
  class: PatrolReport['class'];
  text: string;
  lon: number | null;
  lat: number | null;
  self_handled: boolean;
  case_id: string;
  hazard: PatrolReport['hazard'];
  photos: string[];
  details: PatrolReport['details'];
  accepted: number;
}

/** Patrollers' reports. */
export const patrols = {
  name: 'patrols',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    report_no: { kind: 'text', of: (e) => e.fact.reportNo },
    at: { kind: 'millis', of: (e) => e.fact.at },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    community: { kind: 'word', of: (e) => e.fact.community },
    patroller: { kind: 'word', of: (e) => e.fact.patroller },
    class: { kind: 'word', of: (e) => e.fact.class },
    text: { kind: 'text', of: (e) => e.fact.text },
    lon: { kind: 'float?', of: (e) => e.fact.lon },
    lat: { kind: 'float?', of: (e) => e.fact.lat },
    self_handled: { kind: 'bool', of: (e) => e.fact.selfHandled },
    case_id: { kind: 'text', of: (e) => e.fact.caseId ?? '' },
    hazard: { kind: 'word', of: (e) => e.fact.hazard },
    photos: { kind: 'texts', of: (e) => e.fact.photos },
    details: { kind: 'map', of: (e) => e.fact.details },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'patrol',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      reportNo: row.report_no,
      at: row.at,
      grid: gridId(row.grid),
      community: row.community,
      patroller: row.patroller,
      class: row.class,
      text: row.text,
      lon: row.lon,
      lat: row.lat,
      selfHandled: row.self_handled,
      caseId: row.case_id === '' ? null : (row.case_id as CaseId),
      hazard: row.hazard,
      photos: row.photos,
      details: row.details,
    },
  }),
} as const satisfies Table<PatrolReport, PatrolRow>;
