import type { FactKind } from './facts.ts';
import type { CaseId, GridId, Millis, SourceId, StationId } from './ids.ts';
import type { HopEvent, PatrolClass, RegisterName } from './vocabulary.ts';

/** A patroller who was lately somewhere: by a point of a track or a report. By number, never by name. */
export interface PatrollerNear {
  patroller: string;
  at: Millis;
  lon: number;
  lat: number;
  metres: number;
}

/** A firm or post of the base registers as it stands today. */
export interface RegisteredNear {
  register: RegisterName;
  key: string;
  name: string;
  lon: number;
  lat: number;
  metres: number;
}

/** What is near a place, each kind the nearest first. */
export interface Near {
  /** Within this many metres. */
  metres: number;
  /** Seen within this many milliseconds, wherever the last place is. */
  since: Millis;
  patrollers: PatrollerNear[];
  registered: RegisteredNear[];
}

/** What the store knows of one grid beside its cases: patrols, inspections, registers. */
export interface GridLines {
  grid: GridId;
  /** First moment of what is counted below, but for the registers. */
  from: Millis;
  patrols: { class: PatrolClass; reports: number; selfHandled: number; hazards: number }[];
  /** Different patrollers who reported. */
  patrollers: number;
  inspections: { checks: number; hazards: number };
  /** Entries of each register that stand today. */
  registers: { register: RegisterName; entries: number }[];
}

/** An entry of a base register that stands today. */
export interface RegisteredRow {
  key: string;
  name: string;
  /** Local date, yyyy-MM-dd. */
  validFrom: string;
}

/**
 * What is counted row by row. orders, patrols, selfHandled, closed: as the counters of these names;
 * taken: orders and patrol reports; reported: what began a case; returned: cases sent back; hazards: patrol
 * reports of one; inspections; records: all that a port tells; rejected: its dead letters.
 */
export const COUNTED = [
  'orders',
  'patrols',
  'selfHandled',
  'closed',
  'taken',
  'reported',
  'returned',
  'hazards',
  'inspections',
  'records',
  'rejected',
] as const;
export type Counted = (typeof COUNTED)[number];
/** An answer has no more rows than these: the newest. */
export const COUNTED_MOST = 1000;

export interface CountedRow {
  id: string;
  at: Millis;
  source: SourceId;
  /** '': of none. */
  grid: GridId;
  /** null: of no case, such as a patrol report that was not passed on. */
  caseId: CaseId | null;
  /** Of a step of a case which one; else what the record is. */
  kind: HopEvent | Exclude<FactKind, 'hop' | 'alert' | 'telling' | 'sealed'>;
  /** Subject, text, firm, value, number of the patroller, reason: what tells it from others of its kind. */
  title: string;
  /** Of a reading, or what a device says; '': of none. */
  station: StationId;
  factor: string;
}
