import { decodeColumns } from './columns.ts';
import type { Millis } from './ids.ts';
import type { ViewName, Views } from './picture.ts';
import { VIEW_NAMES } from './picture.ts';
import type { Change, Frame, Hello, ServerMessage, Show, Whole, WireRow } from './wire.ts';
import { freshAfter, isWhole, showAll, WIRE_VERSION } from './wire.ts';

/** Names one state of the picture. */
export interface Position {
  epoch: string;
  offset: number;
}

type Rows = { [V in ViewName]: Map<string, Views[V]> };
type Row = Record<string, unknown>;

/** What changed of one view: all of its rows were told anew (`whole`), or those set and removed. */
export interface ViewChange<V extends ViewName = ViewName> {
  whole: boolean;
  set: readonly (readonly [key: string, row: Views[V]])[];
  del: readonly string[];
}
/** Hears what changes of views whose rows are too many to be walked through after every message. */
export type Witnesses = { readonly [V in ViewName]?: (change: ViewChange<V>) => void };

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
    VIEW_NAMES.map((view) => [view, new Map()]),
  ) as unknown as Rows;
  /** Server's machine time of the last message; null: nothing heard yet. */
  heardAt: Millis | null = null;
  #held: Position | null = null;
  #show: Show;
  /** Views held as they are shown now. */
  readonly #filled = new Set<ViewName>();
  readonly #fields = new Map<ViewName, readonly string[]>();
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
    const have = this.#held && { ...this.#held, views: [...this.#filled] };
    return { t: 'hello', version: WIRE_VERSION, show: this.#show, have };
  }

  /** Shows something else from now on. What is no longer shown is gone; what is new comes. */
  change(show: Show): void {
    for (const view of freshAfter(this.#show, show)) this.#filled.delete(view);
    for (const view of this.#show.views)
      if (!show.views.includes(view)) {
        this.#filled.delete(view);
        this.rows[view].clear();
      }
    this.#show = show;
  }

  apply(message: ServerMessage): Applied {
    if (message.t === 'reload') return NOTHING;
    const { epoch, from, to, at, parts } = message;
    this.heardAt = at;
    const held = this.#held;
    const ours = held?.epoch === epoch;
    if (from > 0 && (!ours || from > held.offset)) {
      this.#held = null;
      this.#filled.clear();
      return { ok: false };
    }
    if (ours && to < held.offset) return NOTHING;
    this.#held = { epoch, offset: to };
    if (parts.length === 0) return NOTHING;
    return { ok: true, changed: this.#take(parts) };
  }

  #take(parts: Frame['parts']): Set<ViewName> {
    const changed = new Set<ViewName>();
    for (const part of parts) {
      const { view } = part;
      if (!this.#show.views.includes(view)) continue;
      const rows = this.rows[view] as unknown as Map<string, Row>;
      if (isWhole(part)) {
        this.#fields.set(view, part.fields);
        this.#tell(view, { whole: true, set: fill(rows, part), del: [] });
        this.#filled.add(view);
      } else if (this.#filled.has(view)) {
        if (part.fields) this.#fields.set(view, part.fields);
        const set = mend(rows, part, this.#fields.get(view) ?? []);
        this.#tell(view, { whole: false, set, del: part.del });
      } else continue; // said before the server heard what is shown now; the whole view follows
      changed.add(view);
    }
    return changed;
  }

  /** The wire pairs a view's name with rows of its own type; inside, rows are only moved. */
  #tell(view: ViewName, change: { whole: boolean; set: [string, Row][]; del: string[] }): void {
    (this.#witnesses[view] as ((change: unknown) => void) | undefined)?.(change);
  }
}

/** Makes the part's rows the view's. */
function fill(rows: Map<string, Row>, part: Whole): [string, Row][] {
  const set =
    'rows' in part
      ? part.rows.map((row): [string, Row] => [row[0], rowOf(part.fields, row)])
      : rowsOfColumns(part.fields, part.columns);
  rows.clear();
  for (const [key, row] of set) rows.set(key, row);
  return set;
}

function rowsOfColumns(fields: readonly string[], bytes: Uint8Array): [string, Row][] {
  const { keys, columns } = decodeColumns(bytes, fields);
  return keys.map((key, at) => {
    const row: Row = {};
    for (let index = 0; index < fields.length; index++) row[fields[index]!] = columns[index]![at];
    return [key, row];
  });
}

/** Applies a change; the rows that it set, whole. */
function mend(
  rows: Map<string, Row>,
  { set, mod, del }: Change,
  fields: readonly string[],
): [string, Row][] {
  const changed = set.map((row): [string, Row] => [row[0], rowOf(fields, row)]);
  for (const [key, ...pairs] of mod) {
    const row = { ...rows.get(key) };
    for (let index = 0; index < pairs.length; index += 2)
      put(row, fields[pairs[index] as number]!, pairs[index + 1]);
    changed.push([key, row]);
  }
  for (const key of del) rows.delete(key);
  for (const [key, row] of changed) rows.set(key, row);
  return changed;
}

function rowOf(fields: readonly string[], [, ...values]: WireRow): Row {
  const row: Row = {};
  fields.forEach((field, index) => {
    put(row, field, values[index]);
  });
  return row;
}

/** A field that a row does not have is absent, not undefined. */
function put(row: Row, field: string, value: unknown): void {
  if (value === undefined) delete row[field];
  else row[field] = value;
}
