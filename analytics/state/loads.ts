/** How many cases somebody has. */
export interface Load {
  open: number;
  overdue: number;
}

/** The open cases by who has them, counted as they change. */
export class Loads<K extends string> {
  readonly #loads = new Map<K, Load>();

  of(key: K): Load {
    return this.#loads.get(key) ?? { open: 0, overdue: 0 };
  }

  keys(): Iterable<K> {
    return this.#loads.keys();
  }

  add(key: K, open: number, overdue: number): void {
    const load = this.#loads.get(key);
    if (load) {
      load.open += open;
      load.overdue += overdue;
    } else this.#loads.set(key, { open, overdue });
  }
}
