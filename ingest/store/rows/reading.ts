import type { Reading } from '../../../config/contract/facts.ts';
import { sourceId, stationId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface ReadingRow {
  seq: number;
  id: string;
  source: string;
  station: string;
  factor: string;
  at: number;
  interval: Reading['interval'];
  value: number;
  unit: string;
  flag: Reading['flag'];
  accepted: number;
}

/** Values of measuring stations. */
export const readings = {
  name: 'readings',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    source: { kind: 'word', of: (e) => e.fact.source },
    station: { kind: 'word', of: (e) => e.fact.station },
    factor: { kind: 'word', of: (e) => e.fact.factor },
    at: { kind: 'millis', of: (e) => e.fact.at },
    interval: { kind: 'word', of: (e) => e.fact.interval },
    value: { kind: 'float', of: (e) => e.fact.value },
    unit: { kind: 'word', of: (e) => e.fact.unit },
    flag: { kind: 'word', of: (e) => e.fact.flag },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'reading',
      id: row.id,
      source: sourceId(row.source),
      station: stationId(row.station),
      factor: row.factor,
      at: row.at,
      interval: row.interval,
      value: row.value,
      unit: row.unit,
      flag: row.flag,
    },
  }),
} as const satisfies Table<Reading, ReadingRow>;
