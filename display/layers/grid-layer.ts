import { Container, Graphics } from 'pixi.js';
import type { GridRow } from '../../config/contract/picture.ts';
import type { Polygon } from '../stage/areas.ts';
import type { GridShape, MapGeometry } from '../stage/geometry.ts';
import { COMMUNITY_LINE, GRID_LINE, LOAD, loadStep } from '../stage/palette.ts';

/** Radius of a grid known only as a point, in design pixels. */
const POINT_RADIUS = 16;

/** Draws the rings of the polygons as one path each. */
export function tracePolygons(view: Graphics, polygons: readonly Polygon[]): Graphics {
  for (const polygon of polygons) {
    for (const ring of polygon) view.poly(ring.flat() as number[]);
  }
  return view;
}

/** The grids, shaded by their open cases, with the borders of grids and communities. */
export class GridLayer {
  readonly view = new Container();
  readonly #fills = new Map<string, Graphics>();
  readonly #borders = new Graphics();

  draw({ grids, communities, unit }: MapGeometry): void {
    for (const fill of this.#fills.values()) fill.destroy();
    this.#fills.clear();
    this.view.removeChildren();
    for (const grid of grids) {
      const fill = this.#shape(grid, unit).fill({ color: 0xffffff });
      fill.tint = LOAD[0];
      this.#fills.set(grid.id, fill);
      this.view.addChild(fill);
    }
    this.#borders.clear();
    for (const grid of grids) {
      tracePolygons(this.#borders, grid.polygons).stroke({ color: GRID_LINE, width: 1.5 * unit });
    }
    for (const { polygons } of communities) {
      tracePolygons(this.#borders, polygons).stroke({
        color: COMMUNITY_LINE,
        width: 1.25 * unit,
        join: 'round',
      });
    }
    this.view.addChild(this.#borders);
  }

  /** Shades the grids anew. Only the colour of what changed is touched. */
  shade(rows: ReadonlyMap<string, GridRow>): void {
    const most = Math.max(0, ...[...rows.values()].map((row) => row.open));
    for (const [id, fill] of this.#fills) {
      const colour = LOAD[loadStep(rows.get(id)?.open ?? 0, most)] ?? LOAD[0];
      if (fill.tint !== colour) fill.tint = colour;
    }
  }

  #shape(grid: GridShape, unit: number): Graphics {
    const view = new Graphics();
    return grid.polygons.length > 0
      ? tracePolygons(view, grid.polygons)
      : view.circle(grid.x, grid.y, POINT_RADIUS * unit);
  }
}
