import { Container } from 'pixi.js';
import type { MapGeometry } from '../stage/geometry.ts';
import { linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import type { Ink } from '../stage/palette.ts';
import { ringsOf } from './grid-layer.ts';
import { Points } from './points.ts';

const RING = `
  float d = abs(length(p) - 0.86) - 0.07;
  alpha = 1.0 - smoothstep(-px, px, d);
`;

/** What the eye is led to: a grid, the place of a case, the incident that has the walls. */
export interface Chosen {
  grid: string | null;
  place: { lon: number; lat: number } | null;
  incident: { lon: number; lat: number } | null;
}

/** Diameters of the rings round an incident, design pixels. */
const INCIDENT = [40, 64];

/** The outline of the chosen grid, and rings round a chosen case, an incident and a grid known only as a point. */
export class CursorLayer {
  readonly view = new Container();
  readonly #rings: Points;
  #outline: ColumnMesh | null = null;
  readonly #geometry: MapGeometry;
  readonly #ink: Ink;
  #chosen: string | null = null;

  constructor(geometry: MapGeometry, ink: Ink, resolution: number) {
    this.#ink = ink;
    this.#geometry = geometry;
    this.#rings = new Points(RING, resolution);
    this.view.addChild(this.#rings.mesh);
  }

  draw(chosen: Chosen, unit: number): void {
    const { grids, project } = this.#geometry;
    const shape = grids.find(({ id }) => id === chosen.grid);
    if (this.#chosen !== chosen.grid) {
      this.#chosen = chosen.grid;
      this.#outline?.destroy();
      this.#outline = shape
        ? linesOf(
            ringsOf(shape.polygons, { colour: this.#ink.of.cursor, width: 2.5, alpha: 1 }),
            unit,
          )
        : null;
      if (this.#outline) this.view.addChildAt(this.#outline, 0);
    }
    const at = (place: Chosen['place'], sizes: readonly number[], colour: number) => {
      if (!place) return [];
      const [x, y] = project(place.lon, place.lat);
      return sizes.map((size) => ({ x, y, size, colour }));
    };
    const { cursor } = this.#ink.of;
    const places = [
      ...(shape && shape.polygons.length === 0
        ? [{ x: shape.x, y: shape.y, size: 44, colour: cursor }]
        : []),
      ...at(chosen.place, [34], cursor),
      ...at(chosen.incident, INCIDENT, this.#ink.light.red),
    ];
    this.#rings.write(
      places.map(({ size, ...place }) => ({ ...place, kind: 0, size: size * unit })),
    );
  }
}
