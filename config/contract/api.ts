import type { CaseAct } from './command.ts';
import type { AlertAction, AlertEvent, Hop, Telling } from './facts.ts';
import type { AlertId, CaseId, GridId, Millis, SourceId, UnitId } from './ids.ts';
import type { Obstacle } from './machine.ts';
import type { Refusal } from './refusal.ts';
import type { AlertAct, CaseState, CaseType, Channel, Urgency } from './vocabulary.ts';

/**
 * The HTTP side of the gateway. All answers are JSON; errors are `{ error: string }` with a status.
 *
 * GET  /api/deployment            DeploymentView
 * GET  /api/cases?grid=ID|unit=ID|source=ID&limit=N   CaseSummary[], newest first, open and ended
 * GET  /api/search?q=WORDS&from=DAY&to=DAY&limit=N    CaseSummary[], newest first: received from one local
 *                                 day to before another, all words found in number, subject, text, address,
 *                                 unit or grid; 400 days at most
 * GET  /api/cases/:id             CaseDetail, 404 where unknown
 * GET  /api/alerts/:id            AlertDetail, 404 where unknown
 * GET  /api/counted/:what?from=DAY&to=DAY|hour=MS&grid=ID&unit=ID&source=ID   CountedRow[], the newest
 *                                 COUNTED_MOST, newest first: what a figure counts, by default of today
 * GET  /api/grids/:id             GridLines
 * GET  /api/grids/:id/registers/:name   RegisteredRow[]: the entries of a register that stand in the grid
 * GET  /api/near?lon=&lat=&metres=N&registers=NAME,NAME&most=N   Near; firms and posts, 12 of each kind, by default
 * GET  /api/kpi?from=DAY&to=DAY&unit=ID&grid=ID&community=ID&source=ID&category=NAME&urgency=WORD
 *                                 KpiRow[]; local days yyyy-MM-dd, `to` exclusive, the rest as wanted;
 *                                 category once for each level, widest first
 * GET  /api/kpi/:id?…&limit=N&after=ID  KpiItem[]: the cases, reports or grids behind it, by id
 * GET  /api/commands?case=ID|alert=ID   AllowedCommand[]: what the caller's role may do with it now, and
 *                                 why not what it may not
 * POST /api/commands              Command → CommandReceipt; a Refusal with 400, 401, 403, 404 or 409 where
 *                                 it may not be; 503 with Retry-After where it cannot be judged or taken
 *                                 now: tell it again under the same `no`, and it is done once
 * POST /api/reveal              RevealRequest → Revealed (config/contract/reveal.ts); kept in the audit first
 * GET  /api/audit?before=SEQ&limit=N&act=WORD&who=ID&target=ID&from=DAY&to=DAY   AuditPage, newest first; `to` inclusive
 * GET  /api/audit/verify          AuditVerdict
 * POST /api/recount               RecountRow: compares now, and answers when done
 * GET  /healthz                   200 while the process serves
 * GET  /readyz                    200 while the picture is whole and current; else 503 with the reasons
 * GET  /metrics                   Prometheus text format
 */
export interface CaseSummary {
  id: CaseId;
  source: SourceId;
  upstreamNo: string;
  type: CaseType;
  urgency: Urgency;
  channel: Channel;
  category: string[];
  subject: string;
  state: CaseState;
  grid: GridId;
  community: string;
  unit: UnitId;
  receivedAt: Millis;
  stateAt: Millis;
  dueAt: Millis | null;
  lon: number | null;
  lat: number | null;
}

export interface CaseDetail extends CaseSummary {
  content: string;
  address: string;
  caller: string;
  phone: string;
  /** A 举报, or an order whose caller wants not to be known. */
  confidential: boolean;
  /** Who saw its personal values in clear, when and why, newest first; empty for who may see none. */
  reveals: CaseReveal[];
  /** Whether the deadline was counted by the working days of a year whose calendar was not published yet. */
  dueProvisional: boolean;
  hops: (Pick<Hop, 'id' | 'event' | 'at' | 'unit' | 'actor' | 'note' | 'dueAt' | 'solved'> & {
    /** What stood in the way of the step by the state machine (异常流转); null: nothing. */
    obstacle: Obstacle | null;
  })[];
}

/** A reveal of personal values of a case. */
export interface CaseReveal {
  at: Millis;
  who: string;
  /** Fields, joined by a space. */
  fields: string;
  reason: string;
}

/** All that is known of an alert, oldest first: what was seen, what became of telling it, what officers did. */
export interface AlertDetail {
  events: AlertEvent[];
  tellings: Telling[];
  acts: AlertAction[];
}

/** A command that is durable. What it changes comes over the line to the screens. */
export interface CommandReceipt {
  no: string;
  /** What it is about. */
  subject: CaseId | AlertId | 'wall';
}

/** Whether an act is open to the caller; null: it is. */
export interface AllowedCommand {
  act: CaseAct | AlertAct;
  refusal: Refusal | null;
}

/** What screens need of the deployment. */
export type { Deployment as DeploymentView } from '../deployment/schema.ts';
