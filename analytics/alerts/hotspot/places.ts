import type { GridFeature } from '../../../config/deployment/schema.ts';

export type Point = readonly [lon: number, lat: number];

/** Metres of a degree of latitude. */
const DEGREE = 111_320;

/** Where a grid is: its point, or the middle of its outline's corners. */
function centreOf({ geometry }: GridFeature): Point {
  if (geometry.type === 'Point') return [geometry.coordinates[0], geometry.coordinates[1]];
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const corners = polygons.flatMap(([outline = []]) => outline);
  const sum = corners.reduce((a, [lon, lat]) => [a[0] + lon, a[1] + lat] as const, [0, 0] as const);
  return [sum[0] / corners.length, sum[1] / corners.length];
}

/** Points on a plane, in metres about the equator's distance: near enough over a city. */
export function planeOf(points: readonly Point[]): [x: number, y: number][] {
  const middle = points.reduce((sum, [, lat]) => sum + lat, 0) / Math.max(1, points.length);
  const narrow = Math.cos((middle * Math.PI) / 180);
  return points.map(([lon, lat]) => [lon * DEGREE * narrow, lat * DEGREE]);
}

/** The middles of grids in metres on a plane. */
export const centresOf = (grids: readonly GridFeature[]): [x: number, y: number][] =>
  planeOf(grids.map(centreOf));
