import type { Millis } from './ids.ts';
import type { ViewName, Views } from './picture.ts';
import { VIEW_NAMES } from './picture.ts';
import { Table, type ViewChange } from './table.ts';
import type { Frame, Hello, Said, ServerMessage, Show } from './wire.ts';
import { freshAfter, isWhole, showAll, WIRE_VERSION } from './wire.ts';

/** Names one state of the picture. */
export interface Position {
  epoch: string;
  offset: number;
}

type Tables = { readonly [V in ViewName]: Table<Views[V]> };

/** Hear each change of their views, and read what became of it. */
export type Witnesses = {
  readonly [V in ViewName]?: (change: ViewChange, rows: Table<Views[V]>) => void;
};

/** What a message did: the views whose rows changed, or that there is a gap. */
export type Applied = { ok: true; changed: ReadonlySet<ViewName> } | { ok: false };

const NOTHING: Applied = { ok: true, changed: new Set() };

/**
 * A copy of the picture, kept exactly by the protocol of wire.ts.
 *
 * A frame is applied whole or not at all. After a gap the position is forgotten, so that the next hello
 * brings everything anew; the rows stay, because an old picture marked as old says more than an empty one.
 */
export class Replica {
  readonly rows = Object.fromEntries(
    VIEW_NAMES.map((view) => [view, new Table()]),
  ) as unknown as Tables;
  /** Server's machine time of the last message; null: nothing heard yet. */
  heardAt: Millis | null = null;
  #held: Position | null = null;
  #show: Show;
  /** Of the last `show` on this line, and of the last one that the server has heard. */
  #turn = 0;
  #heard = 0;
  /** At which turn views were shown anew. */
  readonly #since = new Map<ViewName, number>();
  /** Views held as they are shown now. */
  readonly #filled = new Set<ViewName>();
  readonly #witnesses: Witnesses;

  constructor(views: readonly ViewName[], witnesses: Witnesses = {}) {
    this.#show = showAll(views);
    this.#witnesses = witnesses;
  }

  get show(): Show {
    return this.#show;
  }

  /** The state held of a view; null: not yet, or no longer known. */
  position(view: ViewName): Position | null {
    return this.#filled.has(view) ? this.#held : null;
  }

  /** True once every view has arrived. */
  get filled(): boolean {
    return this.#show.views.every((view) => this.#filled.has(view));
  }

  /** What to say when a line opens. */
  hello(): Hello {
    this.#turn = 0;
    this.#heard = 0;
    this.#since.clear();
    const have = this.#held && { ...this.#held, views: [...this.#filled] };
    return { t: 'hello', version: WIRE_VERSION, show: this.#show, have };
  }

  /** Shows something else from now on. What is no longer shown is gone; what is new comes. @returns what to say, if a line is open */
  change(show: Show): Said {
    this.#turn += 1;
    for (const view of freshAfter(this.#show, show)) {
      this.#filled.delete(view);
      this.#since.set(view, this.#turn);
    }
    for (const view of this.#show.views)
      if (!show.views.includes(view)) {
        this.#filled.delete(view);
        this.rows[view].clear();
      }
    this.#show = show;
    return { t: 'show', turn: this.#turn, show };
  }

  apply(message: ServerMessage): Applied {
    if (message.t === 'reload') return NOTHING;
    const { epoch, from, to, at, parts } = message;
    this.heardAt = at;
    this.#heard = message.turn ?? this.#heard;
    const held = this.#held;
    const ours = held?.epoch === epoch;
    if (from > 0 && (!ours || from > held.offset)) {
      this.#held = null;
      this.#filled.clear();
      return { ok: false };
    }
    if (ours && from > 0 && to < held.offset) return NOTHING;
    this.#held = { epoch, offset: to };
    if (parts.length === 0) return NOTHING;
    return { ok: true, changed: this.#take(parts) };
  }

  #take(parts: Frame['parts']): Set<ViewName> {
    const changed = new Set<ViewName>();
    for (const part of parts) {
      const { view } = part;
      if (!this.#show.views.includes(view)) continue;
      const rows = this.rows[view];
      const heard = this.#heard >= (this.#since.get(view) ?? 0);
      // said before the server heard what is shown now: the whole view follows
      if (!this.#filled.has(view) && !(isWhole(part) && heard)) continue;
      if (isWhole(part)) {
        this.#tell(view, rows.fill(part));
        this.#filled.add(view);
      } else this.#tell(view, rows.change(part));
      changed.add(view);
    }
    return changed;
  }

  #tell<V extends ViewName>(view: V, change: ViewChange): void {
    this.#witnesses[view]?.(change, this.rows[view]);
  }
}
