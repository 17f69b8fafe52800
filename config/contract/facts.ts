import type { Name } from '../deployment/name.ts';
import type { AlertId, CaseId, GridId, Millis, Seq, SourceId, StationId, UnitId } from './ids.ts';
import type { WallAct, WallMode, WallSubject } from './stage.ts';
import type {
  AlertAct,
  AlertLevel,
  Audience,
  CaseType,
  Channel,
  HopDetail,
  HopEvent,
  PatrolClass,
  QualityFlag,
  ReadingFlag,
  ReadingInterval,
  ReadingStat,
  RegisterName,
  Untold,
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

export type Details = Readonly<Partial<Record<HopDetail, string>>>;

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
  /**
   * As of when the hop states dimensions and texts: the upstream's time of the version, else `at`.
   * The newest word stands. 0: the sender told only the step (e.g. a 催办 that names an order and
   * nothing else); the dimensions are those of the case's other hops, but for a deadline that it names
   * and a unit that it hands the case to, which hold as of the step's own time.
   */
  asOf: Millis;
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
  /** The case it was merged into, or of which it is the re-opened number; '': none. */
  parent: CaseId | '';
  /** What else the upstream states of the step, masked. */
  details: Details;
  text: CaseText | null;
  flags: readonly QualityFlag[];
}

/**
 * 0: the record as it was first told. A repetition that says something else is stored beside it under
 * the same id as 1, 2, …, and is not counted again; the highest stands.
 */
export type Version = number;

/** A patroller's report (巡查上报). Handled on the spot, or passed on as a case of its own. */
export interface PatrolReport {
  kind: 'patrol';
  id: string;
  version: Version;
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
  /** Content hashes (SHA-256, hex) of its photos, which lie in the data folder under `photos/`. */
  photos: readonly string[];
  details: Details;
}

/** Where a patroller was (巡查轨迹): one point. */
export interface TrackPoint {
  kind: 'track';
  id: string;
  version: Version;
  source: SourceId;
  patroller: string;
  track: string;
  at: Millis;
  grid: GridId;
  lon: number;
  lat: number;
}

/** A patroller beginning or ending duty (出勤). */
export interface Attendance {
  kind: 'attendance';
  id: string;
  version: Version;
  source: SourceId;
  patroller: string;
  phase: 'on' | 'off';
  at: Millis;
  grid: GridId;
}

/** An inspection of a firm or place (安全检查). Each hazard it found is a case of its own. */
export interface Inspection {
  kind: 'inspection';
  id: string;
  version: Version;
  source: SourceId;
  inspectionNo: string;
  at: Millis;
  grid: GridId;
  /** Id of the firm in the register, or its name. */
  firm: string;
  /** Check list used, e.g. `331`; '': none. */
  checklist: string;
  inspector: string;
  /** Items found wrong, by their ids in the check list. */
  failed: readonly string[];
  checked: number;
  hazards: readonly CaseId[];
  note: string;
}

/** One value of one factor at one station. */
export interface Reading {
  kind: 'reading';
  id: string;
  version: Version;
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
  /** Which value of the interval: the instant's own, mean, least, greatest, sum. */
  stat: ReadingStat;
  flags: readonly QualityFlag[];
}

/** Something a device says of itself: status, run time, power-on, parameters, keep-alive. */
export interface DeviceEvent {
  kind: 'device';
  id: string;
  version: Version;
  source: SourceId;
  station: StationId;
  /** What was told, e.g. `status`, `info`, `runtime`, `sampling`, `clock`, `picture`. */
  event: string;
  at: Millis;
  /** Item → value as told. */
  values: Readonly<Record<string, string>>;
  flags: readonly QualityFlag[];
}

/** One record of a base register as it stood from a date on. A change is another row; nothing is overwritten. */
export interface RegisterRecord {
  kind: 'register';
  id: string;
  version: Version;
  source: SourceId;
  register: RegisterName;
  /** Key in the register: firm id, component code, grid id … */
  key: string;
  name: string;
  grid: GridId;
  /** Local dates `yyyy-MM-dd`; until is exclusive and '' while it is valid. */
  validFrom: string;
  validTo: string;
  lon: number | null;
  lat: number | null;
  /** When this version was told. */
  at: Millis;
  /** Column → value as told, masked. */
  values: Readonly<Record<string, string>>;
  flags: readonly QualityFlag[];
}

