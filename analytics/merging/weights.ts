import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TERMS } from './evidence.ts';

const FILE = fileURLToPath(new URL('./weights.json', import.meta.url));

/** What each kind of evidence weighs, in natural logarithms of odds, by term. Fitted by `weights.bench.ts`. */
export const WEIGHTS: Float64Array = (() => {
  const weights = z.record(z.enum(TERMS), z.number()).parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return Float64Array.from(TERMS, (term) => weights[term]);
})();
