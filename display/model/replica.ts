import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import type { Hello, Patch, ServerMessage, Snapshot } from '../../config/contract/wire.ts';
import { WIRE_VERSION } from '../../config/contract/wire.ts';

/** Names one state of one view. */
export interface Position {
  epoch: string;
  offset: number;
}

type Rows = { [V in ViewName]: Map<string, Views[V]> };

/** What changed of one view: all of its rows were told anew (`whole`), or those set and removed. */
export interface Change<V extends ViewName = ViewName> {
  whole: boolean;
  set: readonly (readonly [key: string, row: Views[V]])[];
  del: readonly string[];
}
/** Hears what changes of views whose rows are too many to be walked through after every message. */
export type Witnesses = { readonly [V in ViewName]?: (change: Change<V>) => void };

/** What a message did: the views whose rows changed, or the view that has a gap. */
export type Applied = { ok: true; changed: ReadonlySet<ViewName> } | { ok: false; gap: ViewName };

const NOTHING: Applied = { ok: true, changed: new Set() };

/**
 * The wall's copy of the picture, kept exactly by the protocol of wire.ts.
 *
 * A message is applied whole or not at all. A view with a gap forgets its position, so that the
 * next hello brings a snapshot of it; its rows stay, because an old picture marked as old says
 * more than an empty one.
 */
export class Replica {
  readonly rows: Rows;
  /** Server's machine time of the last message; null: nothing heard yet. */
  heardAt: Millis | null = null;
  readonly #positions = new Map<ViewName, Position>();
  readonly #views: readonly ViewName[];

  readonly #witnesses: Witnesses;

  constructor(views: readonly ViewName[], witnesses: Witnesses = {}) {
    this.#views = views;
    this.#witnesses = witnesses;
    this.rows = Object.fromEntries(views.map((view) => [view, new Map()])) as unknown as Rows;
  }

  position(view: ViewName): Position | null {
    return this.#positions.get(view) ?? null;
  }

  /** True once every view has had its first snapshot. */
  get filled(): boolean {
    return this.#views.every((view) => this.#positions.has(view));
  }

  /** What to say when a line opens. */
  hello(): Hello {
    return {
      t: 'hello',
      version: WIRE_VERSION,
      views: [...this.#views],
      have: Object.fromEntries(this.#positions),
    };
  }

  apply(message: ServerMessage): Applied {
    if (message.t === 'reload') return NOTHING;
    this.heardAt = message.at;
    switch (message.t) {
      case 'beat':
        return NOTHING;
      case 'snapshot':
        return this.#replace(message.epoch, message.snapshots);
      case 'frame':
        return this.#patch(message.epoch, message.patches);
    }
  }

  #replace(epoch: string, snapshots: readonly Snapshot[]): Applied {
    const changed = new Set<ViewName>();
    for (const { view, offset, rows } of snapshots) {
      if (!this.#views.includes(view)) continue;
      const held = this.#rowsOf(view);
      held.clear();
      for (const [key, row] of rows) held.set(key, row);
      this.#tell(view, { whole: true, set: rows, del: [] });
      this.#positions.set(view, { epoch, offset });
      changed.add(view);
    }
    return { ok: true, changed };
  }

  #patch(epoch: string, patches: readonly Patch[]): Applied {
    const reached = new Map<ViewName, number>();
    const fitting: Patch[] = [];
    for (const patch of patches) {
      const { view } = patch;
      if (!this.#views.includes(view)) continue;
      const held = this.#positions.get(view);
      const offset = reached.get(view) ?? held?.offset;
      if (held?.epoch !== epoch || offset === undefined || patch.offset > offset + 1) {
        this.#positions.delete(view);
        return { ok: false, gap: view };
      }
      if (patch.offset <= offset) continue;
      reached.set(view, patch.offset);
      fitting.push(patch);
    }
    const changed = new Set<ViewName>();
    for (const { view, set, del } of fitting) {
      const rows = this.#rowsOf(view);
      for (const key of del) rows.delete(key);
      for (const [key, row] of set) rows.set(key, row);
      if (set.length > 0 || del.length > 0) {
        changed.add(view);
        this.#tell(view, { whole: false, set, del });
      }
    }
    for (const [view, offset] of reached) this.#positions.set(view, { epoch, offset });
    return { ok: true, changed };
  }

  #tell(view: ViewName, change: Change): void {
    (this.#witnesses[view] as ((change: Change) => void) | undefined)?.(change);
  }

  /** The wire pairs a view's name with rows of its own type; inside, rows are only moved. */
  #rowsOf(view: ViewName): Map<string, Views[ViewName]> {
    return this.rows[view] as Map<string, Views[ViewName]>;
  }
}
