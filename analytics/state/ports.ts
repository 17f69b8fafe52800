import { type Clock, timeOf } from '../../config/contract/clock.ts';
import type { IngestStatus, PortStatus } from '../../config/contract/feed.ts';
import { type Millis, sourceId } from '../../config/contract/ids.ts';
import type { PortRow } from '../../config/contract/picture.ts';
import type { Deployment } from '../../config/deployment/schema.ts';

const MINUTE = 60_000;
/** For ports that the deployment does not name. */
const QUIET_MINUTES = 60;

/**
 * The ports: those that ingest tells of, and those of the deployment from which nothing has come yet.
 * A port is quiet when the deployment's time has moved on by more than its usual gap since its newest
 * record.
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
        acceptedAt: null,
        received: 0,
        stored: 0,
        duplicate: 0,
        rejected: 0,
      }),
    );
  const now = timeOf(clock, machine);
  return [...told, ...silent].map((port) => {
    const minutes =
      sources.find((source) => source.id === port.source)?.quietMinutes ?? QUIET_MINUTES;
    const live = port.last !== null && now - port.last <= minutes * MINUTE;
    return {
      ...port,
      state: !feedUp ? 'down' : live ? 'live' : 'quiet',
      today: today(port.source),
    };
  });
}
