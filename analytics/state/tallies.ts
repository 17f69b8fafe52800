import type { Fact, Hop, PatrolReport } from '../../config/contract/facts.ts';
import type { GridId, Millis, SourceId, UnitId } from '../../config/contract/ids.ts';
import { dayStart } from '../../config/contract/zone.ts';
import type { LocalTime } from './local-time.ts';

/** Local days shown, today included. */
export const DAYS_SHOWN = 30;

interface HourTally {
  orders: number;
  patrols: number;
}

/** What was counted of one local day, by the facts' own time. */
export interface DayTally {
  orders: number;
  patrols: number;
  selfHandled: number;
  closed: number;
  hours: Map<Millis, HourTally>;
  /** The rest is kept for today, days ahead and the day from which time moved on to today. */
  grids: Map<GridId, { today: number; patrols: number }>;
  /** Cases sent back, by unit. */
  returned: Map<UnitId, number>;
  /** `taken`: orders and patrol reports; `records`: everything that its port tells. */
  sources: Map<SourceId, { taken: number; records: number }>;
}

export const emptyDay = (): DayTally => ({
  orders: 0,
  patrols: 0,
  selfHandled: 0,
  closed: 0,
  hours: new Map(),
  grids: new Map(),
  returned: new Map(),
  sources: new Map(),
});

/** Whether a hop is the arrival of an order. A patrol report that was passed on is counted as patrol. */
export const isOrder = (hop: Pick<Hop, 'event' | 'channel'>): boolean =>
  hop.event === 'report' && hop.channel !== 'patrol';

/** The entry of a map, made where it is missing. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/**
 * Counts by local day and hour. A fact counts in the day and hour of its own time, however late or
 * early it comes: days ahead of the clock wait until the clock is there, days before the shown
 * window are the store's (`olderTouched` says that such a fact came).
 */
export class Tallies {
  readonly days: Map<Millis, DayTally>;
  readonly #time: LocalTime;
  #today: Millis;
  /** The earliest day to which time may go back. */
  #earliest: Millis;
  #hour: Millis;
  #first: Millis;
  /** A fact of a past day came: what is expected of today may have changed. */
  olderTouched = false;
  changed = true;
  readonly changedGrids = new Set<GridId>();
  readonly changedUnits = new Set<UnitId>();

  constructor(time: LocalTime, now: Millis, days: Map<Millis, DayTally> = new Map()) {
    this.#time = time;
    this.days = days;
    this.#today = this.#earliest = time.day(now);
    this.#hour = time.hour(now);
    this.#first = dayStart(now, time.zone, 1 - DAYS_SHOWN);
  }

  get today(): Millis {
    return this.#today;
  }

  /** The tally of today; empty where nothing came yet. */
  ofToday(): DayTally {
    return this.days.get(this.#today) ?? emptyDay();
  }

  /**
   * Moves the clock, on or back to the day from which it came. Says false where it went back further: of
   * such a day too little is kept.
   */
  advance(now: Millis): boolean {
    const hour = this.#time.hour(now);
    if (hour !== this.#hour) this.changed = true;
    this.#hour = hour;
    const today = this.#time.day(now);
    if (today === this.#today) return true;
    if (today < this.#earliest) return false;
    for (const tally of [this.days.get(this.#today), this.days.get(today)]) {
      for (const grid of tally?.grids.keys() ?? []) this.changedGrids.add(grid);
      for (const unit of tally?.returned.keys() ?? []) this.changedUnits.add(unit);
    }
    if (today > this.#today) this.#earliest = this.#today;
    this.#today = today;
    this.#first = dayStart(this.#earliest, this.#time.zone, 1 - DAYS_SHOWN);
    this.changed = true;
    for (const [day, tally] of this.days) {
      if (day < this.#first) this.days.delete(day);
      else if (day < this.#earliest) {
        tally.grids.clear();
        tally.returned.clear();
        tally.sources.clear();
      }
    }
    return true;
  }

  addHop(hop: Hop): void {
    const day = this.#day(hop.at);
    if (!day) return;
    const order = isOrder(hop);
    if (order) {
      day.orders++;
      this.#hourOf(day, hop.at).orders++;
    }
    if (hop.event === 'close') day.closed++;
    if (this.#time.day(hop.at) < this.#earliest) return;
    this.#source(day, hop.source, order ? 1 : 0);
    if (hop.event === 'report') {
      entryOf(day.grids, hop.grid, () => ({ today: 0, patrols: 0 })).today++;
      this.changedGrids.add(hop.grid);
    }
    if (hop.event === 'return') {
      day.returned.set(hop.unit, (day.returned.get(hop.unit) ?? 0) + 1);
      this.changedUnits.add(hop.unit);
    }
  }

  addPatrol(patrol: PatrolReport): void {
    this.changedGrids.add(patrol.grid); // for its last patrol, whatever the day
    const day = this.#day(patrol.at);
    if (!day) return;
    day.patrols++;
    if (patrol.selfHandled) day.selfHandled++;
    this.#hourOf(day, patrol.at).patrols++;
    if (this.#time.day(patrol.at) < this.#earliest) return;
    this.#source(day, patrol.source, 1);
    entryOf(day.grids, patrol.grid, () => ({ today: 0, patrols: 0 })).patrols++;
  }

  /** Counts a fact that is neither order nor report, once however many versions of it come. */
  addRecord({ version, source, at }: Exclude<Fact, Hop>): void {
    const start = this.#time.day(at);
    if (version > 0 || start < this.#earliest) return;
    this.changed ||= start >= this.#today;
    this.#source(entryOf(this.days, start, emptyDay), source, 0);
  }

  #day(at: Millis): DayTally | null {
    const start = this.#time.day(at);
    if (start < this.#today) this.olderTouched = true;
    if (start < this.#first) return null;
    this.changed = true;
    return entryOf(this.days, start, emptyDay);
  }

  #hourOf(day: DayTally, at: Millis): HourTally {
    return entryOf(day.hours, this.#time.hour(at), () => ({ orders: 0, patrols: 0 }));
  }

  #source(day: DayTally, source: SourceId, taken: number): void {
    const tally = entryOf(day.sources, source, () => ({ taken: 0, records: 0 }));
    tally.taken += taken;
    tally.records++;
  }
}
