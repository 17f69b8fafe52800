import type { WallEvent } from '../../../config/contract/facts.ts';
import { sourceId, unitId } from '../../../config/contract/ids.ts';
import { type WallSubject, wallSubject } from '../../../config/contract/stage.ts';
import type { Table } from './table.ts';

export interface WallEventRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  act: WallEvent['act'];
  at: number;
  actor: string;
  mode: WallEvent['mode'];
  subject_kind: WallSubject['on'] | '';
  subject: string;
  text: string;
  unit: string;
  due_at: number | null;
  task: string;
  accepted: number;
}

/** What the desk has the walls show. */
export const wallEvents = {
  name: 'wall_events',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    act: { kind: 'word', of: (e) => e.fact.act },
    at: { kind: 'millis', of: (e) => e.fact.at },
    actor: { kind: 'word', of: (e) => e.fact.actor },
    mode: { kind: 'word', of: (e) => e.fact.mode },
    subject_kind: { kind: 'word', of: (e) => e.fact.subject?.on ?? '' },
    subject: { kind: 'text', of: (e) => e.fact.subject?.id ?? '' },
    text: { kind: 'text', of: (e) => e.fact.text },
    unit: { kind: 'word', of: (e) => e.fact.unit },
    due_at: { kind: 'millis?', of: (e) => e.fact.dueAt },
    task: { kind: 'text', of: (e) => e.fact.task },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'wall',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      act: row.act,
      at: row.at,
      actor: row.actor,
      mode: row.mode,
      subject: row.subject_kind === '' ? null : wallSubject(row.subject_kind, row.subject),
      text: row.text,
      unit: unitId(row.unit),
      dueAt: row.due_at,
      task: row.task,
    },
  }),
} as const satisfies Table<WallEvent, WallEventRow>;
