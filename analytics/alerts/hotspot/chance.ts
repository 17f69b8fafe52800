const EULER = 0.577_215_664_901_532_9;
/** Fewer random days than this say nothing. */
export const LEAST = 7;
/**
 * Few random days know the scale of the tail badly. Taken as wider by so much, over their number, a probability
 * between 1/100 and 1/2000 comes as often as it says or less often (simulated, from 7 days to 99).
 */
const WIDER = 6;

/**
 * How large the best ratio is by chance, learnt from random days one at a time, so that a slow scan can
 * be spread over minutes.
 */
export class Chance {
  #days = 0;
  #sum = 0;
  #squares = 0;

  get days(): number {
    return this.#days;
  }

  learn(ratio: number): void {
    this.#days++;
    this.#sum += ratio;
    this.#squares += ratio * ratio;
  }

  /**
   * Probability that the best of a random day is at least this ratio, null before seven random days:
   * the tail of a Gumbel distribution with the mean and variance seen (Abrams, Kulldorff & Kleinman,
   * Empirical and Gumbel-based p-values for the scan statistic, Int. J. Health Geographics 9:61, 2010).
   * It tells apart what no number of random days ever reached.
   */
  p(ratio: number): number | null {
    const n = this.#days;
    if (n < LEAST) return null;
    const mean = this.#sum / n;
    const variance = Math.max(0, (this.#squares - n * mean * mean) / (n - 1));
    const scale = Math.sqrt(6 * variance) / Math.PI;
    if (scale === 0) return ratio > mean ? 0 : 1;
    const above = (ratio - (mean - EULER * scale)) / scale;
    return -Math.expm1(-Math.exp(above > 0 ? -above / (1 + WIDER / n) : -above));
  }
}
