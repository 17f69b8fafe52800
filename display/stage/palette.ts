import type { Light } from '../../config/contract/picture.ts';
import { MAPS, type MapColour, PALETTES, type Theme } from '../design/palette.ts';

const numberOf = (hex: string): number => Number.parseInt(hex.slice(1), 16);

/** Colours of a map and its relief, as the canvas takes them. */
export interface Ink {
  ground: number;
  label: number;
  labelQuiet: number;
  /** Cases where they are too many to be drawn one by one. */
  density: number;
  patrol: number;
  hotspot: number;
  pulse: number;
  light: Readonly<Record<Light, number>>;
  /** Fill of a grid by its open cases: nothing, then four steps of load. */
  load: readonly number[];
  of: Readonly<Record<MapColour, number>>;
  /** A colour that a deployment chose for its layers, as it is by this light. */
  foreign: (hex: string) => number;
}

/** How much of red, green and blue is left at night of a colour that is not ours. */
const DIMMED = [0.8, 0.7, 0.56] as const;

const inkOf = (theme: Theme): Ink => {
  const wall = PALETTES[theme];
  const map = MAPS[theme];
  const of = Object.fromEntries(
    Object.entries(map).map(([name, hex]) => [name, numberOf(hex)]),
  ) as Record<MapColour, number>;
  return {
    ground: numberOf(wall.ground),
    label: numberOf(wall['ink-2']),
    labelQuiet: numberOf(wall['ink-3']),
    density: numberOf(wall.orders),
    patrol: numberOf(wall.blue),
    hotspot: numberOf(wall.ink),
    pulse: numberOf(wall.ink),
    light: {
      none: numberOf(wall.none),
      green: numberOf(wall.green),
      yellow: numberOf(wall.yellow),
      red: numberOf(wall.red),
      purple: numberOf(wall.purple),
    },
    load: [of['load-0'], of['load-1'], of['load-2'], of['load-3'], of['load-4']],
    of,
    foreign: (hex) => (theme === 'day' ? numberOf(hex) : dimmed(numberOf(hex))),
  };
};

const dimmed = (colour: number): number =>
  DIMMED.reduce((sum, part, n) => {
    const shift = 16 - 8 * n;
    return sum | (Math.round(((colour >> shift) & 255) * part) << shift);
  }, 0);

export const INKS: Readonly<Record<Theme, Ink>> = { day: inkOf('day'), night: inkOf('night') };

/** Red, green and blue in 0 … 1. */
export const rgb = (colour: number): [number, number, number] => [
  ((colour >> 16) & 255) / 255,
  ((colour >> 8) & 255) / 255,
  (colour & 255) / 255,
];

export const hexOf = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;

/** The colour as a constant of a shader. */
export const vec3 = (colour: number): string =>
  `vec3(${rgb(colour)
    .map((part) => part.toFixed(4))
    .join(', ')})`;

/**
 * Step of the shade of a grid with `open` cases, where the fullest grid has `most`. Steps are equal
 * parts of the fullest, so that the shade compares grids and never claims an alarm.
 */
export const loadStep = (open: number, most: number, steps: number): number =>
  open <= 0 || most <= 0 ? 0 : Math.min(steps - 1, Math.ceil((open / most) * (steps - 1)));
