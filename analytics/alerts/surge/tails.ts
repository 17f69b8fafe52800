import { logGamma } from '../../trends/band.ts';

/** Terms below this part of the sum no longer change a double. */
const NEGLIGIBLE = 1e-17;
/** Below this excess of variance over mean the negative binomial is the Poisson to a double's accuracy. */
const POISSON = 1e-7;

/**
 * Natural logarithm of P(X ≥ observed) for a count with the given mean and dispersion = variance ÷
 * mean: Poisson at 1, negative binomial with size mean ÷ (dispersion − 1) above it (never below 1).
 * Exact: the terms of the smaller tail are summed from the observed one outwards, each from its
 * neighbour by the ratio of the distribution (Johnson, Kemp & Kotz, Univariate Discrete Distributions,
 * §4.1 and §5.1), starting from logarithms, so that it neither cancels nor underflows. The number of
 * terms is of the order of the standard deviation.
 * @param observed whole number
 * @param mean zero or more
 */
export function logUpperTail(observed: number, mean: number, dispersion: number): number {
  if (observed <= 0) return 0;
  if (mean <= 0) return Number.NEGATIVE_INFINITY;
  const poisson = dispersion - 1 < POISSON;
  const size = poisson ? 0 : mean / (dispersion - 1);
  const fail = poisson ? 0 : 1 - 1 / dispersion;
  const logMass = (k: number): number =>
    poisson
      ? k * Math.log(mean) - mean - logGamma(k + 1)
      : logGamma(k + size) -
        logGamma(k + 1) -
        logGamma(size) -
        size * Math.log(dispersion) +
        k * Math.log(fail);
  /** P(k + 1) ÷ P(k) */
  const ratio = (k: number): number => (poisson ? mean / (k + 1) : (fail * (k + size)) / (k + 1));

  if (observed > mean) {
    let sum = 1;
    // Ratios fall towards `fail`, so what is left is less than a geometric series.
    for (let k = observed, term = 1; ; k++) {
      const by = ratio(k);
      term *= by;
      sum += term;
      if (by < 1 && term / (1 - by) < NEGLIGIBLE * sum) break;
    }
    return Math.min(0, logMass(observed) + Math.log(sum));
  }
  let below = 1;
  for (let k = observed - 1, term = 1; k > 0; k--) {
    term /= ratio(k - 1);
    below += term;
    if (term < NEGLIGIBLE * below) break;
  }
  return Math.log1p(-Math.min(1, Math.exp(logMass(observed - 1) + Math.log(below))));
}
