import type { Light } from '../../config/contract/picture.ts';

import { type ColourName, DAY } from '../design/palette.ts';

const of = (name: ColourName): number => Number.parseInt(DAY[name].slice(1), 16);

/** Colours of the map: those of the wall where they mean the same, and its own for land and water. */
export const GROUND = of('ground');
export const GRID_LINE = GROUND;
export const COMMUNITY_LINE = 0x50606e;
export const WATER = 0x17414f;
export const ROAD = 0x39444e;
export const LABEL = of('ink-2');
export const LABEL_QUIET = of('ink-3');
export const OUTLINE = 0x7d95a8;
/** Cases where they are too many to be drawn one by one. */
export const DENSITY = of('orders');
export const STATION = 0xa9c4d6;
export const POST = 0x9aa7b2;
export const COMPONENT = 0x66737f;
export const PATROL = of('blue');
/** A patroller whose place is not of this half hour. */
export const PATROL_OLD = 0x46637f;
export const HOTSPOT = of('ink');
export const HOTSPOT_LABEL = of('ink');
export const CURSOR = 0xffffff;
export const PULSE = of('ink');

/** Fill of a grid by its open cases: nothing, then four steps of load. */
export const LOAD = [0x151c23, 0x1b2833, 0x223745, 0x2a485a, 0x335b71] as const;

export const LIGHT: Record<Light, number> = {
  none: of('none'),
  green: of('green'),
  yellow: of('yellow'),
  red: of('red'),
  purple: of('purple'),
};

/** Red, green and blue in 0 … 1. */
export const rgb = (colour: number): [number, number, number] => [
  ((colour >> 16) & 255) / 255,
  ((colour >> 8) & 255) / 255,
  (colour & 255) / 255,
];

/**
 * Step of the shade of a grid with `open` cases, where the fullest grid has `most`. Steps are equal
 * parts of the fullest, so that the shade compares grids and never claims an alarm.
 */
export const loadStep = (open: number, most: number): number =>
  open <= 0 || most <= 0
    ? 0
    : Math.min(LOAD.length - 1, Math.ceil((open / most) * (LOAD.length - 1)));
