import type { AlertId, CaseId, GridId, Millis, Seq, SourceId, StationId, UnitId } from './ids.ts';
import type {
  AlertLevel,
  CaseType,
  Channel,
  HopEvent,
  PatrolClass,
  QualityFlag,
  ReadingFlag,
  ReadingInterval,
  Urgency,
} from './vocabulary.ts';

/** Texts of a case, masked. Carried by the hops that state them: `report` and `amend`. */
export interface CaseText {
  subject: string;
  content: string;
  address: string;
  /** Masked name, e.g. 张*. Empty for 举报 and confidential orders. */
  caller: string;
  /** Masked phone, e.g. 138****1234. */
  phone: string;
  /** Keyed hash of the phone, for repeat detection. Empty: none given. */
  phoneHash: string;
  confidential: boolean;
}

/**
 * One step of one case. Append-only. Every hop names the dimensions of its case as they stood at
 * that step, so that counting hops needs no join.
 */
export interface Hop {
  kind: 'hop';
  /** Identity: the case, what happened and when (or the upstream's own hop number). */
  id: string;
  caseId: CaseId;
  source: SourceId;
  upstreamNo: string;
  /** 0 for the first number, 1 … for re-opened ones (domain §2.1). */
  redo: number;
  event: HopEvent;
  at: Millis;
  /** Orders hops of one instant. */
  order: number;
  receivedAt: Millis;
  /** Handling deadline as of this hop; null: none. */
  dueAt: Millis | null;
  channel: Channel;
  type: CaseType;
  urgency: Urgency;
  /** Category levels, widest first; '' where the level is absent. */
  category: readonly [string, string, string, string];
  grid: GridId;
  community: string;
  unit: UnitId;
  /** Role or desk that acted. Never a person's name. */
  actor: string;
  /** Reason or result, masked. */
  note: string;
  lon: number | null;
  lat: number | null;
  /** Call-back: 0 not solved, 1 solved, 2 no answer; null: not asked. */
  solved: 0 | 1 | 2 | null;
  text: CaseText | null;
  flags: readonly QualityFlag[];
}

/** A patroller's report (巡查上报). Handled on the spot, or passed on as a case of its own. */
export interface PatrolReport {
  kind: 'patrol';
  id: string;
  source: SourceId;
  reportNo: string;
  at: Millis;
  grid: GridId;
  community: string;
  /** Number of the patroller, never a name. */
  patroller: string;
  class: PatrolClass;
  text: string;
  lon: number | null;
  lat: number | null;
  selfHandled: boolean;
  /** The case it was passed on as; null when self-handled. */
  caseId: CaseId | null;
  hazard: '' | 'general' | 'major';
}

/** One value of one factor at one station. */
export interface Reading {
  kind: 'reading';
  id: string;
  source: SourceId;
  station: StationId;
  /** Factor code, e.g. a34004 (HJ 212) or 39 (SL 651). */
  factor: string;
  /** Start of the interval (HJ 212-2017: DataTime is the start). */
  at: Millis;
  interval: ReadingInterval;
  value: number;
  unit: string;
  flag: ReadingFlag;
}

/** An alert being raised or cleared. Comes from analytics and enters like any record. */
export interface AlertEvent {
  kind: 'alert';
  id: string;
  alertId: AlertId;
  source: SourceId;
  phase: 'raised' | 'cleared';
  rule: string;
  ruleVersion: number;
  level: AlertLevel;
  at: Millis;
  caseId: CaseId | null;
  grid: GridId;
  unit: UnitId;
  /** What the duty officer must know, without personal data. */
  title: string;
  /** Ids of the rows it rests on. */
  evidence: readonly string[];
}

/** Input that could not be taken, kept as it came with the reason. */
export interface DeadLetter {
  kind: 'dead';
  id: string;
  source: SourceId;
  at: Millis;
  /** Which rule refused it, e.g. `open_dt: not a date in layout yyyy-MM-dd HH:mm:ss`. */
  reason: string;
  /** Where it stood, e.g. `requests.csv:17`. */
  place: string;
  /** The input itself, at most 64 KiB of it. */
  raw: string;
}

export type Fact = Hop | PatrolReport | Reading | AlertEvent | DeadLetter;
export type FactKind = Fact['kind'];

/** A fact in the journal. */
export interface Entry {
  seq: Seq;
  /** Machine time at which it became durable. */
  accepted: Millis;
  fact: Fact;
}

/** What became of one received record. Every run reconciles: received = stored + duplicate + rejected. */
export interface Tally {
  received: number;
  stored: number;
  duplicate: number;
  rejected: number;
}
