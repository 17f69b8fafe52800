import type { Millis } from '../../config/contract/ids.ts';

interface Mark {
  at: Millis;
  key: string;
}

const FULL = 512;

const compare = (a: Mark, b: Mark): number =>
  a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** First index whose mark is not before `mark`. */
function indexIn(bucket: readonly Mark[], mark: Mark): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(bucket[middle]!, mark) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Keys in the order of an instant, one instant a key. Sorted buckets of bounded length: setting,
 * moving and taking cost the logarithm of the number of keys plus one bucket, at any size.
 */
export class Timeline {
  readonly #marks = new Map<string, Mark>();
  readonly #buckets: Mark[][] = [];

  get size(): number {
    return this.#marks.size;
  }

  /** Puts `key` at an instant, wherever it stood before; null removes it. */
  set(key: string, at: Millis | null): void {
    const before = this.#marks.get(key);
    if (before?.at === (at ?? undefined)) return;
    if (before !== undefined) this.#remove(before);
    if (at === null) this.#marks.delete(key);
    else {
      const mark = { at, key };
      this.#marks.set(key, mark);
      this.#insert(mark);
    }
  }

  /** Removes and gives the keys at or before `now`, earliest first. */
  takeUntil(now: Millis): string[] {
    const taken: string[] = [];
    for (let first = this.#buckets[0]; first !== undefined; first = this.#buckets[0]) {
      let count = 0;
      while (count < first.length && first[count]!.at <= now) count++;
      for (const mark of first.splice(0, count)) {
        this.#marks.delete(mark.key);
        taken.push(mark.key);
      }
      if (first.length > 0) break;
      this.#buckets.shift();
    }
    return taken;
  }

  /** The first `count` keys, earliest first. */
  first(count: number): string[] {
    const keys: string[] = [];
    for (const bucket of this.#buckets) {
      for (const mark of bucket) {
        if (keys.length === count) return keys;
        keys.push(mark.key);
      }
    }
    return keys;
  }

  /** The bucket that holds or would hold the mark. */
  #bucketOf(mark: Mark): number {
    let low = 0;
    let high = this.#buckets.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#buckets[middle]!.at(-1)!, mark) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(mark: Mark): void {
    if (this.#buckets.length === 0) {
      this.#buckets.push([mark]);
      return;
    }
    const index = this.#bucketOf(mark);
    const bucket = this.#buckets[index]!;
    bucket.splice(indexIn(bucket, mark), 0, mark);
    if (bucket.length > FULL) this.#buckets.splice(index + 1, 0, bucket.splice(FULL / 2));
  }

  #remove(mark: Mark): void {
    const index = this.#bucketOf(mark);
    const bucket = this.#buckets[index]!;
    bucket.splice(indexIn(bucket, mark), 1);
    if (bucket.length === 0) this.#buckets.splice(index, 1);
  }
}
