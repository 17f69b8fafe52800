import { isDeepStrictEqual } from 'node:util';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';

/** Changed rows a view remembers as they were, at least: enough for a screen that was away for a moment. */
const KEPT_LEAST = 2_000;
/** Of a large view, this share of its rows: beyond it the whole view is as cheap. */
const KEPT_SHARE = 1 / 4;

/** A row as it was, and its number. */
export interface Was<Row> {
  row: Row;
  number: number;
}

/** Most values are texts and numbers, of which this is many times quicker than the walk into objects. */
export const isSame = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' && typeof other === 'object' && isDeepStrictEqual(one, other));

function isSameRow<Row extends object>(one: Row, other: Row): boolean {
  for (const field in other) if (!isSame(one[field], other[field])) return false;
  return Object.keys(one).length === Object.keys(other).length;
}

interface Commit<Row> {
  offset: number;
  /** Keys that changed, with what was before; undefined: there was no row. */
  before: [key: string, was: Was<Row> | undefined][];
}

/**
 * One view: rows by key. Rows are written as whole values; `commit` makes what is different from the
 * last commit the state at an offset of the picture. Each row has a number for as long as it is there, and
 * another one has it then: they stay as small as the most rows that there ever were at once. The rows as
 * they were are kept for a while, so that the difference between an earlier state and now can be told.
 */
export class KeyedView<V extends ViewName = ViewName> {
  readonly name: V;
  readonly #rows = new Map<string, Views[V]>();
  readonly #numbers = new Map<string, number>();
  /** Numbers that rows had and none has: those in use and these are all from 0 on. */
  readonly #free: number[] = [];
  readonly #written = new Map<string, { row: Views[V] | null; number: number | null }>();
  readonly #fields = new Set<string>();
  #fieldsAt = 0;
  /** Fields are known that were not at the last commit. */
  #grown = false;
  #offset = 0;
  #log: Commit<Views[V]>[] = [];
  #kept = 0;
  /** The oldest offset from which the difference is known. */
  #floor = 0;

  constructor(name: V) {
    this.name = name;
  }

  /** The offset at which the view last changed. */
  get offset(): number {
    return this.#offset;
  }

  /** Names of the rows' fields, in the order in which they were first seen. */
  get fields(): ReadonlySet<string> {
    return this.#fields;
  }

  /** The offset at which `fields` last grew. */
  get fieldsAt(): number {
    return this.#fieldsAt;
  }

  /** The committed rows. */
  get rows(): ReadonlyMap<string, Views[V]> {
    return this.#rows;
  }

  /** The committed row. */
  get(key: string): Views[V] | undefined {
    return this.#rows.get(key);
  }

  /** The number of a committed row. */
  numberOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  /**
   * Writes a row; null removes it.
   * @param number where another picture is followed: that which the row has there
   */
  set(key: string, row: Views[V] | null, number: number | null = null): void {
    this.#written.set(key, { row, number });
  }

  /** Writes the whole view: what is not among the rows is removed. */
  replace(rows: Iterable<readonly [string, Views[V]]>): void {
    this.#written.clear();
    for (const key of this.#rows.keys()) this.set(key, null);
    for (const [key, row] of rows) this.set(key, row);
  }

  /** Where another picture is followed: the fields in their order there. */
  know(fields: readonly string[]): void {
    if (fields.join() === [...this.#fields].join()) return;
    this.#fields.clear();
    for (const field of fields) this.#fields.add(field);
    this.#grown = true;
  }

  /**
   * Makes what was written the state of the view at this offset. Says whether anything is different.
   * @param offset greater than that of any earlier commit
   */
  commit(offset = this.#offset + 1): boolean {
    const before: Commit<Views[V]>['before'] = [];
    for (const [key, { row, number }] of this.#written) {
      const old = this.#rows.get(key);
      const was = old && { row: old, number: this.#numbers.get(key)! };
      if (row === null) {
        if (!was) continue;
        this.#rows.delete(key);
        this.#numbers.delete(key);
        if (number === null) this.#free.push(was.number);
      } else {
        if (was && was.number === (number ?? was.number) && isSameRow(old!, row)) continue;
        this.#numbers.set(key, number ?? was?.number ?? this.#free.pop() ?? this.#rows.size);
        this.#rows.set(key, row);
        this.#learn(row);
      }
      before.push([key, was]);
    }
    this.#written.clear();
    if (before.length === 0) return false;
    this.#offset = offset;
    if (this.#grown) this.#fieldsAt = offset;
    this.#grown = false;
    this.#log.push({ offset, before });
    this.#kept += before.length;
    this.#trim();
    return true;
  }

  /**
   * The rows that changed after an offset, in the order of their last change, as they were at it;
   * undefined: there was none. null where that is no longer known.
   */
  since(offset: number): Map<string, Was<Views[V]> | undefined> | null {
    if (offset < this.#floor) return null;
    const found = new Map<string, Was<Views[V]> | undefined>();
    for (let index = this.#after(offset); index < this.#log.length; index++)
      for (const [key, was] of this.#log[index]!.before) {
        const first = found.has(key) ? found.get(key) : was;
        found.delete(key);
        found.set(key, first);
      }
    return found;
  }

  /** How many of the changes after an offset were followed by one of the same key, as far as is known. */
  conflated(offset: number): number {
    const first = this.#after(offset);
    if (this.#log.length - first < 2) return 0;
    const keys = new Set<string>();
    let changes = 0;
    for (let index = first; index < this.#log.length; index++)
      for (const [key] of this.#log[index]!.before) {
        keys.add(key);
        changes++;
      }
    return changes - keys.size;
  }

  /** Makes what is committed the first state of another picture, at this offset of it. */
  beginAt(offset: number): void {
    this.#log = [];
    this.#kept = 0;
    this.#floor = offset;
    this.#offset = offset;
    this.#fieldsAt = offset;
  }

  #learn(row: Views[V]): void {
    for (const field in row)
      if (!this.#fields.has(field)) {
        this.#fields.add(field);
        this.#grown = true;
      }
  }

  /** Index of the first commit after an offset. */
  #after(offset: number): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#log[middle]!.offset > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #trim(): void {
    const most = Math.max(KEPT_LEAST, this.#rows.size * KEPT_SHARE);
    let drop = 0;
    while (this.#kept > most && drop < this.#log.length) {
      const { offset, before } = this.#log[drop++]!;
      this.#kept -= before.length;
      this.#floor = offset;
    }
    if (drop > 0) this.#log.splice(0, drop);
  }
}

export type ViewSet = { readonly [V in ViewName]: KeyedView<V> };

/** All views of the picture, empty. */
export const emptyViews = (): ViewSet =>
  Object.fromEntries(VIEW_NAMES.map((name) => [name, new KeyedView(name)])) as unknown as ViewSet;

/** Makes what was written the state at this offset. Says whether any view is different. */
export function commitViews(views: ViewSet, offset: number): boolean {
  let different = false;
  for (const name of VIEW_NAMES) different = views[name].commit(offset) || different;
  return different;
}
