import { isDeepStrictEqual } from 'node:util';
import { encodeColumns } from '../../config/contract/columns.ts';
import { encodePart } from '../../config/contract/frame-codec.ts';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import type { Change, Whole, WireRow } from '../../config/contract/wire.ts';
import type { KeyedView } from '../state/keyed-view.ts';

/** Rows from which columns are smaller and quicker to read than rows (bytes.bench.ts). */
const COLUMNS_FROM = 500;

/** A whole view is encoded anew once the change since is larger than this share of it. */
const WORTH_KEEPING = 1 / 8;

/** Which rows of a view are shown. */
export type Shown = <V extends ViewName>(view: V, row: Views[V]) => boolean;

/** The view as it is, in those rows. */
export function wholePart<V extends ViewName>(view: KeyedView<V>, shown: Shown): Whole {
  const fields = [...view.fields];
  const keys: string[] = [];
  const rows: Views[V][] = [];
  for (const [key, row] of view.rows) {
    if (!shown(view.name, row)) continue;
    keys.push(key);
    rows.push(row);
  }
  const columns =
    rows.length < COLUMNS_FROM
      ? null
      : encodeColumns(fields, keys, rows as unknown as Record<string, unknown>[]);
  return columns === null
    ? { view: view.name, fields, rows: keys.map((key, at) => wireRow(fields, key, rows[at]!)) }
    : { view: view.name, fields, columns };
}

/**
 * What is different since an offset in the rows shown. A row that was shown and no longer is, is
 * deleted; one that never was is not named. null: nothing; undefined: no longer known.
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
  const change: Change = {
    view: view.name,
    fields: view.fieldsAt > since ? fields : null,
    set: [],
    mod: [],
    del: [],
  };
  for (const [key, old] of before) {
    const row = view.get(key);
    const was = old !== undefined && shown(view.name, old);
    if (row === undefined || !shown(view.name, row)) {
      if (was) change.del.push(key);
    } else if (!was) change.set.push(wireRow(fields, key, row));
    else {
      const mod: WireRow = [key];
      fields.forEach((field, index) => {
        const value = row[field as keyof Views[V]];
        if (!isDeepStrictEqual(old[field as keyof Views[V]], value)) mod.push(index, value);
      });
      if (mod.length > 1) change.mod.push(mod);
    }
  }
  // names of fields are told even to those who see none of the rows: the next change may count on it
  const same = change.set.length + change.mod.length + change.del.length === 0;
  return same && change.fields === null ? null : change;
}

const wireRow = <V extends ViewName>(
  fields: readonly string[],
  key: string,
  row: Views[V],
): WireRow => [key, ...fields.map((field) => row[field as keyof Views[V]])];

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
