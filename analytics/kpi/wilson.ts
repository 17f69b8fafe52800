/** The normal quantile of a two-sided 95 % interval. */
const Z = 1.959_963_984_540_054;

/**
 * The 95 % score interval of a share of a whole (Wilson, J. Am. Stat. Assoc. 22, 1927, 209–212): true also
 * of small numbers and of shares near 0 and 1. Null of nothing.
 */
export function wilson(part: number, whole: number): readonly [low: number, high: number] | null {
  if (whole <= 0) return null;
  const share = part / whole;
  const square = (Z * Z) / whole;
  const middle = share + square / 2;
  const reach = Z * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole));
  return [
    Math.max(0, (middle - reach) / (1 + square)),
    Math.min(1, (middle + reach) / (1 + square)),
  ];
}
