import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import type { Model } from './model.ts';

/**
 * Why a tile must not be trusted as current: the server is not heard, ingest is not heard by the
 * server, the store that the tile's history comes from is down, or its data is older than expected.
 */
export type Staleness = 'server' | 'feed' | 'store' | 'old';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Views that change by the clock alone, with their period. Other views change only when something
 * happens in the city, so that their silence says nothing.
 */
const PERIODIC: Partial<Record<ViewName, { ms: Millis; time: 'deployment' | 'machine' }>> = {
  hours: { ms: HOUR, time: 'deployment' },
  days: { ms: 24 * HOUR, time: 'deployment' },
  recount: { ms: 15 * MINUTE, time: 'machine' },
};
/** How much later than its period a view may come. */
const GRACE_MS = 2 * MINUTE;
/** Views of history, which only the store keeps. */
const FROM_STORE: ReadonlySet<ViewName> = new Set(['days', 'recount']);

/** Machine time up to which a stale view was current; null: it never was. */
export function asOf(model: Model, why: Staleness, view: ViewName): Millis | null {
  switch (why) {
    case 'server':
      return model.heardAt();
    case 'feed':
      return model.row('system', 'system')?.clock.asOf ?? null;
    case 'store':
    case 'old':
      return model.changedAt(view);
  }
}

/** Staleness of a view now; null: current. */
export function staleness(model: Model, view: ViewName): Staleness | null {
  if (model.state() !== 'live') return 'server';
  const system = model.row('system', 'system');
  if (!system) return null;
  if (!system.feedUp) return 'feed';
  if (!system.storeUp && FROM_STORE.has(view)) return 'store';
  const period = PERIODIC[view];
  const changedAt = model.changedAt(view);
  if (period && changedAt !== null) {
    // Where time stands still (rate 0) the period never ends.
    const expected = period.time === 'machine' ? period.ms : period.ms / system.clock.rate;
    if (model.machine() - changedAt > expected + GRACE_MS) return 'old';
  }
  return null;
}
