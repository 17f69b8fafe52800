import type { Reading } from '../../../config/contract/facts.ts';
import { sourceId, stationId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface ReadingRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  station: string;
  factor: string;
  at: number;
  interval: Reading['interval'];
  value: number;
  unit: string;
  flag: Reading['flag'];
  stat: Reading['stat'];
  flags: Reading['flags'];
  accepted: number;
}

/** Values of measuring stations. */
export const readings = {
  name: 'readings',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    station: { kind: 'word', of: (e) => e.fact.station },
    factor: { kind: 'word', of: (e) => e.fact.factor },
    at: { kind: 'millis', of: (e) => e.fact.at },
    interval: { kind: 'word', of: (e) => e.fact.interval },
    value: { kind: 'float', of: (e) => e.fact.value },
    unit: { kind: 'word', of: (e) => e.fact.unit },
    flag: { kind: 'word', of: (e) => e.fact.flag },
    stat: { kind: 'word', of: (e) => e.fact.stat },
    flags: { kind: 'texts', of: (e) => e.fact.flags },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'reading',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      station: stationId(row.station),
      factor: row.factor,
      at: row.at,
      interval: row.interval,
      value: row.value,
      unit: row.unit,
      flag: row.flag,
      stat: row.stat,
      flags: row.flags,
    },
  }),
} as const satisfies Table<Reading, ReadingRow>;
