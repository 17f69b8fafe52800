import { type Clock, liveClock, timeOf } from '../../config/contract/clock.ts';
import type { Entry } from '../../config/contract/facts.ts';
import type { IngestStatus } from '../../config/contract/feed.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { centresOf } from '../alerts/hotspot/places.ts';
import { type Scan, scanApart } from '../alerts/hotspot/scan-apart.ts';
import type { Watch } from '../alerts/watch.ts';
import { Watches } from '../alerts/watches.ts';
import { Expectations, type History, noHistory } from '../trends/history.ts';
import { commitViews, emptyViews, type ViewSet } from './keyed-view.ts';
import { LocalTime } from './local-time.ts';
import { type Base, emptyBase, Model } from './model.ts';
import { portRows } from './ports.ts';
import { projectAll, projectChanges, type Setting } from './project.ts';
import { Waiting } from './waiting.ts';

/**
 * The picture: the model of the journal, what ingest says of itself, what history lets expect, and
 * the views that screens are shown. Nothing reaches a view but at `commit`.
 */
export class Picture {
  readonly views: ViewSet = emptyViews();
  readonly time: LocalTime;
  readonly #deployment: Deployment;
  readonly #setting: Setting;
  readonly #scan: Scan;
  #model: Model;
  #watches: Watches;
  #clock: Clock;
  #status: IngestStatus | null = null;
  readonly #waiting = new Waiting();
  #feedUp = false;
  #storeUp = false;
  #expectations: Expectations;
  #whole = true;
  #offset = 0;

  /** @param machine machine time */
  constructor(deployment: Deployment, machine: Millis) {
    this.#deployment = deployment;
    this.#clock = liveClock(machine);
    this.time = new LocalTime(deployment.zone);
    this.#setting = {
      time: this.time,
      grids: new Set(deployment.grids.map((grid) => grid.properties.id)),
      units: new Set(deployment.units.map((unit) => unit.id)),
      matters: deployment.alertRules.matters,
    };
    this.#model = new Model(this.time, machine);
    this.#scan = scanApart(centresOf(deployment.grids));
    this.#watches = new Watches(deployment, machine, emptyBase(), this.#scan);
    this.#expectations = new Expectations(noHistory(this.time.day(machine)), deployment.zone);
  }

  get model(): Model {
    return this.#model;
  }

  get watches(): readonly Watch[] {
    return this.#watches.all;
  }

  get status(): IngestStatus | null {
    return this.#status;
  }

  /** When the oldest record that the views do not show was first seen, machine time; null: they show all. */
  get unfoldedSince(): Millis | null {
    return this.#waiting.since;
  }

  /** Deployment time at machine time. */
  now(machine: Millis): Millis {
    return timeOf(this.#clock, machine);
  }

  /** Starts anew from what the store holds; the views are told the difference at the next commit. */
  restart(base: Base, machine: Millis): void {
    this.#model = new Model(this.time, this.now(machine), base);
    this.#watches = new Watches(this.#deployment, this.now(machine), base, this.#scan);
    this.#whole = true;
  }

  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.seq > this.#model.folded) this.#watches.take(entry.fact, this.#model.now);
      this.#model.apply(entry);
    }
  }

  setStatus(status: IngestStatus): void {
    this.#status = status;
    this.#clock = status.clock;
  }

  setFeedUp(up: boolean): void {
    this.#feedUp = up;
  }

  /** Whether queries are answered: the store may be up for ingest and not for us. */
  setStoreUp(up: boolean): void {
    this.#storeUp = up;
  }

  setHistory(history: History): void {
    this.#expectations = new Expectations(history, this.#deployment.zone);
    this.#model.tallies.changed = true;
  }

  setRecount(row: RecountRow): void {
    this.views.recount.set('recount', row);
  }

  /** Moves the clock on. Says false where it went back further than a day kept: fold anew then. */
  advance(machine: Millis): boolean {
    return this.#model.advance(this.now(machine));
  }

  /** The offset of the newest commit that changed a view. */
  get offset(): number {
    return this.#offset;
  }

  /** Brings the views up to date. Says whether any of them is different now. */
  commit(machine: Millis): boolean {
    const { views } = this;
    if (this.#whole) projectAll(this.#model, views, this.#expectations, this.#setting);
    else projectChanges(this.#model, views, this.#expectations, this.#setting);
    this.#whole = false;
    const today = this.#model.tallies.ofToday().sources;
    const ports = portRows(
      this.#status,
      this.#feedUp,
      this.#clock,
      machine,
      this.#deployment.sources,
      (source) => today.get(source)?.records ?? 0,
    );
    views.ports.replace(ports.map((row) => [row.source, row]));
    const status = this.#status;
    if (status) this.#waiting.stand(status.head, this.#model.folded, machine);
    views.system.set('system', {
      clock: this.#clock,
      demo: status?.demo ?? false,
      storeUp: (status?.storeUp ?? false) && this.#storeUp,
      head: Math.max(status?.head ?? 0, this.#model.folded),
      stored: status?.stored ?? 0,
      folded: this.#model.folded,
      feedUp: this.#feedUp,
      unheld: this.#model.cases.unheld.size,
      backfill: status?.backfill ?? null,
    });
    const different = commitViews(views, this.#offset + 1);
    if (different) this.#offset++;
    return different;
  }
}
