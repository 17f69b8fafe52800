import type { Light } from '../../config/contract/picture.ts';

/** Colours of the map, the same as the custom properties of style/base.css that bear these names. */
export const GROUND = 0x0d1217;
export const GRID_LINE = 0x0d1217;
export const COMMUNITY_LINE = 0x50606e;
export const WATER = 0x17414f;
export const ROAD = 0x39444e;
export const LABEL = 0xb6c0c9;
export const LABEL_QUIET = 0x7f8b97;
export const OUTLINE = 0x7d95a8;
/** Cases where they are too many to be drawn one by one. */
export const DENSITY = 0x8fb3c9;
export const STATION = 0xa9c4d6;
export const POST = 0x9aa7b2;
export const COMPONENT = 0x66737f;
export const PATROL = 0x78b4f0;
/** A patroller whose place is not of this half hour. */
export const PATROL_OLD = 0x46637f;
export const HOTSPOT = 0xe9edf0;
export const HOTSPOT_LABEL = 0xe9edf0;
export const CURSOR = 0xffffff;
export const PULSE = 0xe9edf0;

/** Fill of a grid by its open cases: nothing, then four steps of load. */
export const LOAD = [0x151c23, 0x1b2833, 0x223745, 0x2a485a, 0x335b71] as const;

export const LIGHT: Record<Light, number> = {
  none: 0x93a0ac,
  green: 0x5fa58c,
  yellow: 0xe5b84a,
  red: 0xff6b57,
  purple: 0xc993ff,
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
