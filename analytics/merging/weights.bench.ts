import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cityLines } from './city.fixture.ts';
import { complaints } from './complaints.fixture.ts';
import { evidence, TERMS } from './evidence.ts';
import { daysAfter, type Known, known } from './known.ts';
import { Neighbours } from './neighbours.ts';
import { inOrder } from './order.ts';
import type { Report } from './report.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/**
 * `npm run bench -- weights`: fits what each kind of evidence weighs to pairs of near reports of which the
 * truth is known, by logistic regression, and writes `weights.json`. Of these seeds, and of the words that
 * `complaints` keeps for the last, no told figure comes.
 */
const COMPLAINTS = [1, 2, 3];
const CITY = [11, 12, 13, 14];
const PLANTED = 40;
/** Of the city with nothing planted: how seldom what is near is of one matter. */
const CALM_CITY = [15, 16, 17, 18];
/** Keeps weights of what hardly ever occurs near zero: so much of a squared weight is one pair's loss. */
const RIDGE = 0.5;

interface Pair {
  /** Terms and their values, one after the other. */
  says: number[];
  same: boolean;
}

const pairs: Pair[] = [];
function learnFrom(
  reports: readonly Report[],
  closed: ReadonlyMap<string, number>,
  same: (a: string, b: string) => boolean,
) {
  const near = new Neighbours<Known>();
  for (const member of reports.map(known).sort(inOrder)) {
    member.alive = Math.max(member.report.at, closed.get(member.report.id) ?? 0);
    for (const other of near.near(member)) {
      const days = daysAfter(other, member);
      const found =
        days * 86_400_000 > DEFAULT_SETTINGS.window ? null : evidence(other, member, days);
      if (!found) continue;
      const says: number[] = [];
      for (const [i, value] of found.entries()) if (value !== 0) says.push(i, value);
      pairs.push({ says, same: same(other.report.id, member.report.id) });
    }
    near.add(member);
  }
}
for (const seed of COMPLAINTS)
  for (const words of [null, 'held'] as const) {
    const { reports, matterOf } = complaints(seed, 1_500, 60, words);
    learnFrom(reports, new Map(), (a, b) => matterOf.get(a) === matterOf.get(b));
  }
const seeded = pairs.length;
for (const [seed, planted] of [
  ...CITY.map((seed) => [seed, PLANTED] as const),
  ...CALM_CITY.map((seed) => [seed, 0] as const),
]) {
  const lines = cityLines(seed, planted);
  const reports = lines.flatMap((line) => ('matter' in line ? [line] : []));
  const matterOf = new Map(reports.map(({ id, matter }) => [id, matter]));
  const closed = new Map(lines.flatMap((line) => ('closed' in line ? [[line.id, line.at]] : [])));
  learnFrom(reports, closed, (a, b) => matterOf.get(a) === matterOf.get(b));
}
console.log(
  `${seeded} pairs of seeded complaints, ${pairs.length - seeded} of the city, ${pairs.filter(({ same }) => same).length} of one matter`,
);

/** Solves A x = b for a symmetric positive definite A by elimination. */
function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const factor = a[j]![i]! / a[i]![i]!;
      if (factor === 0) continue;
      for (let k = i; k < n; k++) a[j]![k]! -= factor * a[i]![k]!;
      b[j]! -= factor * b[i]!;
    }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = b[i]!;
    for (let k = i + 1; k < n; k++) rest -= a[i]![k]! * x[k]!;
    x[i] = rest / a[i]![i]!;
  }
  return x;
}

// Newton's method on the log likelihood
let weights = TERMS.map(() => 0);
for (let step = 0; step < 12; step++) {
  const slope = weights.map((weight) => -RIDGE * weight);
  const curve = weights.map((_, i) => weights.map((__, j) => (i === j ? RIDGE : 0)));
  let loss = 0;
  for (const { says, same } of pairs) {
    let odds = 0;
    for (let i = 0; i < says.length; i += 2) odds += weights[says[i]!]! * says[i + 1]!;
    const p = 1 / (1 + Math.exp(-odds));
    loss -= Math.log(Math.max(1e-12, same ? p : 1 - p));
    const error = (same ? 1 : 0) - p;
    for (let i = 0; i < says.length; i += 2) {
      slope[says[i]!]! += error * says[i + 1]!;
      const row = curve[says[i]!]!;
      for (let j = 0; j < says.length; j += 2)
        row[says[j]!]! += p * (1 - p) * says[i + 1]! * says[j + 1]!;
    }
  }
  const change = solve(curve, slope);
  weights = weights.map((weight, i) => weight + change[i]!);
  console.log(`step ${step}: loss ${(loss / pairs.length).toFixed(5)} a pair`);
  if (Math.max(...change.map(Math.abs)) < 0.005) break;
}
const told = Object.fromEntries(
  TERMS.map((term, i) => [term, Math.round(weights[i]! * 100) / 100]),
);
writeFileSync(join(import.meta.dirname, 'weights.json'), `${JSON.stringify(told, null, 2)}\n`);
console.log(told);
