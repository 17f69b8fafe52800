import { type Clock, timeOf } from '../../config/contract/clock.ts';
import type { IngestStatus, PortStatus } from '../../config/contract/feed.ts';
import { type Millis, sourceId } from '../../config/contract/ids.ts';
import type { PortRow } from '../../config/contract/picture.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { Deployment } from '../../config/deployment/schema.ts';

const MINUTE = 60_000;
/** Our own sources speak only when there is something to say. */
const OWN = new Set<string>(['desk', 'analytics']);
/** For ports that the deployment does not name. */
const QUIET_MINUTES = 60;

/**
 * The ports: those that ingest tells of, and those of the deployment from which nothing has come yet.
 * A port is quiet when the deployment's time has moved on by more than its usual gap since its newest
 * record, and down when it has been silent for a whole day more, or ingest cannot be reached.
 * @param today records of today by source
 * @param machine machine time
 */
export function portRows(
  status: IngestStatus | null,
  feedUp: boolean,
  clock: Clock,
  machine: Millis,
  sources: Deployment['sources'],
  today: (source: PortStatus['source']) => number,
): PortRow[] {
  const told = status?.ports ?? [];
  const silent = sources
    .filter((source) => told.every((port) => port.source !== source.id))
    .map(
      ({ id }): PortStatus => ({
        source: sourceId(id),
        last: null,
        received: 0,
        stored: 0,
        duplicate: 0,
        rejected: 0,
        refused: {},
        rate: 0,
        lag: null,
        clockOffset: null,
        connections: null,
        closed: null,
        totals: [],
      }),
    );
  const now = timeOf(clock, machine);
  return [...told, ...silent].map((port) => {
    const minutes =
      sources.find((source) => source.id === port.source)?.quietMinutes ?? QUIET_MINUTES;
    const live = port.last !== null && now - port.last <= minutes * MINUTE;
    const dead =
      clock.rate > 0 &&
      !OWN.has(port.source) &&
      port.last !== null &&
      now - port.last > minutes * MINUTE + DAY;
    return {
      ...port,
      state: !feedUp || dead ? 'down' : live ? 'live' : 'quiet',
      today: today(port.source),
    };
  });
}
