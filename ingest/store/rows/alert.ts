import type { AlertEvent } from '../../../config/contract/facts.ts';
import { alertId, type CaseId, gridId, sourceId, unitId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface AlertRow {
  seq: number;
  id: string;
  version: number;
  alert_id: string;
  source: string;
  phase: AlertEvent['phase'];
  rule: string;
  rule_version: number;
  level: AlertEvent['level'];
  at: number;
  case_id: string;
  grid: string;
  unit: string;
  title: string;
  title_en: string;
  evidence: string[];
  observed: number | null;
  expected: number | null;
  probability: number | null;
  accepted: number;
}

/** Alerts raised and cleared. */
export const alerts = {
  name: 'alerts',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    alert_id: { kind: 'text', of: (e) => e.fact.alertId },
    source: { kind: 'word', of: (e) => e.fact.source },
    phase: { kind: 'word', of: (e) => e.fact.phase },
    rule: { kind: 'word', of: (e) => e.fact.rule },
    rule_version: { kind: 'uint32', of: (e) => e.fact.ruleVersion },
    level: { kind: 'word', of: (e) => e.fact.level },
    at: { kind: 'millis', of: (e) => e.fact.at },
    case_id: { kind: 'text', of: (e) => e.fact.caseId ?? '' },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    unit: { kind: 'word', of: (e) => e.fact.unit },
    title: { kind: 'text', of: (e) => e.fact.title.zh },
    title_en: { kind: 'text', of: (e) => e.fact.title.en },
    evidence: { kind: 'texts', of: (e) => e.fact.evidence },
    accepted: { kind: 'millis', of: (e) => e.accepted },
    observed: { kind: 'float?', of: (e) => e.fact.figures?.observed ?? null },
    expected: { kind: 'float?', of: (e) => e.fact.figures?.expected ?? null },
    probability: { kind: 'float?', of: (e) => e.fact.figures?.probability ?? null },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'alert',
      id: row.id,
      version: row.version,
      alertId: alertId(row.alert_id),
      source: sourceId(row.source),
      phase: row.phase,
      rule: row.rule,
      ruleVersion: row.rule_version,
      level: row.level,
      at: row.at,
      caseId: row.case_id === '' ? null : (row.case_id as CaseId),
      grid: gridId(row.grid),
      unit: unitId(row.unit),
      title: { zh: row.title, en: row.title_en },
      figures:
        row.observed === null || row.expected === null
          ? null
          : { observed: row.observed, expected: row.expected, probability: row.probability },
      evidence: row.evidence,
    },
  }),
} as const satisfies Table<AlertEvent, AlertRow>;
