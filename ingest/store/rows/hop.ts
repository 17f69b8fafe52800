import type { Hop } from '../../../config/contract/facts.ts';
import { type CaseId, gridId, sourceId, unitId } from '../../../config/contract/ids.ts';
import { STATE_AFTER } from '../../../config/contract/vocabulary.ts';
import type { Table } from './table.ts';

export interface HopRow {
  seq: number;
  id: string;
  case_id: string;
  source: string;
  upstream_no: string;
  redo: number;
  event: Hop['event'];
  state: string;
  at: number;
  hop_order: number;
  as_of: number;
  received_at: number;
  due_at: number | null;
  channel: Hop['channel'];
  type: Hop['type'];
  urgency: Hop['urgency'];
  cat1: string;
  cat2: string;
  cat3: string;
  cat4: string;
  grid: string;
  community: string;
  unit: string;
  actor: string;
  note: string;
  lon: number | null;
  lat: number | null;
  solved: Hop['solved'];
  parent: string;
  details: Hop['details'];
  has_text: boolean;
  subject: string;
  content: string;
  address: string;
  caller: string;
  phone: string;
  phone_hash: string;
  confidential: boolean;
  flags: Hop['flags'];
  accepted: number;
}

/** Steps of cases, with the state each leads to. */
export const hops = {
  name: 'hops',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    case_id: { kind: 'text', of: (e) => e.fact.caseId },
    source: { kind: 'word', of: (e) => e.fact.source },
    upstream_no: { kind: 'text', of: (e) => e.fact.upstreamNo },
    redo: { kind: 'uint32', of: (e) => e.fact.redo },
    event: { kind: 'word', of: (e) => e.fact.event },
    state: { kind: 'word', of: (e) => STATE_AFTER[e.fact.event] ?? '' },
    at: { kind: 'millis', of: (e) => e.fact.at },
    hop_order: { kind: 'uint32', of: (e) => e.fact.order },
    as_of: { kind: 'millis', of: (e) => e.fact.asOf },
    received_at: { kind: 'millis', of: (e) => e.fact.receivedAt },
    due_at: { kind: 'millis?', of: (e) => e.fact.dueAt },
    channel: { kind: 'word', of: (e) => e.fact.channel },
    type: { kind: 'word', of: (e) => e.fact.type },
    urgency: { kind: 'word', of: (e) => e.fact.urgency },
    cat1: { kind: 'word', of: (e) => e.fact.category[0] },
    cat2: { kind: 'word', of: (e) => e.fact.category[1] },
    cat3: { kind: 'word', of: (e) => e.fact.category[2] },
    cat4: { kind: 'word', of: (e) => e.fact.category[3] },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    community: { kind: 'word', of: (e) => e.fact.community },
    unit: { kind: 'word', of: (e) => e.fact.unit },
    actor: { kind: 'word', of: (e) => e.fact.actor },
    note: { kind: 'text', of: (e) => e.fact.note },
    lon: { kind: 'float?', of: (e) => e.fact.lon },
    lat: { kind: 'float?', of: (e) => e.fact.lat },
    solved: { kind: 'uint8?', of: (e) => e.fact.solved },
    parent: { kind: 'text', of: (e) => e.fact.parent },
    details: { kind: 'map', of: (e) => e.fact.details },
    has_text: { kind: 'bool', of: (e) => e.fact.text !== null },
    subject: { kind: 'text', of: (e) => e.fact.text?.subject ?? '' },
    content: { kind: 'text', of: (e) => e.fact.text?.content ?? '' },
    address: { kind: 'text', of: (e) => e.fact.text?.address ?? '' },
    caller: { kind: 'text', of: (e) => e.fact.text?.caller ?? '' },
    phone: { kind: 'text', of: (e) => e.fact.text?.phone ?? '' },
    phone_hash: { kind: 'text', of: (e) => e.fact.text?.phoneHash ?? '' },
    confidential: { kind: 'bool', of: (e) => e.fact.text?.confidential ?? false },
    flags: { kind: 'texts', of: (e) => e.fact.flags },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'hop',
      id: row.id,
      caseId: row.case_id as CaseId,
      source: sourceId(row.source),
      upstreamNo: row.upstream_no,
      redo: row.redo,
      event: row.event,
      at: row.at,
      order: row.hop_order,
      asOf: row.as_of,
      receivedAt: row.received_at,
      dueAt: row.due_at,
      channel: row.channel,
      type: row.type,
      urgency: row.urgency,
      category: [row.cat1, row.cat2, row.cat3, row.cat4],
      grid: gridId(row.grid),
      community: row.community,
      unit: unitId(row.unit),
      actor: row.actor,
      note: row.note,
      lon: row.lon,
      lat: row.lat,
      solved: row.solved,
      parent: row.parent as CaseId | '',
      details: row.details,
      text: row.has_text
        ? {
            subject: row.subject,
            content: row.content,
            address: row.address,
            caller: row.caller,
            phone: row.phone,
            phoneHash: row.phone_hash,
            confidential: row.confidential,
          }
        : null,
      flags: row.flags,
    },
  }),
} as const satisfies Table<Hop, HopRow>;
