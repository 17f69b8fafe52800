import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Wall } from '../../config/deployment/wall.ts';
import { PALETTES } from './palette.ts';
import { heightOf, isLegible, leastHeight, remOf, TEXT } from './scale.ts';

const style = (name: string) => readFileSync(join(import.meta.dirname, '../style', name), 'utf8');
const walls = z
  .array(Wall)
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../../config/deployment/walls.json'), 'utf8'),
    ),
  );

describe('the scale of text', () => {
  it('asks for 40 mm where the wall is watched from 8 m', () => {
    expect(leastHeight({ distance: 8 })).toBe(40);
  });

  it.each(walls.map((wall) => [wall.id, wall] as const))(
    'can be read from the place of the officer before %s',
    (_, wall) => {
      const small = TEXT.small * remOf(wall);
      expect(isLegible(small, wall)).toBe(true);
      expect(isLegible(small - 1, wall)).toBe(false);
      expect(heightOf(small, wall)).toBeCloseTo(wall.distance * 5, 0);
    },
  );

  it('stands in the style sheets as it stands here', () => {
    const base = style('base.css');
    for (const [name, rem] of Object.entries(TEXT)) expect(base).toContain(`--${name}: ${rem}rem;`);
    for (const [name, colour] of Object.entries(PALETTES.day))
      expect(base).toContain(`--${name}: ${colour};`);
    for (const [name, colour] of Object.entries(PALETTES.night))
      expect(base).toContain(`--${name}: ${colour};`);
  });

  it('is what every style sheet of the wall takes its sizes from', () => {
    const folder = join(import.meta.dirname, '../style');
    // the desk is read from half a metre
    const sheets = readdirSync(folder).filter((name) => name !== 'desk.css');
    const own = sheets.flatMap((name) =>
      [...style(name).matchAll(/(?:font-size|font):\s*([^;]+);/g)]
        .map((match) => match[1] as string)
        .filter(
          (value) => !/var\(--(small|body|large|figure|time|verdict)\)|inherit|100vw/.test(value),
        )
        .map((value) => `${name}: ${value}`),
    );
    expect(own).toEqual([]);
  });
});
