import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { layoutFaults, seamsOf, Wall } from './wall.ts';

const walls = z
  .array(Wall)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'walls.json'), 'utf8')));
const first = walls[0] as Wall;

describe('the walls that come with Qiao', () => {
  it.each(walls.map((wall) => [wall.id, wall] as const))('%s can be hung', (_, wall) => {
    expect([...layoutFaults(wall)]).toEqual([]);
  });

  it('have their seams where the panels meet', () => {
    expect(seamsOf(first)).toEqual({ x: [640, 1280], y: [360, 720] });
    const led = walls.find(({ id }) => id === '32x9') as Wall;
    expect(seamsOf(led)).toEqual({ x: [], y: [] });
  });
});

describe('a layout is refused with its place and remedy', () => {
  const problems = (change: Partial<Wall>) =>
    [...layoutFaults({ ...first, ...change })].map(({ path, problem }) => [
      path.join('.'),
      problem,
    ]);
  const moved = (tile: string, change: object) =>
    first.duty.map((zone) => (zone.tile === tile ? { ...zone, ...change } : zone));

  it('where words would stand on a seam', () => {
    const duty = moved('status', { rows: 4 });
    expect(problems({ duty })).toContainEqual(['duty.0', 'status crosses a seam of the panels']);
  });
  it('where two tiles want one place', () => {
    expect(problems({ duty: moved('ports', { row: 4 }) })).toContainEqual([
      'duty.8',
      'ports stands on units',
    ]);
  });
  it('where a tile leaves the wall', () => {
    expect(problems({ duty: moved('ports', { rows: 5 }) })).toContainEqual([
      'duty.8',
      'ports ends outside the grid',
    ]);
  });
  it('where what a duty officer needs is missing', () => {
    const duty = first.duty.filter(({ tile }) => tile !== 'alerts');
    expect(problems({ duty })).toContainEqual(['duty', 'no alerts']);
  });
});
