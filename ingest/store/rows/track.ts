import type { TrackPoint } from '../../../config/contract/facts.ts';
import { gridId, sourceId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface TrackPointRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  patroller: string;
  track: string;
  at: number;
  grid: string;
  lon: number;
  lat: number;
  accepted: number;
}

/** Points of patrollers' tracks. */
export const tracks = {
  name: 'tracks',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    patroller: { kind: 'word', of: (e) => e.fact.patroller },
    track: { kind: 'text', of: (e) => e.fact.track },
    at: { kind: 'millis', of: (e) => e.fact.at },
    grid: { kind: 'word', of: (e) => e.fact.grid },
    lon: { kind: 'float', of: (e) => e.fact.lon },
    lat: { kind: 'float', of: (e) => e.fact.lat },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'track',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      patroller: row.patroller,
      track: row.track,
      at: row.at,
      grid: gridId(row.grid),
      lon: row.lon,
      lat: row.lat,
    },
  }),
} as const satisfies Table<TrackPoint, TrackPointRow>;
