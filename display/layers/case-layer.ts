import type { CaseRow, Light } from '../../config/contract/picture.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { LIGHT, rgb } from '../stage/palette.ts';
import { Points, STRIDE } from './points.ts';

/** Drawn in this order, so that what needs action lies on top. The index is the shape. */
const ORDER: readonly Light[] = ['none', 'green', 'yellow', 'red', 'purple'];
/** Size of a point in design pixels, by light: colour, shape and size say the same. */
const SIZE: Record<Light, number> = { none: 9, green: 9, yellow: 16, red: 18, purple: 18 };
/** Above this many cases points shrink, down to this part of their size. */
const CROWD = 400;
const SMALLEST = 0.5;

/** Distance to the outline of the shape, then a dark rim that parts overlapping points. */
const SHAPES = `
  float d;
  if (vKind < 1.5) d = length(p) - 0.72;
  else if (vKind < 2.5) d = max(abs(p.x) * 0.866 - p.y * 0.5 - 0.42, p.y - 0.42);
  else if (vKind < 3.5) d = (abs(p.x) + abs(p.y) - 0.84) * 0.7071;
  else d = max(abs(p.x), abs(p.y)) - 0.62;
  float inside = 1.0 - smoothstep(-px, px, d);
  float rim = 1.0 - smoothstep(-px, px, d - 0.16);
  if (vKind < 0.5) inside *= smoothstep(-px, px, d + 0.34);
  ink = mix(vec3(0.051, 0.071, 0.09), vColour, inside);
  alpha = max(inside, rim * 0.85);
  if (vKind < 0.5) alpha = inside;
`;

/** Open cases as points by their light: ring, disc, triangle, diamond, square. */
export class CaseLayer {
  readonly #points = new Points(SHAPES);
  readonly view = this.#points.mesh;

  resolution(resolution: number): void {
    this.#points.set({ resolution });
  }

  /** Fills the buffer from the rows; returns how many cases have no place to be drawn at. */
  fill(rows: ReadonlyMap<string, CaseRow>, { project, unit }: MapGeometry): number {
    const scale = unit * Math.max(SMALLEST, Math.min(1, Math.sqrt(CROWD / Math.max(1, rows.size))));
    const buckets = new Map<Light, CaseRow[]>(ORDER.map((light) => [light, []]));
    let placed = 0;
    for (const row of rows.values()) {
      if (row.lon === null || row.lat === null) continue;
      buckets.get(row.light)?.push(row);
      placed += 1;
    }
    const data = this.#points.room(placed);
    let at = 0;
    ORDER.forEach((light, shape) => {
      const [red, green, blue] = rgb(LIGHT[light]);
      for (const { lon, lat } of buckets.get(light) ?? []) {
        const [x, y] = project(lon ?? 0, lat ?? 0);
        data[at] = x;
        data[at + 1] = y;
        data[at + 2] = red;
        data[at + 3] = green;
        data[at + 4] = blue;
        data[at + 5] = shape;
        data[at + 6] = SIZE[light] * scale;
        at += STRIDE;
      }
    });
    this.#points.commit();
    return rows.size - placed;
  }
}
