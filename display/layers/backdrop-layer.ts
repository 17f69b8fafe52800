import type { Deployment } from '../../config/deployment/schema.ts';
import { type Line, linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import type { Ink } from '../stage/palette.ts';
import type { Point, Projection } from '../stage/projection.ts';
import { Surface } from '../stage/surface.ts';

type Feature = Deployment['backdrop'][number];

/** Strokes of a kind from wide and faint to fine: width in design pixels, opacity. */
const STROKES = {
  water: [[3, 1]],
  road: [[1.6, 0.75]],
  // the subdistrict stands out from the dark as if lit from below
  outline: [
    [22, 0.05],
    [11, 0.09],
    [2, 1],
  ],
} as const;

/** Water and roads over the shaded grids, and the outline: for orientation, never louder than the cases. */
export class BackdropLayer {
  /** Water areas, then lines. */
  readonly areas: ColumnMesh;
  readonly lines: ColumnMesh;

  constructor(backdrop: Deployment['backdrop'], project: Projection, ink: Ink) {
    const areas = backdrop.filter(({ properties, geometry }) => {
      return properties.kind === 'water' && geometry.type.endsWith('Polygon');
    });
    const water = new Surface(areas.map((feature) => ({ polygons: polygons(feature, project) })));
    areas.forEach((_, n) => {
      water.paint(n, ink.of.water);
    });
    const lines = backdrop.flatMap((feature): Line[] => {
      const { kind } = feature.properties;
      const closed = feature.geometry.type.endsWith('Polygon');
      return STROKES[kind].flatMap(([width, alpha]) =>
        polygons(feature, project)
          .flat()
          .map((points) => ({ points, closed, width, colour: ink.of[kind], alpha })),
      );
    });
    this.areas = water.mesh;
    this.lines = linesOf(lines);
  }
}

/** The feature's rings by polygon; lines stand as polygons of one open ring. */
function polygons({ geometry }: Feature, project: Projection): Point[][][] {
  const line = (positions: readonly (readonly number[])[]): Point[] =>
    positions.map(([lon = 0, lat = 0]) => project(lon, lat));
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates.map(line)];
    case 'MultiPolygon':
      return geometry.coordinates.map((rings) => rings.map(line));
    case 'LineString':
      return [[line(geometry.coordinates)]];
    case 'MultiLineString':
      return geometry.coordinates.map((positions) => [line(positions)]);
  }
}
