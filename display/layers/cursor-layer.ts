import { Container } from 'pixi.js';
import type { MapGeometry } from '../stage/geometry.ts';
import { linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import { CURSOR } from '../stage/palette.ts';
import { ringsOf } from './grid-layer.ts';
import { Points } from './points.ts';

const RING = `
  float d = abs(length(p) - 0.86) - 0.07;
  alpha = 1.0 - smoothstep(-px, px, d);
`;

/** The outline of the chosen grid, and rings round a chosen case and a grid known only as a point. */
export class CursorLayer {
  readonly view = new Container();
  readonly #rings: Points;
  #outline: ColumnMesh | null = null;
  readonly #geometry: MapGeometry;
  #chosen: string | null = null;

  constructor(geometry: MapGeometry, resolution: number) {
    this.#geometry = geometry;
    this.#rings = new Points(RING, resolution);
    this.view.addChild(this.#rings.mesh);
  }

  draw(
    chosen: { grid: string | null; place: { lon: number; lat: number } | null },
    unit: number,
  ): void {
    const { grids, project } = this.#geometry;
    const shape = grids.find(({ id }) => id === chosen.grid);
    if (this.#chosen !== chosen.grid) {
      this.#chosen = chosen.grid;
      this.#outline?.destroy();
      this.#outline = shape
        ? linesOf(ringsOf(shape.polygons, { colour: CURSOR, width: 2.5, alpha: 1 }), unit)
        : null;
      if (this.#outline) this.view.addChildAt(this.#outline, 0);
    }
    const places = [
      ...(shape && shape.polygons.length === 0 ? [{ x: shape.x, y: shape.y, size: 44 }] : []),
      ...(chosen.place
        ? [project(chosen.place.lon, chosen.place.lat)].map(([x, y]) => ({ x, y, size: 34 }))
        : []),
    ];
    this.#rings.write(
      places.map(({ x, y, size }) => ({ x, y, colour: CURSOR, kind: 0, size: size * unit })),
    );
  }
}
