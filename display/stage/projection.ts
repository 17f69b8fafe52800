import type { Deployment } from '../../config/deployment/schema.ts';

export type Point = readonly [x: number, y: number];
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** Longitude and latitude in degrees to pixels, y downwards, north up. */
export type Projection = (lon: number, lat: number) => Point;

const RAD = Math.PI / 180;
/** Degrees round a lone point, so that a deployment of one point still has an extent (about 1 km). */
const LONE = 0.01;

/**
 * Fits the places into the box, centred, with equal scale in both directions. Equirectangular with
 * the true scale at the middle latitude: over a city the error against Mercator is far below a pixel.
 */
export function fitProjection(places: Iterable<Point>, box: Box): Projection {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  if (west > east) return () => [box.x + box.width / 2, box.y + box.height / 2];
  const middle: Point = [(west + east) / 2, (south + north) / 2];
  const shrink = Math.cos(middle[1] * RAD);
  const scale = Math.min(
    box.width / (Math.max(east - west, LONE) * shrink),
    box.height / Math.max(north - south, LONE),
  );
  return (lon, lat) => [
    box.x + box.width / 2 + (lon - middle[0]) * shrink * scale,
    box.y + box.height / 2 - (lat - middle[1]) * scale,
  ];
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
const toPoint = (position: readonly number[]): Point => [position[0] ?? 0, position[1] ?? 0];

/** Every vertex of the grids: what the map must show. */
export function* extent(grids: readonly Grid[]): Iterable<Point> {
  for (const { geometry } of grids) {
    if (geometry.type === 'Point') yield toPoint(geometry.coordinates);
    for (const polygon of polygonsOf(geometry)) yield* polygon[0] ?? [];
  }
}
