import type { DeviceEvent } from '../../../config/contract/facts.ts';
import { sourceId, stationId } from '../../../config/contract/ids.ts';
import type { Table } from './table.ts';

export interface DeviceEventRow {
  seq: number;
  id: string;
  version: number;
  source: string;
  station: string;
  event: string;
  at: number;
  values: Record<string, string>;
  flags: DeviceEvent['flags'];
  accepted: number;
}

/** What devices say of themselves. */
export const deviceEvents = {
  name: 'device_events',
  columns: {
    seq: { kind: 'uint64', of: (e) => e.seq },
    id: { kind: 'text', of: (e) => e.fact.id },
    version: { kind: 'uint32', of: (e) => e.fact.version },
    source: { kind: 'word', of: (e) => e.fact.source },
    station: { kind: 'word', of: (e) => e.fact.station },
    event: { kind: 'word', of: (e) => e.fact.event },
    at: { kind: 'millis', of: (e) => e.fact.at },
    values: { kind: 'map', of: (e) => e.fact.values },
    flags: { kind: 'texts', of: (e) => e.fact.flags },
    accepted: { kind: 'millis', of: (e) => e.accepted },
  },
  fromRow: (row) => ({
    seq: row.seq,
    accepted: row.accepted,
    fact: {
      kind: 'device',
      id: row.id,
      version: row.version,
      source: sourceId(row.source),
      station: stationId(row.station),
      event: row.event,
      at: row.at,
      values: row.values,
      flags: row.flags,
    },
  }),
} as const satisfies Table<DeviceEvent, DeviceEventRow>;
