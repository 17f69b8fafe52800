import type { CaseId, GridId, Millis, SourceId } from './ids.ts';
import type { PatrolClass, RegisterName } from './vocabulary.ts';

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

/** What a counter of today counts, row by row. */
export const COUNTED = ['orders', 'patrols', 'selfHandled', 'closed'] as const;
export type Counted = (typeof COUNTED)[number];
export interface CountedRow {
  id: string;
  at: Millis;
  source: SourceId;
  grid: GridId;
  /** null: a patrol report that was not passed on. */
  caseId: CaseId | null;
  title: string;
}
