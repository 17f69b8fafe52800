/** How a factor behaves at a healthy station. */
export interface Model {
  /** `ratio`: swings multiply the base; `sum`: they add to it; `rain`: dry unless the weather turns. */
  kind: 'ratio' | 'sum' | 'rain';
  base: number;
  /** Swing over the day, greatest at `peakHour`, and over the year, greatest in mid-January. */
  day: number;
  peakHour: number;
  season: number;
  weather: number;
  jitter: number;
  least: number;
  /** Hours between two values of the history. */
  hours: number;
}

const model = (
  kind: Model['kind'],
  base: number,
  [day, peakHour, season]: [number, number, number],
  [weather, jitter]: [number, number],
  least = 0,
  hours = 1,
): Model => ({ kind, base, day, peakHour, season, weather, jitter, least, hours });

const MODELS: Readonly<Record<string, Model>> = {
  a34004: model('ratio', 24, [0.12, 8, 0.3], [0.38, 0.06], 1),
  a34002: model('ratio', 46, [0.12, 8, 0.25], [0.38, 0.08], 2),
  a21026: model('ratio', 6, [0.1, 10, 0.15], [0.2, 0.08], 1),
  a21004: model('ratio', 26, [0.25, 8, 0.3], [0.3, 0.08], 2),
  a21005: model('ratio', 0.6, [0.12, 8, 0.2], [0.2, 0.08], 0.1),
  a05024: model('ratio', 70, [0.55, 15, -0.4], [0.22, 0.05], 2),
  a24088: model('ratio', 0.7, [0.15, 20, 0.05], [0.25, 0.12], 0.05),
  w01001: model('sum', 7.4, [0.05, 15, 0], [0.2, 0.04], 5, 4),
  w01009: model('sum', 7.2, [0.6, 15, 1.4], [0.6, 0.1], 0.5, 4),
  w21003: model('ratio', 0.42, [0.05, 6, 0.2], [0.35, 0.05], 0.02, 4),
  w21011: model('ratio', 0.11, [0.03, 6, -0.15], [0.25, 0.05], 0.01, 4),
  w01018: model('ratio', 24, [0.15, 14, 0], [0.25, 0.08], 2),
  w20122: model('ratio', 0.11, [0.2, 14, 0], [0.35, 0.1], 0.005),
  w20121: model('ratio', 0.035, [0.2, 14, 0], [0.35, 0.1], 0.005),
  Leq: model('sum', 49, [4.5, 14, 0], [1.5, 2], 30),
  '39': model('sum', 3.22, [0.01, 6, -0.1], [0.12, 0.005], 2),
  '20': model('rain', 9, [0, 0, -0.12], [1, 0], 0),
};

/**
 * The behaviour of a factor, by its code (HJ 212, SL 651).
 * @throws Error for a code that the city cannot imitate
 */
export function modelOf(code: string): Model {
  const found = MODELS[code];
  if (!found) {
    throw new Error(
      `city: no model for factor ${code}; known are ${Object.keys(MODELS).join(', ')}`,
    );
  }
  return found;
}
