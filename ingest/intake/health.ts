import type { PortStatus } from '../../config/contract/feed.ts';
import type { Millis, SourceId } from '../../config/contract/ids.ts';
import type { PortRefusal } from '../../config/contract/port-refusal.ts';

const MINUTE = 60_000;
const SECONDS = 60;
/** Lags of the newest records of which the median is told. */
const LAGS = 64;
/** A sender that has not told its clock for this long is not counted as off any more. */
const CLOCK_LEASE_MS = 60 * MINUTE;

/** What one port tells of itself while it runs, besides what the journal counts. */
export interface PortHealth {
  /** Counts input that never became a record. */
  refuse(reason: PortRefusal): void;
  /** Counts records that became durable. @param lag from the time they state to now; null: they state none */
  took(records: number, lag: Millis | null): void;
  /** A sender's clock minus ours. */
  clock(sender: string, offset: Millis): void;
  /** Lines open now. */
  connections(open: number): void;
}

interface Told {
  refused: Map<string, number>;
  /** Records of each of the last 60 s, by second of the minute. */
  seconds: { second: number; n: number }[];
  lags: Millis[];
  clocks: Map<string, { offset: Millis; at: Millis }>;
  connections: number | null;
}

export type HealthStatus = Pick<
  PortStatus,
  'refused' | 'rate' | 'lag' | 'clockOffset' | 'connections'
>;

/** The health of every port. Memory is bounded by the numbers of ports, reasons and known senders. */
export interface HealthBook {
  of(source: SourceId): PortHealth;
  status(source: SourceId): HealthStatus;
  sources(): SourceId[];
}

/** @param machine machine time, for rates and leases */
export function createHealthBook(machine: () => Millis): HealthBook {
  const ports = new Map<SourceId, Told>();
  const told = (source: SourceId): Told => {
    let found = ports.get(source);
    if (!found) {
      found = {
        refused: new Map(),
        seconds: Array.from({ length: SECONDS }, () => ({ second: 0, n: 0 })),
        lags: [],
        clocks: new Map(),
        connections: null,
      };
      ports.set(source, found);
    }
    return found;
  };

  return {
    sources: () => [...ports.keys()],
    of(source) {
      const port = told(source);
      return {
        refuse(reason) {
          port.refused.set(reason, (port.refused.get(reason) ?? 0) + 1);
        },
        took(records, lag) {
          const second = Math.floor(machine() / 1000);
          const slot = port.seconds[second % SECONDS] as Told['seconds'][number];
          if (slot.second !== second) Object.assign(slot, { second, n: 0 });
          slot.n += records;
          if (lag === null) return;
          port.lags.push(lag);
          if (port.lags.length > LAGS) port.lags.shift();
        },
        clock(sender, offset) {
          port.clocks.set(sender, { offset, at: machine() });
        },
        connections(open) {
          port.connections = open;
        },
      };
    },
    status(source) {
      const port = told(source);
      const now = machine();
      const since = Math.floor(now / 1000) - SECONDS;
      let worst: Millis | null = null;
      for (const { offset, at } of port.clocks.values())
        if (now - at < CLOCK_LEASE_MS && Math.abs(offset) >= Math.abs(worst ?? 0)) worst = offset;
      const lags = port.lags.toSorted((a, b) => a - b);
      return {
        refused: Object.fromEntries(port.refused),
        rate: port.seconds.reduce((sum, { second, n }) => (second > since ? sum + n : sum), 0),
        lag: lags[Math.floor(lags.length / 2)] ?? null,
        clockOffset: worst,
        connections: port.connections,
      };
    },
  };
}
