import type { Telling } from '../../../config/contract/facts.ts';
import { alertId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface TellingRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  alert_id: string;
  level: Telling['level'];
  at: number;
  audience: Telling['to'];
  untold: Telling['untold'] | '';
  spoken_by: string;
  alert_group: string;
  accepted: number;
}

/** What became of telling alerts. */
export const tellings = {
  name: 'tellings',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    alert_id: { kind: 'text', of: (e) => e.fact.alertId },
    level: { kind: 'word', of: (e) => e.fact.level },
    at: { kind: 'millis', of: (e) => e.fact.at },
    audience: { kind: 'word', of: (e) => e.fact.to },
    untold: { kind: 'word', of: (e) => e.fact.untold ?? '' },
    spoken_by: { kind: 'text', of: (e) => e.fact.by },
    alert_group: { kind: 'text', of: (e) => e.fact.group },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'telling',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      alertId: alertId(row.alert_id),
      level: row.level,
      at: row.at,
      to: row.audience,
      untold: row.untold === '' ? null : row.untold,
      by: alertId(row.spoken_by),
      group: row.alert_group,
    },
  }),
} as const satisfies Table<Telling, TellingRow>;
