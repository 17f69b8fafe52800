import type {
  AlertAction,
  AlertEvent,
  Entry,
  Hop,
  Reading,
  Telling,
  WallEvent,
} from '../../config/contract/facts.ts';
import type { CaseId, GridId, Millis, Seq } from '../../config/contract/ids.ts';
import type { ArrivalRow } from '../../config/contract/picture.ts';
import { assertNever } from '../../config/contract/result.ts';
import type { CountedPast } from '../alerts/surge/series.ts';
import { Pauses } from '../clocks/pauses.ts';
import { MatterBook } from '../merging/matter-book.ts';
import { AlertActs } from './alert-acts.ts';
import { AlertFold } from './alert-fold.ts';
import { Arrivals, arrivalOfHop, arrivalOfPatrol, isArrival } from './arrivals.ts';
import { CaseBook } from './case-book.ts';
import type { CaseFold } from './case-fold.ts';
import type { LocalTime } from './local-time.ts';
import { Stage } from './stage.ts';
import { Stations } from './stations.ts';
import type { DayTally } from './tallies.ts';
import { Tallies } from './tallies.ts';
import { Tellings } from './tellings.ts';

/** What the store holds up to a journal position, folded: where a model starts. */
export interface Base {
  seq: Seq;
  /** Open cases, and those that ended while an alert of them stands. */
  cases: Iterable<CaseFold>;
  days: Map<Millis, DayTally>;
  /** At least the newest ones. */
  arrivals: Iterable<ArrivalRow>;
  /** Newest event of each alert. */
  alerts: Iterable<AlertEvent>;
  /** What officers did about them. */
  alertActs: Iterable<AlertAction>;
  /** What became of telling those that stand, and all told of late, oldest first. */
  tellings: Iterable<Telling>;
  /** Levels reached of late on whose telling nothing is decided. */
  untold: Iterable<AlertEvent>;
  /** What the desk had the walls show. */
  wallEvents: Iterable<WallEvent>;
  /** Orders and patrol reports of the past by hour and place: what the watches learn from. */
  counted: Iterable<CountedPast>;
  /** Newest reading of each factor at each station, and the newest hours of its air. */
  readings: Iterable<Reading>;
  /** All readings of the last two days: what the stations' watch starts from. */
  recentReadings: Iterable<Reading>;
  lastPatrol: Iterable<readonly [GridId, Millis]>;
  /** Reports of late with their ends and what was said of them, oldest first: what matters are found from. */
  told: Iterable<{ fact: Hop; accepted: Millis }>;
  /** Cases that are suspended, or were of late. */
  suspended: Iterable<CaseId>;
}

export const emptyBase = (): Base => ({
  seq: 0,
  cases: [],
  days: new Map(),
  arrivals: [],
  alerts: [],
  alertActs: [],
  tellings: [],
  untold: [],
  wallEvents: [],
  counted: [],
  readings: [],
  recentReadings: [],
  lastPatrol: [],
  told: [],
  suspended: [],
});

/**
 * The pure fold over the journal: what is known after a position, at a time. The same facts give the
 * same model in whatever order they came; an entry at or below the folded position is a repeat. What
 * is told again with other content (`version`) is not counted again.
 */
export class Model {
  readonly cases: CaseBook;
  readonly tallies: Tallies;
  readonly arrivals = new Arrivals();
  readonly alerts = new AlertFold();
  readonly alertActs = new AlertActs();
  readonly tellings = new Tellings();
  readonly stations: Stations;
  readonly matters = new MatterBook((id) => this.cases.isOpen(id));
  readonly stage = new Stage();
  readonly pauses: Pauses;
  readonly lastPatrol: Map<GridId, Millis>;
  #folded: Seq;
  #now: Millis;

  constructor(time: LocalTime, now: Millis, base: Base = emptyBase()) {
    this.#now = now;
    this.#folded = base.seq;
    this.pauses = new Pauses(base.suspended, base.seq);
    this.cases = new CaseBook(now, (id) => this.pauses.holds(id));
    this.tallies = new Tallies(time, now, base.days);
    this.stations = new Stations(time.zone);
    this.lastPatrol = new Map(base.lastPatrol);
    for (const fold of base.cases) this.cases.put(fold);
    this.matters.advance(this.tallies.today);
    for (const { fact, accepted } of base.told) this.matters.take(fact, accepted);
    for (const row of base.arrivals) this.arrivals.add(row);
    for (const reading of base.readings) this.stations.apply(reading);
    for (const act of base.alertActs) this.alertActs.apply(act);
    for (const telling of base.tellings) this.tellings.apply(telling);
    for (const event of base.wallEvents) this.stage.apply(event);
    for (const event of base.untold) this.tellings.raised(event);
    for (const event of base.alerts) {
      this.alerts.apply(event);
      if (event.caseId && event.phase === 'raised') this.cases.unjudged.add(event.caseId);
    }
  }

  /** The newest journal position taken in. */
  get folded(): Seq {
    return this.#folded;
  }

  get now(): Millis {
    return this.#now;
  }

  apply(entry: Entry): void {
    const { seq, accepted, fact } = entry;
    if (seq <= this.#folded) return;
    this.#folded = seq;
    switch (fact.kind) {
      case 'hop':
        this.pauses.take(fact, seq);
        this.cases.apply(fact, entry);
        this.matters.take(fact, accepted);
        this.tallies.addHop(fact);
        if (isArrival(fact)) this.arrivals.add(arrivalOfHop(fact));
        return;
      case 'patrol': {
        if (fact.version > 0) return;
        this.tallies.addPatrol(fact);
        this.arrivals.add(arrivalOfPatrol(fact));
        const last = this.lastPatrol.get(fact.grid);
        if (last === undefined || last < fact.at) this.lastPatrol.set(fact.grid, fact.at);
        return;
      }
      case 'reading':
        this.tallies.addRecord(fact);
        this.stations.apply(fact);
        return;
      case 'track':
      case 'attendance':
      case 'inspection':
      case 'device':
      case 'register':
      case 'hall':
        this.tallies.addRecord(fact);
        return;
      case 'alert-act':
        this.tallies.addRecord(fact);
        this.alertActs.apply(fact);
        return;
      case 'alert':
        this.alerts.apply(fact);
        if (fact.phase === 'raised') this.tellings.raised(fact);
        else this.tellings.forget(fact.alertId);
        if (fact.caseId) this.cases.unjudged.came(fact.caseId);
        return;
      case 'telling':
        this.tellings.apply(fact);
        return;
      case 'wall':
        this.tallies.addRecord(fact);
        this.stage.apply(fact);
        return;
      case 'dead':
      case 'sealed':
        return;
      default:
        assertNever(fact);
    }
  }

  /** Moves the deployment time. Says false where it went back further than a day kept: fold anew then. */
  advance(now: Millis): boolean {
    this.#now = now;
    this.cases.advance(now);
    const on = this.tallies.advance(now);
    this.matters.advance(this.tallies.today);
    return on;
  }

  /** The store's answer for a case that is not held: what it has of it, or null. */
  recall(id: CaseId, stored: CaseFold | null): void {
    this.cases.recall(id, stored);
    this.matters.touch(id);
  }
}
