import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, timeOf } from '../../../config/contract/clock.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import type { City } from '../../city/city.ts';
import { insist } from '../../intake/insist.ts';
import type { Intake, Received } from '../../intake/intake.ts';
import type { Journal } from '../../journal/journal.ts';

const CURSOR = 'city';
const STEP_MS = 100;
const BATCH = 4_000;
const HISTORY_SLICE = 7 * DAY;
/** Live slices are cut so that a fast city still lets other sources in between. */
const LIVE_SLICE = DAY / 4;

export interface CityPort {
  clock(): Clock;
  /** 0 … 1 while history is being filled in; null after. */
  backfill(): number | null;
  stop(): Promise<void>;
}

/** When an installation's city began: what lies before is history. Fixed at first start. */
export async function cityBirth(journal: Journal, machine: Millis): Promise<Millis> {
  const known = journal.cursor('city-birth');
  if (known !== undefined) return known;
  await journal.append([], machine, { name: 'city-birth', value: machine });
  return machine;
}

/**
 * Lets the synthetic city report like any upstream system. It goes on where the journal's cursor
 * stands, first through the past as fast as the journal takes it, then in step with the city's
 * clock. Being deterministic it repeats itself after a crash, and identity drops the repeats.
 */
export function startCity(options: {
  city: City;
  journal: Journal;
  intake: Intake;
  birth: Millis;
  historyDays: number;
  speed: number;
}): CityPort {
  const { city, journal, intake } = options;
  const stopping = new AbortController();
  const from = journal.cursor(CURSOR) ?? options.birth - options.historyDays * DAY;

  const machine = Date.now();
  const start = Math.max(machine, from);
  const clock: Clock = {
    mode: start === machine && options.speed === 1 ? 'live' : 'city',
    now: start,
    asOf: machine,
    rate: options.speed,
  };

  let position = from;
  let committing: Promise<unknown> = Promise.resolve();
  const put = async (to: Millis) => {
    let records: Received[] = [];
    const flush = async (cursor: Millis) => {
      if (records.length === 0) return;
      const batch = records;
      records = [];
      await committing; // one commit under way while the next batch is being made
      committing = insist(intake, batch, stopping.signal, { name: CURSOR, value: cursor });
      committing.catch(() => {}); // told to whoever awaits it next
    };
    for (const { at, draft } of city.between(position, to)) {
      // A batch ends between two instants: the cursor names a time, not a record.
      if (records.length >= BATCH && at > position) await flush(at);
      position = at;
      const origin = { source: draft.source, place: 'city', raw: () => JSON.stringify(draft) };
      records.push({ origin, draft });
      if (stopping.signal.aborted) break;
    }
    if (stopping.signal.aborted) return;
    position = to;
    await flush(to);
  };

  let filling = true;
  const run = async () => {
    for (let to = position; to < clock.now; ) {
      to = Math.min(to + HISTORY_SLICE, clock.now);
      await put(to);
      if (stopping.signal.aborted) return;
    }
    await committing;
    filling = false;
    while (!stopping.signal.aborted) {
      const now = timeOf(clock, Date.now());
      if (now > position) await put(Math.min(now, position + LIVE_SLICE));
      await committing;
      if (position >= now) await sleep(STEP_MS, undefined, { signal: stopping.signal });
    }
  };
  const running = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });

  return {
    clock: () => {
      const asOf = Date.now();
      return { ...clock, now: timeOf(clock, asOf), asOf };
    },
    backfill: () => (filling ? Math.min(1, (position - from) / (clock.now - from || 1)) : null),
    async stop() {
      stopping.abort();
      await running;
      await committing.catch(() => {});
    },
  };
}
