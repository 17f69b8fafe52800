/** Entries of a column that changed since its reader looked last; none where `to` is not beyond `from`. */
export interface Touched {
  from: number;
  to: number;
}

/** An array that grows, and tells each of its readers what changed since that one looked last. */
export class Column<T extends Float32Array | Uint8Array | Int32Array = Float32Array> {
  #data: T;
  readonly #readers = new Set<Touched>();

  constructor(data: T) {
    this.#data = data;
  }

  get data(): T {
    return this.#data;
  }

  /** Marks entries as changed; `to` exclusive. */
  touch(from: number, to: number): void {
    for (const touched of this.#readers) {
      if (from < touched.from) touched.from = from;
      if (to > touched.to) touched.to = to;
    }
  }

  /** A larger array takes the place of the old one. */
  replace(data: T): void {
    this.#data = data;
    this.touch(0, data.length);
  }

  /** A new reader, to whom all is new. */
  read(): Touched {
    const touched = { from: 0, to: this.#data.length };
    this.#readers.add(touched);
    return touched;
  }

  release(touched: Touched): void {
    this.#readers.delete(touched);
  }
}
