import type { Name } from '../deployment/name.ts';
import type { AirOfHour } from './air.ts';
import type { Clock } from './clock.ts';
import type { AlertFigures } from './facts.ts';
import type { PortStatus } from './feed.ts';
import type { AlertId, CaseId, GridId, Millis, Seq, SourceId, StationId, UnitId } from './ids.ts';
import type { StageRow } from './stage.ts';
import type {
  AlertLevel,
  Audience,
  CaseState,
  CaseType,
  PatrolClass,
  ReadingFlag,
  Untold,
  Urgency,
} from './vocabulary.ts';

/** The picture: keyed views, each a map from key to row. What every screen shows. */
export interface Views {
  /** One row, key `system`. */
  system: SystemRow;
  /** One row, key is the counter's name. */
  counters: CounterRow;
  /** Open cases, key is the case id. */
  cases: CaseRow;
  /** Newest orders and patrol reports, at most 60, key is the fact's id. */
  arrivals: ArrivalRow;
  /** Open cases whose clock runs out next (not yet overdue), at most 40, key is the case id. */
  due: DueRow;
  /** Alerts raised and not cleared, key is the alert id. */
  alerts: AlertRow;
  /** Matters that several reports tell of, open or told of within 7 days, and places of many; key is the row's id. */
  matters: MatterRow;
  grids: GridRow;
  units: UnitRow;
  /** Records of today by source, key is the source. */
  mix: MixRow;
  /** The last 24 local hours, key is the hour's start as text. */
  hours: HourRow;
  /** The last 30 local days, key is the day's start as text. */
  days: DayRow;
  ports: PortRow;
  stations: StationRow;
  /** One row, key `recount`. */
  recount: RecountRow;
  /** One row, key `all`: what the walls show. */
  stage: StageRow;
}
export type ViewName = keyof Views;
export const VIEW_NAMES = [
  'system',
  'counters',
  'cases',
  'arrivals',
  'due',
  'alerts',
  'matters',
  'grids',
  'units',
  'mix',
  'hours',
  'days',
  'ports',
  'stations',
  'recount',
  'stage',
] as const satisfies readonly ViewName[];

export interface SystemRow {
  clock: Clock;
  demo: boolean;
  storeUp: boolean;
  head: Seq;
  stored: Seq;
  /** Journal position the picture has folded. */
  folded: Seq;
  /** False while the line to ingest is down: the picture stands still. */
  feedUp: boolean;
  /** Cases of which something came that is not shown: they are not held, and the store has not yet said what it has of them. */
  unheld: number;
  backfill: number | null;
}

/**
 * orders: orders received today; patrols: patrol reports today; selfHandled: of those, handled on the
 * spot; closed: cases closed today; open: open cases; overdue: open cases past their due time.
 */
export type CounterName = 'orders' | 'patrols' | 'selfHandled' | 'closed' | 'open' | 'overdue';
export interface CounterRow {
  name: CounterName;
  value: number;
  /** Expected by this time of this weekday, with the central 95 % of the predictive distribution; null: no history. */
  expected: Band | null;
}
export interface Band {
  low: number;
  mean: number;
  high: number;
  /** How many past days the band rests on. */
  days: number;
}

export interface CaseRow {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  type: CaseType;
  urgency: Urgency;
  category: string;
  subject: string;
  state: CaseState;
  grid: GridId;
  unit: UnitId;
  receivedAt: Millis;
  stateAt: Millis;
  dueAt: Millis | null;
  /** Clock: green, yellow from 70 % of the limit, red overdue, purple from twice the limit, none: no clock. */
  light: Light;
  /** 退回 and 催办, how often, at most 8: more are told as 8. */
  returns: number;
  urges: number;
  /** 督办, 挂牌督办. */
  supervised: boolean;
  lon: number | null;
  lat: number | null;
}
export type Light = 'none' | 'green' | 'yellow' | 'red' | 'purple';

