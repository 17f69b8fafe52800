import { z } from 'zod';
import { Name } from './name.ts';

/** What can stand on a wall. */
export const TILES = [
  'status',
  'time',
  'map',
  'alerts',
  'due',
  'today',
  'arrivals',
  'units',
  'ports',
  'stations',
  'days',
  'mix',
  'incident',
  'log',
  'tasks',
  'near',
] as const;
export type TileId = (typeof TILES)[number];

const Count = z.number().int().positive();

/** Where a tile stands, in fields of the wall's grid, the first column and row being 1. */
export const Zone = z.strictObject({
  tile: z.enum(TILES),
  column: Count,
  row: Count,
  columns: Count.default(1),
  rows: Count.default(1),
});
export type Zone = z.infer<typeof Zone>;

const Area = Zone.omit({ tile: true });

/** A wall: its surface, where it is watched from, and what stands where on it. */
export const Wall = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'letters, digits, dot, dash, underscore'),
  name: Name,
  /** Pixels of the graphics output. */
  width: Count,
  height: Count,
  /** Millimetres from one pixel to the next. */
  pitch: z.number().positive(),
  /** Metres from the duty officer's eyes to the wall. */
  distance: z.number().positive(),
  /** Display panels of equal size, with what is dark between two lit areas, in millimetres. */
  panels: z.strictObject({ columns: Count, rows: Count, seam: z.number().min(0) }),
  /** Browsers that drive the wall side by side, each an equal part of its width. */
  parts: Count.default(1),
  grid: z.strictObject({ columns: Count, rows: Count }),
  /** 值守 */
  duty: z.array(Zone).min(1),
  /** 应急 */
  emergency: z.array(Zone).min(1),
  /** Where what is opened from the wall stands, above what is there. */
  drill: Area,
});
export type Wall = z.infer<typeof Wall>;
export type Mode = 'duty' | 'emergency';

type Panels = Pick<Wall, 'width' | 'height' | 'panels'>;

/** Where the panels of a wall meet, in pixels: upright seams by x, level ones by y. */
export function seamsOf({ width, height, panels }: Panels): { x: number[]; y: number[] } {
  const inner = (count: number, size: number) =>
    panels.seam === 0 ? [] : Array.from({ length: count - 1 }, (_, n) => (size * (n + 1)) / count);
  return { x: inner(panels.columns, width), y: inner(panels.rows, height) };
}

/** Tiles that an officer cannot do without. */
const NEEDED: Record<Mode, readonly TileId[]> = {
  duty: ['status', 'time', 'map', 'alerts', 'due', 'today', 'units', 'ports'],
  emergency: ['status', 'time', 'map', 'alerts', 'incident', 'log', 'tasks', 'near'],
};
/** A picture may go on across a seam; words may not. */
const MAY_CROSS: ReadonlySet<TileId> = new Set(['map']);

/** What is wrong with a wall's layout, each with its path within the wall and a remedy. */
export function* layoutFaults(
  wall: Wall,
): Generator<{ path: (string | number)[]; problem: string; remedy: string }> {
  const seams = seamsOf(wall);
  const field = { x: wall.width / wall.grid.columns, y: wall.height / wall.grid.rows };
  for (const mode of ['duty', 'emergency'] as const) {
    const taken = new Map<string, TileId>();
    for (const [n, zone] of wall[mode].entries()) {
      const path = [mode, n];
      const [right, bottom] = [zone.column - 1 + zone.columns, zone.row - 1 + zone.rows];
      if (right > wall.grid.columns || bottom > wall.grid.rows) {
        yield { path, problem: `${zone.tile} ends outside the grid`, remedy: 'make it smaller' };
        continue;
      }
      for (let x = zone.column - 1; x < right; x += 1)
        for (let y = zone.row - 1; y < bottom; y += 1) {
          const other = taken.get(`${x} ${y}`);
          if (other !== undefined)
            yield {
              path,
              problem: `${zone.tile} stands on ${other}`,
              remedy: 'give each field to one tile',
            };
          taken.set(`${x} ${y}`, zone.tile);
        }
      const inside = (seam: number, from: number, to: number) => seam > from + 1 && seam < to - 1;
      const crosses =
        seams.x.some((seam) => inside(seam, (zone.column - 1) * field.x, right * field.x)) ||
        seams.y.some((seam) => inside(seam, (zone.row - 1) * field.y, bottom * field.y));
      if (crosses && !MAY_CROSS.has(zone.tile))
        yield {
          path,
          problem: `${zone.tile} crosses a seam of the panels`,
          remedy: 'keep it within one panel',
        };
    }
    for (const tile of NEEDED[mode])
      if (!wall[mode].some((zone) => zone.tile === tile))
        yield { path: [mode], problem: `no ${tile}`, remedy: 'add it' };
  }
}
