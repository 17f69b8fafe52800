import type { GridRow } from '../../config/contract/picture.ts';
import type { Polygon } from '../stage/areas.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { type Line, linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import { type Ink, loadStep } from '../stage/palette.ts';
import type { Point } from '../stage/projection.ts';
import { Surface } from '../stage/surface.ts';

/** Half the width of the disc of a grid known only as a point, as a part of the map's width. */
const DISC = 1 / 60;
const CORNERS = 32;

/** The rings of the polygons as lines. */
export const ringsOf = (
  polygons: readonly Polygon[],
  look: Omit<Line, 'points' | 'closed'>,
): Line[] =>
  polygons.flatMap((polygon) => polygon.map((points) => ({ points, closed: true, ...look })));

/** A circle as a ring. */
export const circle = (x: number, y: number, radius: number): Point[] =>
  Array.from({ length: CORNERS }, (_, n) => {
    const angle = (2 * Math.PI * n) / CORNERS;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

/** The grids, shaded by their open cases, with the borders of grids and communities. */
export class GridLayer {
  /** Shades, under water and roads. */
  readonly shades: ColumnMesh;
  /** Borders, over them. */
  readonly borders: ColumnMesh;
  readonly #surface: Surface;
  readonly #ids: readonly string[];
  readonly #load: readonly number[];

  constructor({ grids, communities, bounds }: MapGeometry, ink: Ink) {
    this.#load = ink.load;
    const outlines = grids.map(({ polygons, x, y }) => ({
      polygons:
        polygons.length > 0
          ? polygons
          : [[circle(x, y, DISC * Math.max(bounds.width, bounds.height, 500))]],
    }));
    this.#ids = grids.map(({ id }) => id);
    this.#surface = new Surface(outlines);
    this.#ids.forEach((_, n) => {
      this.#paint(n, 0);
    });
    this.shades = this.#surface.mesh;
    this.borders = linesOf([
      ...outlines.flatMap(({ polygons }) =>
        ringsOf(polygons, { colour: ink.ground, width: 1.5, alpha: 0.9 }),
      ),
      ...communities.flatMap(({ polygons }) =>
        ringsOf(polygons, { colour: ink.of.community, width: 1.4, alpha: 0.85 }),
      ),
    ]);
  }

  /** Shades the grids anew. Only the colour of what changed is sent. */
  shade(rows: ReadonlyMap<string, GridRow>): void {
    const most = Math.max(0, ...[...rows.values()].map((row) => row.open));
    this.#ids.forEach((id, n) => {
      this.#paint(n, loadStep(rows.get(id)?.open ?? 0, most, this.#load.length));
    });
  }

  #paint(grid: number, step: number): void {
    this.#surface.paint(grid, this.#load[step] ?? 0);
  }
}
