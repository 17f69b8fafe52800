import polygonClipping, { type Polygon as ClipPolygon, type MultiPolygon } from 'polygon-clipping';
import type { Deployment } from '../../config/deployment/schema.ts';
import { type Polygon, type Seat, seatFor } from './areas.ts';
import {
  type Box,
  extent,
  fitProjection,
  type Point,
  type Projection,
  polygonsOf,
} from './projection.ts';

/** A grid on the screen, in pixels of the stage. */
export interface GridShape {
  id: string;
  community: string;
  polygons: Polygon[];
  /** Where the keyboard finds it. */
  x: number;
  y: number;
  seats: Seats;
}

/** Seats for a name on one line and on two; null where the height does not fit. */
export type Seats = readonly (Seat | null)[];

/** Everything of the map that depends on the size of the screen but not on the picture. */
export interface MapGeometry {
  project: Projection;
  grids: GridShape[];
  communities: { id: string; polygons: Polygon[]; seats: Seats }[];
  /** Pixels of the screen for one design pixel of the 1920 × 1080 wall. */
  unit: number;
}

/** Lays the deployment into the box. `unit`: see MapGeometry. */
export function layOut(deployment: Deployment, box: Box, unit: number): MapGeometry {
  const project = fitProjection(extent(deployment.grids), box);
  const toScreen = (polygons: readonly (readonly (readonly Point[])[])[]): Polygon[] =>
    polygons.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => project(lon, lat))));

  const grids = deployment.grids.map(({ properties, geometry }): GridShape => {
    const polygons = toScreen(polygonsOf(geometry));
    const seat = seatFor(polygons, 2 * unit);
    const first = geometry.type === 'Point' ? geometry.coordinates : null;
    const seats = seatsFor(polygons, unit);
    const [x, y] = first ? project(first[0] ?? 0, first[1] ?? 0) : [seat?.x ?? 0, seat?.y ?? 0];
    return { id: properties.id, community: properties.community, polygons, x, y, seats };
  });

  const communities = deployment.communities.map(({ id }) => {
    const own = deployment.grids.filter((grid) => grid.properties.community === id);
    const polygons = toScreen(union(own.flatMap((grid) => polygonsOf(grid.geometry))));
    return { id, polygons, seats: seatsFor(polygons, unit) };
  });
  return { project, grids, communities, unit };
}

/** Heights of one line and of two, in design pixels. */
const LINES = [20, 42];
const seatsFor = (polygons: Polygon[], unit: number): Seats =>
  LINES.map((height) => seatFor(polygons, height * unit));

/** The area of all polygons together. Where they cannot be joined, they stay as they are. */
function union(polygons: Point[][][]): Point[][][] {
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
