import polygonClipping, { type Polygon as ClipPolygon, type MultiPolygon } from 'polygon-clipping';
import type { Deployment } from '../../config/deployment/schema.ts';
import { type Polygon, type Seat, seatsFor } from './areas.ts';
import {
  type Box,
  boundsOf,
  extent,
  type Point,
  type Projection,
  planeOf,
  polygonsOf,
} from './projection.ts';

/** An area of the map on its plane, in metres. */
export interface Area {
  id: string;
  polygons: Polygon[];
  /** Its middle: where the keyboard finds it, and where a name would stand. */
  x: number;
  y: number;
  /** Where a name may stand, for names up to ever smaller heights; see `seatsOf`. */
  seats: readonly { height: number; seats: readonly Seat[] }[];
}

/** A third-level grid; one known only as a point has no polygons. */
export interface GridShape extends Area {
  community: string;
}

/** Everything of the map that depends on neither the screen nor the picture. */
export interface MapGeometry {
  project: Projection;
  /** Degrees: the origin of the plane. */
  middle: { lon: number; lat: number };
  bounds: Box;
  grids: GridShape[];
  communities: Area[];
}

/** Parts of an area's height for which its seats are known. */
const HEIGHTS = [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 64];

/** Lays the deployment out on the plane. */
export function layOut(deployment: Deployment): MapGeometry {
  const project = planeOf(extent(deployment.grids));
  const onPlane = (polygons: readonly (readonly (readonly Point[])[])[]): Polygon[] =>
    polygons.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => project(lon, lat))));

  const grids = deployment.grids.map(({ properties, geometry }): GridShape => {
    const area = areaOf(properties.id, onPlane(polygonsOf(geometry)));
    const { community } = properties;
    if (geometry.type !== 'Point') return { ...area, community };
    const [x, y] = project(geometry.coordinates[0], geometry.coordinates[1]);
    return { ...area, community, x, y };
  });
  const communities = deployment.communities.map(({ id }) => {
    const own = deployment.grids.filter((grid) => grid.properties.community === id);
    return areaOf(id, onPlane(union(own.flatMap((grid) => polygonsOf(grid.geometry)))));
  });
  const bounds = boundsOf([...extent(deployment.grids)].map(([lon, lat]) => project(lon, lat)));
  const { x, y, width, height } = boundsOf(extent(deployment.grids));
  const middle = { lon: x + width / 2, lat: y + height / 2 };
  return { project, middle, bounds, grids, communities };
}

function areaOf(id: string, polygons: Polygon[]): Area {
  const { height } = boundsOf(polygons.flatMap(([outline = []]) => outline));
  const seats = HEIGHTS.flatMap((part) => {
    const found = seatsFor(polygons, height * part);
    return found.length > 0 ? [{ height: height * part, seats: found }] : [];
  });
  const { x, y } = seats.at(-1)?.seats[0] ?? { x: 0, y: 0 };
  return { id, polygons, x, y, seats };
}

/** Where a name of the height (metres) may stand in the area, where it has most room first. */
export const seatsOf = (area: Area, height: number): readonly Seat[] =>
  area.seats.findLast((known) => known.height >= height)?.seats ?? [];

/** The area of all polygons together. Where they cannot be joined, they stay as they are. */
export function union(polygons: Point[][][]): Point[][][] {
  const [first, ...rest] = polygons as unknown as ClipPolygon[];
  if (!first) return [];
  try {
    const joined: MultiPolygon = polygonClipping.union(first, ...rest);
    return joined as unknown as Point[][][];
  } catch {
    // The library gives up on some nearly touching edges; inner borders are then drawn too.
    return polygons;
  }
}
