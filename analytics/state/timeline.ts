import type { Millis } from '../../config/contract/ids.ts';

const LEAST = 1_024;

/**
 * Small whole numbers in the order of an instant, one instant a number: setting, moving and taking cost the
 * logarithm of how many there are. A heap in columns, so that millions of them are no objects.
 */
export class Timeline {
  readonly #tie: (a: number, b: number) => number;
  /** By number. */
  #at = new Float64Array(LEAST);
  /** Where in the heap each number is; -1: it is not. */
  #place = new Int32Array(LEAST).fill(-1);
  #heap = new Int32Array(LEAST);
  #size = 0;

  /** @param tie the order of two numbers at one instant, as `sort` asks for it */
  constructor(tie: (a: number, b: number) => number) {
    this.#tie = tie;
  }

  get size(): number {
    return this.#size;
  }

  /** Puts a number at an instant, wherever it stood before; null removes it. */
  set(number: number, at: Millis | null): void {
    while (number >= this.#at.length) this.#grow();
    const place = this.#place[number]!;
    if (at === null) {
      if (place >= 0) this.#removeAt(place);
      return;
    }
    this.#at[number] = at;
    this.#settle(number, place < 0 ? this.#size++ : place);
  }

  /** Removes and gives the numbers at or before `now`, earliest first. */
  takeUntil(now: Millis): number[] {
    const taken: number[] = [];
    while (this.#size > 0 && this.#at[this.#heap[0]!]! <= now) {
      taken.push(this.#heap[0]!);
      this.#removeAt(0);
    }
    return taken;
  }

  /** The first `count` numbers, earliest first. */
  first(count: number): number[] {
    const found: number[] = [];
    // places whose parents are found: the next one is the least of them
    const open = this.#size > 0 ? [0] : [];
    while (found.length < count && open.length > 0) {
      let least = 0;
      for (let n = 1; n < open.length; n++)
        if (this.#isBefore(this.#heap[open[n]!]!, this.#heap[open[least]!]!)) least = n;
      const [place] = open.splice(least, 1) as [number];
      found.push(this.#heap[place]!);
      for (const child of [2 * place + 1, 2 * place + 2]) if (child < this.#size) open.push(child);
    }
    return found;
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#at[a]!, this.#at[b]!];
    return one < other || (one === other && this.#tie(a, b) < 0);
  }

  #removeAt(place: number): void {
    this.#place[this.#heap[place]!] = -1;
    const last = this.#heap[--this.#size]!;
    if (place < this.#size) this.#settle(last, place);
  }

  /** Puts a number where it belongs, above or below a place that is free. */
  #settle(number: number, free: number): void {
    const place = this.#rise(number, free);
    this.#lay(number, place === free ? this.#sink(number, free) : place);
  }

  /** Moves down what comes after a number. @returns where it is free then */
  #rise(number: number, free: number): number {
    let place = free;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#heap[parent]!;
      if (!this.#isBefore(number, above)) break;
      this.#lay(above, place);
      place = parent;
    }
    return place;
  }

  /** Moves up what comes before a number. @returns where it is free then */
  #sink(number: number, free: number): number {
    let place = free;
    for (let child = 2 * place + 1; child < this.#size; child = 2 * place + 1) {
      const right = child + 1;
      if (right < this.#size && this.#isBefore(this.#heap[right]!, this.#heap[child]!))
        child = right;
      const below = this.#heap[child]!;
      if (!this.#isBefore(below, number)) break;
      this.#lay(below, place);
      place = child;
    }
    return place;
  }

  #lay(number: number, place: number): void {
    this.#heap[place] = number;
    this.#place[number] = place;
  }

  #grow(): void {
    const length = 2 * this.#at.length;
    const [at, place, heap] = [
      new Float64Array(length),
      new Int32Array(length).fill(-1),
      new Int32Array(length),
    ];
    at.set(this.#at);
    place.set(this.#place);
    heap.set(this.#heap);
    [this.#at, this.#place, this.#heap] = [at, place, heap];
  }
}
