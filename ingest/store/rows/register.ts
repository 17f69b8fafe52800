import type { RegisterRecord } from '../../../config/contract/facts.ts';
import { gridId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface RegisterRecordRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  register: RegisterRecord['register'];
  key: string;
  name: string;
  grid: string;
  valid_from: string;
  valid_to: string;
  lon: number | null;
  lat: number | null;
  at: number;
  values: Record<string, string>;
  flags: RegisterRecord['flags'];
  accepted: number;
}

/** Records of the base registers, every version of each. */
export const registers = {
  name: 'registers',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    register: { kind: 'word', of: (e) => e.fact.register },
    key: { kind: 'text', of: (e) => e.fact.key },
    name: { kind: 'text', of: (e) => e.fact.name },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    valid_from: { kind: 'word', of: (e) => e.fact.validFrom },
    valid_to: { kind: 'word', of: (e) => e.fact.validTo },
    lon: { kind: 'float?', of: (e) => e.fact.lon },
    lat: { kind: 'float?', of: (e) => e.fact.lat },
    at: { kind: 'millis', of: (e) => e.fact.at },
    values: { kind: 'map', of: (e) => e.fact.values },
    flags: { kind: 'texts', of: (e) => e.fact.flags },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'register',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      register: row.register,
      key: row.key,
      name: row.name,
      grid: gridId(row.grid),
      validFrom: row.valid_from,
      validTo: row.valid_to,
      lon: row.lon,
      lat: row.lat,
      at: row.at,
      values: row.values,
      flags: row.flags,
    },
  }),
} as const satisfies Table<RegisterRecord, RegisterRecordRow>;
