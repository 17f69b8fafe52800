import type { SealedValues } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface SealedValuesRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  about: string;
  at: number;
  fields: string[];
  key: string;
  cipher: string;
  nonce: string;
  sealed: string;
  accepted: number;
}

/** Personal values, encrypted. Readers have no access to this table. */
export const sealedValues = {
  name: 'sealed_values',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    about: { kind: 'text', of: (e) => e.fact.about },
    at: { kind: 'millis', of: (e) => e.fact.at },
    fields: { kind: 'texts', of: (e) => e.fact.fields },
    key: { kind: 'word', of: (e) => e.fact.key },
    cipher: { kind: 'word', of: (e) => e.fact.cipher },
    nonce: { kind: 'text', of: (e) => e.fact.nonce },
    sealed: { kind: 'text', of: (e) => e.fact.sealed },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'sealed',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      about: row.about,
      at: row.at,
      fields: row.fields,
      key: row.key,
      cipher: row.cipher,
      nonce: row.nonce,
      sealed: row.sealed,
    },
  }),
} as const satisfies Table<SealedValues, SealedValuesRow>;
