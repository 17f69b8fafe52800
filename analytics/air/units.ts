/** How many of the second unit one of the first is. The micro sign is written μ (U+03BC) or µ (U+00B5). */
const GRAMS: Readonly<Record<string, number>> = { ng: 1e-9, μg: 1e-6, mg: 1e-3, g: 1 };

/**
 * A concentration in another unit, e.g. 35000 ng/m³ is 35 μg/m³. HJ 212-2017 prints ng/m³ for particles
 * while most devices send μg/m³, so that a value never stands without its unit.
 * @returns null where the units measure different things or one is not known
 */
export function inUnit(value: number, from: string, to: string): number | null {
  const [a, b] = [from, to].map((unit) => unit.replace('µ', 'μ').replace('m3', 'm³'));
  if (a === b) return value;
  const [mass, per] = a!.split('/');
  const [targetMass, targetPer] = b!.split('/');
  const grams = GRAMS[mass!];
  const targetGrams = GRAMS[targetMass!];
  if (per !== targetPer || grams === undefined || targetGrams === undefined) return null;
  // by powers of ten, so that 0.3 mg is 300 μg and not 299.99999999999994
  const power = Math.round(Math.log10(grams / targetGrams));
  return power >= 0 ? value * 10 ** power : value / 10 ** -power;
}
