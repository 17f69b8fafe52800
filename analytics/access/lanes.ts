/** Works of one key are done one after another, in the order they came; those of others meanwhile. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the work does. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