export interface ArrivalRow {
  id: string;
  at: Millis;
  source: SourceId;
  kind: 'order' | 'patrol';
  caseId: CaseId | null;
  title: string;
  grid: GridId;
  urgency: Urgency;
  /** Of a patrol report. */
  class: PatrolClass | null;
  selfHandled: boolean;
  lon: number | null;
  lat: number | null;
}

export interface DueRow {
  id: CaseId;
  subject: string;
  grid: GridId;
  unit: UnitId;
  state: CaseState;
  receivedAt: Millis;
  dueAt: Millis;
}

export interface AlertRow {
  id: AlertId;
  rule: string;
  level: AlertLevel;
  at: Millis;
  title: Name;
  caseId: CaseId | null;
  grid: GridId;
  unit: UnitId;
  /** When an officer first acknowledged it; null: not yet. */
  acknowledgedAt: Millis | null;
  /** Who first acknowledged it; '': nobody yet. */
  acknowledgedBy: string;
  /** Until when it is not to be told again; null: it is. */
  silencedUntil: Millis | null;
  falseAlarm: boolean;
  /** Grids inside the circle of a hotspot; of other rules none. */
  area: readonly GridId[];
  comments: number;
  figures: AlertFigures | null;
  /** Who is to act; null: not decided yet. */
  to: Audience | null;
  /** Why it was not told at its level; null: it was, or that is not decided yet. */
  untold: Untold | null;
  /** The alert that speaks for it; '': none does. */
  by: AlertId | '';
}

/** Reports that belong together (domain §1.6). */
export interface MatterRow {
  /** A matter's number is the case id of its earliest report; `place:` and one: the matters of one place. */
  id: string;
  /** aggregate: many people tell of it; repeat: one does again and again; diverge: one place, many matters. */
  kind: 'aggregate' | 'repeat' | 'diverge';
  /** Of the earliest; of a confidential one or a 举报 the category. Of a place the categories told there. */
  title: string;
  /** The newest cases, oldest first, at most 50; of a place the first case of each matter. */
  members: readonly MatterMember[];
  /** How many there are, those not named included. */
  count: number;
  /** How many of them are open. */
  open: number;
  sources: readonly SourceId[];
  grid: GridId;
  /** That has the earliest open case; '': none. */
  unit: UnitId;
  /** When it was first and last reported. */
  first: Millis;
  last: Millis;
}

export interface MatterMember {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  state: CaseState;
}

export interface GridRow {
  grid: GridId;
  open: number;
  overdue: number;
  /** Orders and passed-on reports received today. */
  today: number;
  patrols: number;
  lastPatrol: Millis | null;
}

export interface UnitRow {
  unit: UnitId;
  open: number;
  overdue: number;
  /** Cases sent back today. */
  returned: number;
}

export interface MixRow {
  source: SourceId;
  today: number;
}

export interface HourRow {
  at: Millis;
  orders: number;
  patrols: number;
  /** Expected orders and patrol reports together in this hour of the week; null: no history. */
  expected: Band | null;
}

export interface DayRow {
  at: Millis;
  orders: number;
  patrols: number;
  closed: number;
  /** Orders and patrol reports of the same day a year before; null: no data that far back. */
  lastYear: number | null;
}

export interface PortRow extends PortStatus {
  /** live: something came within the port's usual gap; quiet: longer; down: ingest cannot be reached. */
  state: 'live' | 'quiet' | 'down';
  today: number;
}

export interface StationRow {
  station: StationId;
  source: SourceId;
  at: Millis;
  readings: { factor: string; at: Millis; value: number; unit: string; flag: ReadingFlag }[];
  /** The newest hour of which all factors of the air quality index were told; null: not told of here. */
  air: AirOfHour | null;
}

export interface RecountRow {
  /** Machine time of the comparison. */
  at: Millis;
  /** Journal position at which picture and raw rows were compared. */
  seq: Seq;
  compared: number;
  differences: number;
  /** The first few, readable. */
  examples: string[];
}
