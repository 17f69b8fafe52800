import type { AlertAction } from '../../../config/contract/facts.ts';
import { alertId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface AlertActionRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  alert_id: string;
  act: AlertAction['act'];
  at: number;
  actor: string;
  note: string;
  until: number | null;
  accepted: number;
}

/** What officers do about alerts. */
export const alertActions = {
  name: 'alert_actions',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    alert_id: { kind: 'text', of: (e) => e.fact.alertId },
    act: { kind: 'word', of: (e) => e.fact.act },
    at: { kind: 'millis', of: (e) => e.fact.at },
    actor: { kind: 'word', of: (e) => e.fact.actor },
    note: { kind: 'text', of: (e) => e.fact.note },
    until: { kind: 'millis?', of: (e) => e.fact.until },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'alert-act',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      alertId: alertId(row.alert_id),
      act: row.act,
      at: row.at,
      actor: row.actor,
      note: row.note,
      until: row.until,
    },
  }),
} as const satisfies Table<AlertAction, AlertActionRow>;
