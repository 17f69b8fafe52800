import { Graphics } from 'pixi.js';
import type { CaseRow } from '../../config/contract/picture.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { CURSOR } from '../stage/palette.ts';
import { tracePolygons } from './grid-layer.ts';

/** The outline of the chosen grid and a ring round the chosen case. */
export class CursorLayer {
  readonly view = new Graphics();

  draw({ grids, project, unit }: MapGeometry, grid: string | null, row: CaseRow | undefined): void {
    this.view.clear();
    const shape = grids.find(({ id }) => id === grid);
    if (shape) {
      const outline =
        shape.polygons.length > 0
          ? tracePolygons(this.view, shape.polygons)
          : this.view.circle(shape.x, shape.y, 20 * unit);
      outline.stroke({ color: CURSOR, width: 2 * unit, join: 'round' });
    }
    if (row && row.lon !== null && row.lat !== null) {
      const [x, y] = project(row.lon, row.lat);
      this.view.circle(x, y, 15 * unit).stroke({ color: CURSOR, width: 2 * unit });
    }
  }
}
