import { describe, expect, it } from 'vitest';
import { type Blindness, contrast, difference, linearOf, seenWith } from './colour.ts';
import {
  LEVELS,
  MAP_DAY,
  MAP_NIGHT,
  MAPS,
  type MapColour,
  PALETTES,
  type Theme,
} from './palette.ts';

/** Told apart at a glance, not only side by side. */
const AT_A_GLANCE = 10;
/** WCAG 2.2 AA for text. */
const READABLE = 4.5;

describe.each(Object.entries(PALETTES))('by %s', (_, palette) => {
  const lights = [...LEVELS, 'green', 'none'] as const;
  it.each([null, 'protanopia', 'deuteranopia', 'tritanopia'] as (Blindness | null)[])(
    'levels and lights keep apart, seen with %s',
    (blindness) => {
      const seen = lights.map((name) => {
        const colour = linearOf(palette[name]);
        return { name, colour: blindness ? seenWith(blindness, colour) : colour };
      });
      const close = seen.flatMap((a, n) =>
        seen
          .slice(n + 1)
          .filter((b) => difference(a.colour, b.colour) < AT_A_GLANCE)
          .map((b) => `${a.name} and ${b.name}`),
      );
      expect(close).toEqual([]);
    },
  );

  it('every text can be read on the ground', () => {
    const texts = ['ink', 'ink-2', 'ink-3', ...lights] as const;
    const weak = texts.filter((name) => contrast(palette[name], palette.ground) < READABLE);
    expect(weak).toEqual([]);
  });
});

describe.each(Object.keys(MAPS) as Theme[])('the map by %s', (theme) => {
  const light = (name: MapColour) => contrast(MAPS[theme][name], '#000000');
  it('shades the grids the brighter the more is open in them, and the summit above all', () => {
    const steps = (['load-0', 'load-1', 'load-2', 'load-3', 'load-4', 'summit'] as const).map(
      light,
    );
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('lets what is late stand out from the fullest grid', () => {
    for (const level of ['yellow', 'red', 'purple'] as const)
      expect(
        difference(linearOf(PALETTES[theme][level]), linearOf(MAPS[theme]['load-4'])),
      ).toBeGreaterThan(3 * AT_A_GLANCE);
  });
});

it('gives less blue light by night, on the map as around it', () => {
  const blue = (hex: string) => linearOf(hex)[2];
  for (const name of Object.keys(MAP_DAY) as MapColour[])
    expect(blue(MAP_NIGHT[name]), name).toBeLessThan(blue(MAP_DAY[name]));
});

it('measures differences as the published examples of CIEDE2000 do', () => {
  // Sharma, Wu and Dalal 2005 test Lab pairs; black to white is 100 by definition.
  expect(difference(linearOf('#000000'), linearOf('#ffffff'))).toBeCloseTo(100, 1);
  expect(difference(linearOf('#ff0000'), linearOf('#00ff00'))).toBeCloseTo(86.6, 1);
  expect(difference(linearOf('#3a8ee6'), linearOf('#3a8ee6'))).toBe(0);
});
