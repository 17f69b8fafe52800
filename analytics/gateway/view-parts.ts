import { encodeColumns } from '../../config/contract/columns.ts';
import { encodePart } from '../../config/contract/frame-codec.ts';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import type { Change, Told, Whole, WireRow } from '../../config/contract/wire.ts';
import { isSame, type KeyedView } from '../state/keyed-view.ts';

/** Rows from which columns are smaller and quicker to read than rows (bytes.bench.ts). */
const COLUMNS_FROM = 500;

/** A whole view is encoded anew once the change since is larger than this share of it. */
const WORTH_KEEPING = 1 / 8;

/** Which rows of a view are shown. */
export type Shown = <V extends ViewName>(view: V, row: Views[V]) => boolean;

/** Rows, their keys and numbers, to be told together. */
class Rows<V extends ViewName> {
  readonly numbers: number[] = [];
  readonly #keys: string[] = [];
  readonly #rows: Views[V][] = [];

  add(number: number, key: string, row: Views[V]): void {
    this.numbers.push(number);
    this.#keys.push(key);
    this.#rows.push(row);
  }

  told(fields: readonly string[]): Told {
    const { numbers } = this;
    const rows = this.#rows as unknown as Record<string, unknown>[];
    const columns = rows.length < COLUMNS_FROM ? null : encodeColumns(fields, this.#keys, rows);
    if (columns) return { numbers, columns };
    const row = (key: string, at: number): WireRow => [
      key,
      ...fields.map((field) => rows[at]![field]),
    ];
    return { numbers, rows: this.#keys.map(row) };
  }
}

/** The view as it is, in those rows. */
export function wholePart<V extends ViewName>(view: KeyedView<V>, shown: Shown): Whole {
  const fields = [...view.fields];
  const set = new Rows<V>();
  for (const [key, row] of view.rows)
    if (shown(view.name, row)) set.add(view.numberOf(key)!, key, row);
  return { view: view.name, fields, set: set.told(fields) };
}

/**
 * What is different since an offset in the rows shown. A row that was shown and no longer is, is
 * removed; one that never was is not named. null: nothing; undefined: no longer known.
 */
export function changePart<V extends ViewName>(
  view: KeyedView<V>,
  since: number,
  shown: Shown,
): Change | null | undefined {
  if (since >= view.offset) return null;
  const before = view.since(since);
  if (before === null) return undefined;
  const fields = [...view.fields];
  const [del, set] = [[] as number[], new Rows<V>()];
  const mod = fields.map((_, field) => ({
    ...{ field, numbers: [] as number[], values: [] as unknown[] },
  }));
  for (const [key, old] of before) {
    const row = view.get(key);
    const was = old && shown(view.name, old.row) ? old : undefined;
    const is = row && shown(view.name, row) ? row : undefined;
    const number = view.numberOf(key)!;
    if (was && !(is && was.number === number)) del.push(was.number);
    if (!is) continue;
    if (was?.number !== number) set.add(number, key, is);
    else
      for (const { field, numbers, values } of mod) {
        const name = fields[field] as keyof Views[V];
        if (isSame(was.row[name], is[name])) continue;
        numbers.push(number);
        values.push(is[name]);
      }
  }
  const change: Change = {
    view: view.name,
    fields: view.fieldsAt > since ? fields : null,
    del,
    set: set.told(fields),
    mod: mod.filter(({ numbers }) => numbers.length > 0),
  };
  // names of fields are told even to those who see none of the rows: the next change may count on it
  const same = del.length + set.numbers.length + change.mod.length === 0;
  return same && change.fields === null ? null : change;
}

interface Kept {
  offset: number;
  bytes: Uint8Array;
}

/**
 * Parts of views in the rows of one filter, encoded once for all screens that ask at the same offset.
 * A whole view is kept longer: with the change since, it is as good as a new one, and a thousand
 * screens that come at once cost one encoding.
 */
export class ViewParts {
  readonly #shown: Shown;
  readonly #wholes = new Map<ViewName, Kept>();
  readonly #changes = new Map<string, Uint8Array | null | undefined>();
  #changesAt = 0;

  constructor(shown: Shown) {
    this.#shown = shown;
  }

  /** The change since an offset; null: nothing is different; undefined: it is no longer known. */
  change(view: KeyedView, since: number, now: number): Uint8Array | null | undefined {
    if (this.#changesAt !== now) {
      this.#changes.clear();
      this.#changesAt = now;
    }
    if (since >= view.offset) return null;
    const key = `${view.name} ${since}`;
    if (this.#changes.has(key)) return this.#changes.get(key);
    const change = changePart(view, since, this.#shown);
    const bytes = change ? encodePart(change) : change;
    this.#changes.set(key, bytes);
    return bytes;
  }

  /** The whole view: as it was encoded last, and what changed since. */
  whole(view: KeyedView, now: number): Uint8Array[] {
    const kept = this.#wholes.get(view.name);
    const later = kept && this.change(view, kept.offset, now);
    if (kept && later === null) return [kept.bytes];
    if (kept && later && later.byteLength < kept.bytes.byteLength * WORTH_KEEPING)
      return [kept.bytes, later];
    const bytes = encodePart(wholePart(view, this.#shown));
    this.#wholes.set(view.name, { offset: now, bytes });
    return [bytes];
  }
}
