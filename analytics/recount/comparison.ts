const EXAMPLES = 10;

/** Compares named values pair by pair, counts, and keeps the first few differences readable. */
export class Comparison {
  compared = 0;
  differences = 0;
  readonly examples: string[] = [];

  /** Two sets of values by key; a key that only one has is a difference. */
  values(
    what: string,
    shown: ReadonlyMap<string, string | number>,
    counted: ReadonlyMap<string, string | number>,
    sides: readonly [string, string] = ['picture', 'raw rows'],
  ): void {
    for (const key of new Set([...shown.keys(), ...counted.keys()])) {
      this.compared++;
      const [a, b] = [shown.get(key), counted.get(key)];
      if (a === b) continue;
      this.differences++;
      if (this.examples.length < EXAMPLES)
        this.examples.push(
          `${what} ${key}: ${sides[0]} ${a ?? 'none'}, ${sides[1]} ${b ?? 'none'}`,
        );
    }
  }
}
