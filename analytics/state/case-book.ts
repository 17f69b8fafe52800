import type { Entry, Hop } from '../../config/contract/facts.ts';
import type { CaseId, GridId, Millis, UnitId } from '../../config/contract/ids.ts';
import type { CaseRow, DueRow, Light } from '../../config/contract/picture.ts';
import { isOverdue, lightOf } from '../clocks/light.ts';
import { momentsAbout } from '../clocks/moments.ts';
import type { CaseFold } from './case-fold.ts';
import {
  dueOf,
  foldOfHop,
  isOpen,
  limitFrom,
  mergeFolds,
  stateAt,
  stateOf,
  unitOf,
} from './case-fold.ts';
import { FirmHazards } from './firm-hazards.ts';
import { Loads } from './loads.ts';
import { Timeline } from './timeline.ts';
import { Unheld } from './unheld.ts';
import { Unjudged } from './unjudged.ts';

/** Ended cases remembered, so that a hop that comes late finds its case without asking the store. */
const ENDED_REMEMBERED = 20_000;
/** Length of the list of cases whose clock runs out next. */
const DUE_SHOWN = 40;

interface Kept {
  number: number;
  fold: CaseFold;
  light: Light;
  /** The last rung that a clock has reached; null: none has. */
  reached: Millis | null;
}

/**
 * The cases: open ones whole, the newest ended ones for a while. Open and overdue cases are counted
 * by grid and unit as they change; the passing of time costs only for cases of which a clock reaches a rung.
 */
export class CaseBook {
  readonly #open = new Map<CaseId, Kept>();
  readonly #ended = new Map<CaseId, CaseFold>();
  /** The open cases by number, and the numbers that none of them has. */
  readonly #ids: CaseId[] = [];
  readonly #free: number[] = [];
  /** When a clock of each reaches its next rung. */
  readonly #rungs = this.#timeline();
  readonly #running = this.#timeline();
  readonly grids = new Loads<GridId>();
  readonly units = new Loads<UnitId>();
  #now: Millis;
  #overdue = 0;
  /** What changed since the views were last written. */
  readonly changed = {
    cases: new Set<CaseId>(),
    grids: new Set<GridId>(),
    units: new Set<UnitId>(),
    due: false,
  };
  readonly firmHazards = new FirmHazards();
  readonly unjudged = new Unjudged();
  /** What came of cases that may have ended and been forgotten; the store knows (`recall`). */
  readonly unheld = new Unheld();
  /** Cases that go on, without a light until it is known what time they have back. */
  readonly unlit = new Set<CaseId>();
  readonly #held: (id: CaseId) => boolean;

  /** @param held whether the deadline of a case may be another one than is known */
  constructor(now: Millis, held: (id: CaseId) => boolean = () => false) {
    this.#now = now;
    this.#held = held;
  }

  get open(): number {
    return this.#open.size;
  }

  get overdue(): number {
    return this.#overdue;
  }

  /**
   * Takes a hop in. One that begins its case opens it. Any other of a case that is not held, whatever it tells,
   * may be of a case that has ended: it waits in `unheld` until `recall` says what the store has.
   * @param entry where and when the journal took it in
   */
  apply(hop: Hop, { seq, accepted, begins }: Omit<Entry, 'fact'>): void {
    const known = this.#open.get(hop.caseId)?.fold ?? this.#ended.get(hop.caseId);
    const fold = foldOfHop(hop, accepted);
    if (known) this.put(mergeFolds(known, fold));
    else if (begins) this.put(fold);
    else this.unheld.add(fold, seq);
  }

  /** The store's answer for a case of `unheld`: what it has of it, or null. */
  recall(id: CaseId, stored: CaseFold | null): void {
    const came = this.unheld.release(id);
    if (came) this.put(stored ? mergeFolds(stored, came) : came);
  }

