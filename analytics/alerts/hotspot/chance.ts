const EULER = 0.577_215_664_901_532_9;
/** Fewer random days than this say nothing. */
const LEAST = 9;

/**
 * How large the best ratio is by chance, learnt from random days one at a time, so that a slow scan can
 * be spread over minutes. Refill it when what is expected has changed, such as daily.
 */
export class Chance {
  readonly #ratios: number[] = [];
  #sum = 0;
  #squares = 0;

  get days(): number {
    return this.#ratios.length;
  }

  learn(ratio: number): void {
    this.#ratios.push(ratio);
    this.#sum += ratio;
    this.#squares += ratio * ratio;
  }

  /**
   * Probability that the best of a random day is at least this ratio, null before nine random days:
   * the tail of a Gumbel distribution with the mean and variance seen (Abrams, Kulldorff & Kleinman,
   * Empirical and Gumbel-based p-values for the scan statistic, Int. J. Health Geographics 9:61, 2010).
   * It tells apart what no number of random days ever reached.
   */
  p(ratio: number): number | null {
    const n = this.#ratios.length;
    if (n < LEAST) return null;
    const mean = this.#sum / n;
    const variance = Math.max(0, (this.#squares - n * mean * mean) / (n - 1));
    const scale = Math.sqrt(6 * variance) / Math.PI;
    if (scale === 0) return ratio > mean ? 0 : 1;
    return -Math.expm1(-Math.exp(-(ratio - (mean - EULER * scale)) / scale));
  }

  /** The same by rank alone: (1 + random days at or above it) ÷ (1 + random days) (Dwass 1957). */
  rank(ratio: number): number {
    const above = this.#ratios.reduce((count, each) => count + Number(each >= ratio), 0);
    return (1 + above) / (1 + this.#ratios.length);
  }
}
