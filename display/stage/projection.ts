import type { Deployment } from '../../config/deployment/schema.ts';

export type Point = readonly [x: number, y: number];
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** Longitude and latitude in degrees to metres on the plane of the map: x eastwards, y southwards. */
export type Projection = (lon: number, lat: number) => Point;

/** Metres of a degree of latitude. */
const DEGREE = 111_320;
const RAD = Math.PI / 180;

/**
 * The plane of the map, about the middle of the places. Equirectangular with the true scale at the
 * middle latitude: over a city the error against Mercator is far below a pixel.
 */
export function planeOf(places: Iterable<Point>): Projection {
  const { x, y, width, height } = boundsOf(places);
  const middle: Point = [x + width / 2, y + height / 2];
  const shrink = Math.cos(middle[1] * RAD);
  return (lon, lat) => [(lon - middle[0]) * shrink * DEGREE, (middle[1] - lat) * DEGREE];
}

/** The box about the points; a box without extent at 0, 0 where there are none. */
export function boundsOf(points: Iterable<Point>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

type Grid = Deployment['grids'][number];

/** Rings of a grid or backdrop area, each polygon as its outer ring and holes; points have none. */
export function polygonsOf(geometry: Grid['geometry']): Point[][][] {
  switch (geometry.type) {
    case 'Point':
      return [];
    case 'Polygon':
      return [geometry.coordinates.map((ring) => ring.map(toPoint))];
    case 'MultiPolygon':
      return geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(toPoint)));
  }
}
export const toPoint = (position: readonly number[]): Point => [position[0] ?? 0, position[1] ?? 0];

/** Every vertex of the grids: what the map must show. */
export function* extent(grids: readonly Grid[]): Iterable<Point> {
  for (const { geometry } of grids) {
    if (geometry.type === 'Point') yield toPoint(geometry.coordinates);
    for (const polygon of polygonsOf(geometry)) yield* polygon[0] ?? [];
  }
}
