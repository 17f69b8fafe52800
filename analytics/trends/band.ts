import type { Band } from '../../config/contract/picture.ts';

/** Fewer past days than this say nothing about today. */
const DAYS_NEEDED = 3;
const LOWER = 0.025;
const UPPER = 0.975;

/** Stirling's series with the argument shifted above 8; error below 1e-12 (Abramowitz & Stegun 6.1.41). */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 8) {
    shift += Math.log(z);
    z++;
  }
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}

/**
 * What to expect of a count today, from the counts of like days of the past: the central 95 % of the
 * gamma–Poisson predictive distribution with Jeffreys prior. Counts x₁ … xₙ of one Poisson rate with
 * prior density ∝ λ^(−½) leave λ ~ Gamma(Σx + ½, n), and so the next count is negative binomial with
 * r = Σx + ½ and p = n / (n + 1) (Gelman et al., Bayesian Data Analysis, 3rd ed., §2.6). `low` and
 * `high` are its exact 2.5 % and 97.5 % quantiles, found by summing; `mean` is its mean r / n.
 * @param counts whole numbers, one a day
 * @returns null where there are fewer than three days
 */
export function expectedBand(counts: readonly number[]): Band | null {
  const days = counts.length;
  if (days < DAYS_NEEDED) return null;
  const r = counts.reduce((sum, count) => sum + count, 0.5);
  const p = days / (days + 1);
  const mean = r / days;
  const deviation = Math.sqrt(mean / p);

  // What lies more than 12 deviations below the mean does not add up to a double's last digit.
  let k = Math.max(0, Math.floor(mean - 12 * deviation));
  let mass = Math.exp(
    logGamma(k + r) - logGamma(k + 1) - logGamma(r) + r * Math.log(p) + k * Math.log1p(-p),
  );
  let sum = mass;
  const next = () => {
    mass *= ((k + r) / (k + 1)) * (1 - p);
    k++;
    sum += mass;
  };
  while (sum < LOWER) next();
  const low = k;
  while (sum < UPPER) next();
  return { low, mean, high: k, days };
}