  /** Sets a case to what is known of it. */
  put(fold: CaseFold): void {
    this.unjudged.add(fold.id);
    this.firmHazards.put(fold);
    if (isOpen(fold)) {
      this.#ended.delete(fold.id);
      this.#show(fold);
      return;
    }
    this.#hide(fold.id);
    this.#ended.delete(fold.id);
    this.#ended.set(fold.id, fold);
    if (this.#ended.size > ENDED_REMEMBERED) this.#ended.delete(this.#ended.keys().next().value!);
  }

  /** The deadline of a case is known, or nobody waits for it any more. */
  release(id: CaseId): void {
    if (this.unlit.has(id)) this.#show(this.#open.get(id)!.fold);
    this.unjudged.add(id);
  }

  /** Moves the time, on or back. Cases of which a clock has a rung in between are judged anew. */
  advance(now: Millis): void {
    const back = now < this.#now;
    this.#now = now;
    const reached = back
      ? this.#reachedAfter(now)
      : this.#rungs.takeUntil(now).map((number) => this.#open.get(this.#ids[number]!)!);
    for (const { fold } of reached) {
      this.#show(fold);
      this.unjudged.add(fold.id);
    }
  }

  get(id: CaseId): { fold: CaseFold; light: Light } | null {
    const kept = this.#open.get(id);
    if (kept) return kept;
    const fold = this.#ended.get(id);
    return fold ? { fold, light: 'none' } : null;
  }

  isOpen(id: CaseId): boolean {
    return this.#open.has(id);
  }

  /** The row of an open case; null where it is not open. */
  row(id: CaseId): CaseRow | null {
    const kept = this.#open.get(id);
    if (!kept) return null;
    const { fold, light } = kept;
    const { type, urgency, category, grid, receivedAt, lon, lat } = fold.dimensions;
    return {
      id,
      source: fold.source,
      upstreamNo: fold.upstreamNo,
      type,
      urgency,
      category,
      subject: fold.subject?.value ?? '',
      state: stateOf(fold),
      grid,
      unit: unitOf(fold),
      receivedAt,
      stateAt: stateAt(fold),
      dueAt: dueOf(fold),
      light,
      returns: fold.returns.length,
      urges: fold.urges.length,
      supervised: fold.supervised,
      lon,
      lat,
    };
  }

  /** The open cases whose clock runs out next, earliest first. */
  due(): DueRow[] {
    const rows: DueRow[] = [];
    for (const number of this.#running.first(DUE_SHOWN)) {
      const row = this.row(this.#ids[number]!);
      if (row === null || row.dueAt === null) continue;
      const { subject, grid, unit, state, receivedAt, dueAt } = row;
      rows.push({ id: row.id, subject, grid, unit, state, receivedAt, dueAt });
    }
    return rows;
  }

  openIds(): Iterable<CaseId> {
    return this.#open.keys();
  }

  /** Time goes back seldom: looking at each case then costs less than keeping them in this order too. */
  #reachedAfter(now: Millis): Kept[] {
    return [...this.#open.values()].filter(({ reached }) => reached !== null && reached > now);
  }

  #show(fold: CaseFold): void {
    this.#count(fold.id, -1);
    const dueAt = dueOf(fold);
    const { last, next } = momentsAbout(fold, this.#now);
    const before = this.#open.get(fold.id);
    const number = before?.number ?? this.#free.pop() ?? this.#ids.length;
    // by the deadline of before it was suspended it would be late for a second
    const unlit = before?.light === 'none' && this.#held(fold.id);
    const clocked = { state: stateOf(fold), from: limitFrom(fold), dueAt };
    const light = unlit ? 'none' : lightOf(clocked, this.#now);
    if (unlit) this.unlit.add(fold.id);
    else this.unlit.delete(fold.id);
    this.#ids[number] = fold.id;
    this.#open.set(fold.id, { number, fold, light, reached: last });
    this.#count(fold.id, 1);
    this.#rungs.set(number, next);
    this.#running.set(number, light === 'green' || light === 'yellow' ? dueAt : null);
  }

  #hide(id: CaseId): void {
    const kept = this.#open.get(id);
    if (!kept) return;
    this.#count(id, -1);
    this.#open.delete(id);
    this.unlit.delete(id);
    this.#free.push(kept.number);
    this.#rungs.set(kept.number, null);
    this.#running.set(kept.number, null);
  }

  #timeline(): Timeline {
    return new Timeline((a, b) => (this.#ids[a]! < this.#ids[b]! ? -1 : 1));
  }

  /** Adds or takes away what an open case counts for. */
  #count(id: CaseId, sign: 1 | -1): void {
    const kept = this.#open.get(id);
    if (!kept) return;
    const { grid } = kept.fold.dimensions;
    const unit = unitOf(kept.fold);
    const overdue = isOverdue(kept.light) ? sign : 0;
    this.#overdue += overdue;
    this.grids.add(grid, sign, overdue);
    this.units.add(unit, sign, overdue);
    this.changed.cases.add(id);
    this.changed.grids.add(grid);
    this.changed.units.add(unit);
    this.changed.due = true;
  }
}