/** The approval hall (审批大厅): what became of a ticket, or the health of a self-service terminal. */
export interface HallEvent {
  kind: 'hall';
  id: string;
  version: Version;
  source: SourceId;
  subject: 'ticket' | 'terminal';
  /** Number of the ticket or terminal. */
  no: string;
  event: 'taken' | 'called' | 'served' | 'left' | 'online' | 'offline' | 'transaction';
  at: Millis;
  window: string;
  /** Item of service (事项). */
  item: string;
  department: string;
}

/** What an officer does about an alert. It never edits the alert. */
export interface AlertAction {
  kind: 'alert-act';
  id: string;
  version: Version;
  source: SourceId;
  alertId: AlertId;
  act: AlertAct;
  at: Millis;
  /** Role or desk that acted. Never a person's name. */
  actor: string;
  note: string;
  /** Of a silence: until when. */
  until: Millis | null;
}

/** An alert being raised or cleared. Comes from analytics and enters like any record. */
export interface AlertEvent {
  kind: 'alert';
  id: string;
  version: Version;
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
  /** What the duty officer must know, without personal data. One of before both were told is the same in both. */
  title: Name;
  /** What was counted or measured; null: the rule does neither. */
  figures: AlertFigures | null;
  /** Ids of the rows it rests on. */
  evidence: readonly string[];
}

/** What an alert saw, beside what it is judged by. */
export interface AlertFigures {
  observed: number;
  /** What chance alone lets expect, or the limit that is passed. */
  expected: number;
  /** How likely chance alone brings as much; null: no matter of chance. */
  probability: number | null;
}

/**
 * What became of telling that an alert reached a level: told, to whom, or why not. One for each level
 * it reached. Suppression never edits the alert.
 */
export interface Telling {
  kind: 'telling';
  id: string;
  version: Version;
  source: SourceId;
  alertId: AlertId;
  level: AlertLevel;
  /** When that level was reached. */
  at: Millis;
  to: Audience;
  /** Null: it was told. */
  untold: Untold | null;
  /** The alert that speaks for it; '': none does. */
  by: AlertId | '';
  /** What a person reads as one: alerts of one group. */
  group: string;
}

/** What a desk has the walls show, or notes about the incident under way. */
export interface WallEvent {
  kind: 'wall';
  id: string;
  version: Version;
  source: SourceId;
  act: WallAct;
  at: Millis;
  /** Role or desk that acted. Never a person's name. */
  actor: string;
  /** Of `mode`; '': another act. */
  mode: WallMode | '';
  /** Of `focus` and `enter`. */
  subject: WallSubject | null;
  /** Title of the incident, log entry, or what is to be done, masked. */
  text: string;
  /** Of a task: who is to do it. */
  unit: UnitId;
  /** Of a task: until when. */
  dueAt: Millis | null;
  /** Of `finish`: the id of the record that set the task. */
  task: string;
}

/** Input that could not be taken, kept as it came with the reason. */
export interface DeadLetter {
  kind: 'dead';
  id: string;
  version: Version;
  source: SourceId;
  at: Millis;
  /** Which rule refused it, e.g. `open_dt: not a date in layout yyyy-MM-dd HH:mm:ss`. */
  reason: string;
  /** Where it stood, e.g. `requests.csv:17`. */
  place: string;
  /** The input itself, at most 64 KiB of it. */
  raw: string;
}

/**
 * Personal values that masks hid in a fact, encrypted. Only what the store keeps apart holds them; the
 * feed carries them empty.
 */
export interface SealedValues {
  kind: 'sealed';
  id: string;
  version: Version;
  source: SourceId;
  /** The case they belong to, or the fact. */
  about: string;
  /** As of when they were told. */
  at: Millis;
  /** Which values: caller, phone, content … */
  fields: readonly string[];
  /** Id of the key, cipher, nonce and ciphertext: see config/vault/seal.ts. */
  key: string;
  cipher: string;
  nonce: string;
  sealed: string;
}

export type Fact =
  | Hop
  | PatrolReport
  | TrackPoint
  | Attendance
  | Inspection
  | Reading
  | DeviceEvent
  | RegisterRecord
  | HallEvent
  | AlertEvent
  | AlertAction
  | Telling
  | WallEvent
  | DeadLetter
  | SealedValues;
export type FactKind = Fact['kind'];

/** A fact in the journal. */
export interface Entry {
  seq: Seq;
  /** Machine time at which it became durable. */
  accepted: Millis;
  fact: Fact;
  /**
   * Of a hop: nothing was told of its case before, as the journal knows of all that it ever took. Absent: something
   * was, or that is not known.
   */
  begins?: true;
}

/** What became of one received record. Every run reconciles: received = stored + duplicate + rejected. */
export interface Tally {
  received: number;
  stored: number;
  duplicate: number;
  rejected: number;
}
