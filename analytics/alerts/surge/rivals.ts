import { logUpperTail } from './tails.ts';

/**
 * CDC EARS C2: how many standard deviations a day's count lies above the mean of seven days, of which
 * the newest lies two days back (Hutwagner et al., The bioterrorism preparedness and response Early
 * Aberration Reporting System, J. Urban Health 80, 2003). A deviation below `floor` counts as that.
 * @param week the seven days
 */
export function earsC2(today: number, week: readonly number[], floor = 0.5): number {
  const mean = week.reduce((a, b) => a + b, 0) / week.length;
  const squares = week.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return (today - mean) / Math.max(floor, Math.sqrt(squares / (week.length - 1)));
}

/** A quasi-Poisson regression: coefficients and dispersion. */
export interface Fit {
  beta: number[];
  dispersion: number;
}

const ROUNDS = 3;
const STEPS = 5;
const TRIM = 2.58;
/** Linear predictors are kept within these, so that empty series stay finite. */
const ETA = 9;

export const predict = ({ beta }: Fit, x: readonly number[]): number =>
  Math.exp(
    Math.max(
      -ETA,
      Math.min(
        ETA,
        beta.reduce((sum, b, i) => sum + b * x[i]!, 0),
      ),
    ),
  );

/** Solves a x = b by Gaussian elimination with pivoting; a small ridge keeps it solvable. */
function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row.map((v, j) => v + (i === j ? 1e-6 : 0)), b[i]!]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(m[r]![i]!) > Math.abs(m[pivot]![i]!)) pivot = r;
    [m[i], m[pivot]] = [m[pivot]!, m[i]!];
    for (let r = i + 1; r < n; r++) {
      const by = m[r]![i]! / m[i]![i]!;
      for (let c = i; c <= n; c++) m[r]![c] = m[r]![c]! - by * m[i]![c]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = m[i]![n]!;
    for (let c = i + 1; c < n; c++) sum -= m[i]![c]! * x[c]!;
    x[i] = sum / m[i]![i]!;
  }
  return x;
}

/**
 * The regression of the improved Farrington method (Noufaily et al., An improved algorithm for outbreak
 * detection in multiple surveillance systems, Statist. Med. 32, 2013): quasi-Poisson with logarithmic
 * link by iteratively reweighted least squares, past days whose Anscombe residual exceeds 2.58 weighed
 * by its inverse square, the dispersion at least 1.
 */
export function farrington(rows: readonly (readonly number[])[], counts: readonly number[]): Fit {
  const width = rows[0]!.length;
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const fit: Fit = { beta: new Array<number>(width).fill(0), dispersion: 1 };
  fit.beta[0] = Math.log(Math.max(mean, 1e-3));
  const weights = new Float64Array(rows.length).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    for (let step = 0; step < STEPS; step++) {
      const a = Array.from({ length: width }, () => new Array<number>(width).fill(0));
      const b = new Array<number>(width).fill(0);
      for (const [i, row] of rows.entries()) {
        const mu = predict(fit, row);
        const w = weights[i]! * mu;
        const z = Math.log(mu) + (counts[i]! - mu) / mu;
        for (let p = 0; p < width; p++) {
          b[p] = b[p]! + w * row[p]! * z;
          for (let q = 0; q < width; q++) a[p]![q] = a[p]![q]! + w * row[p]! * row[q]!;
        }
      }
      fit.beta = solve(a, b);
    }
    let chi = 0;
    for (const [i, row] of rows.entries()) {
      const mu = predict(fit, row);
      chi += (weights[i]! * (counts[i]! - mu) ** 2) / mu;
    }
    fit.dispersion = Math.max(1, chi / (rows.length - width));
    if (round === ROUNDS - 1) break;
    for (const [i, row] of rows.entries()) {
      const mu = predict(fit, row);
      const residual =
        (1.5 * (counts[i]! ** (2 / 3) - mu ** (2 / 3))) /
        (mu ** (1 / 6) * Math.sqrt(fit.dispersion));
      weights[i] = residual > TRIM ? residual ** -2 : 1;
    }
    const scale = rows.length / weights.reduce((sum, w) => sum + w, 0);
    for (const [i, w] of weights.entries()) weights[i] = w * scale;
  }
  return fit;
}

/** How improbable a count is under the negative binomial of a fit: −ln P(X ≥ count). */
export const exceedance = (count: number, mean: number, { dispersion }: Fit): number =>
  -logUpperTail(count, mean, dispersion);
