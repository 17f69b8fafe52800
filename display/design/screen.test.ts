import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Wall } from '../../config/deployment/wall.ts';
import { chooseWall } from './screen.ts';

const walls = z
  .array(Wall)
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../../config/deployment/walls.json'), 'utf8'),
    ),
  );
const chosen = (query: string, width: number, height: number) => {
  const { wall, part, parts } = chooseWall(walls, '3x3', new URLSearchParams(query), {
    width,
    height,
  });
  return [wall.id, part, parts];
};

it('takes the wall whose shape the window has', () => {
  expect(chosen('', 1920, 1080)).toEqual(['3x3', 0, 1]);
  expect(chosen('', 3840, 2160)).toEqual(['3x3', 0, 1]);
  expect(chosen('', 5760, 2160)).toEqual(['3x2', 0, 1]);
  expect(chosen('', 7680, 2160)).toEqual(['4x2', 0, 1]);
  expect(chosen('', 3840, 1080)).toEqual(['32x9', 0, 1]);
});

it('takes a part of a wall for what it is', () => {
  expect(chosen('part=2/3', 1920, 2160)).toEqual(['3x2', 1, 3]);
  expect(chosen('part=4/4&wall=4x2', 1920, 2160)).toEqual(['4x2', 3, 4]);
});

it('shows the whole wall where the address names no part that there is', () => {
  for (const part of ['4/3', '0/3', 'left', '1/0'])
    expect(chosen(`part=${part}`, 1920, 1080)).toEqual(['3x3', 0, 1]);
});
