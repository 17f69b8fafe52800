import { isDeepStrictEqual } from 'node:util';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import type { Patch, Snapshot } from '../../config/contract/wire.ts';

/**
 * One view: rows by key, and an offset that counts its patches. Rows are written as whole values;
 * `commit` tells what is different from the last commit, and nothing where nothing is.
 */
export class KeyedView<V extends ViewName = ViewName> {
  readonly name: V;
  readonly #rows = new Map<string, Views[V]>();
  readonly #written = new Map<string, Views[V] | null>();
  #offset = 0;

  constructor(name: V) {
    this.name = name;
  }

  get offset(): number {
    return this.#offset;
  }

  /** The committed row. */
  get(key: string): Views[V] | undefined {
    return this.#rows.get(key);
  }

  /** Writes a row; null removes it. */
  set(key: string, row: Views[V] | null): void {
    this.#written.set(key, row);
  }

  /** Writes the whole view: what is not among the rows is removed. */
  replace(rows: Iterable<readonly [string, Views[V]]>): void {
    this.#written.clear();
    for (const key of this.#rows.keys()) this.#written.set(key, null);
    for (const [key, row] of rows) this.#written.set(key, row);
  }

  /** Makes what was written the state of the view. */
  commit(): Patch<V> | null {
    const set: [string, Views[V]][] = [];
    const del: string[] = [];
    for (const [key, row] of this.#written) {
      if (row === null) {
        if (this.#rows.delete(key)) del.push(key);
      } else if (!isDeepStrictEqual(this.#rows.get(key), row)) {
        this.#rows.set(key, row);
        set.push([key, row]);
      }
    }
    this.#written.clear();
    if (set.length === 0 && del.length === 0) return null;
    this.#offset++;
    return { view: this.name, offset: this.#offset, set, del };
  }

  snapshot(): Snapshot<V> {
    return { view: this.name, offset: this.#offset, rows: [...this.#rows] };
  }
}

export type ViewSet = { readonly [V in ViewName]: KeyedView<V> };

/** All views of the picture, empty. */
export const emptyViews = (): ViewSet => ({
  system: new KeyedView('system'),
  counters: new KeyedView('counters'),
  cases: new KeyedView('cases'),
  arrivals: new KeyedView('arrivals'),
  due: new KeyedView('due'),
  alerts: new KeyedView('alerts'),
  matters: new KeyedView('matters'),
  grids: new KeyedView('grids'),
  units: new KeyedView('units'),
  mix: new KeyedView('mix'),
  hours: new KeyedView('hours'),
  days: new KeyedView('days'),
  ports: new KeyedView('ports'),
  stations: new KeyedView('stations'),
  recount: new KeyedView('recount'),
  stage: new KeyedView('stage'),
});
