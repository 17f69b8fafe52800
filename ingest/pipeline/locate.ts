import gcoord from 'gcoord';
import { type GridId, gridId } from '../../config/contract/ids.ts';
import type { QualityFlag } from '../../config/contract/vocabulary.ts';
import type { Deployment, GridFeature } from '../../config/deployment/schema.ts';

const DATUMS = { WGS84: gcoord.WGS84, GCJ02: gcoord.GCJ02, BD09: gcoord.BD09 } as const;

export interface Spot {
  grid: GridId;
  community: string;
  lon: number | null;
  lat: number | null;
  flags: QualityFlag[];
}

/** @param name grid as the record calls it; '' where the place decides */
export type Locate = (
  name: string,
  place: { lon: number; lat: number; datum: keyof typeof DATUMS } | null,
) => Spot;

/** Longitude and latitude of each corner in turn. */
type Ring = Float64Array;

const flat = (ring: readonly (readonly number[])[]): Ring =>
  Float64Array.from(ring.flatMap(([lon = 0, lat = 0]) => [lon, lat]));

/** Even-odd rule over all rings of a polygon (GeoJSON: the first is the shell, the others holes). */
function inside(rings: readonly Ring[], lon: number, lat: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const xi = ring[i] as number;
      const yi = ring[i + 1] as number;
      const xj = ring[j] as number;
      const yj = ring[j + 1] as number;
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

interface Area {
  grid: GridFeature;
  polygons: readonly (readonly Ring[])[];
  west: number;
  south: number;
  east: number;
  north: number;
}

function area(grid: GridFeature): Area {
  const polygons =
    grid.geometry.type === 'Polygon'
      ? [grid.geometry.coordinates]
      : grid.geometry.type === 'MultiPolygon'
        ? grid.geometry.coordinates
        : [];
  const rings = polygons.map((polygon) => polygon.map(flat));
  const box: Area = { grid, polygons: rings, west: 180, south: 90, east: -180, north: -90 };
  for (const [lon = 0, lat = 0] of polygons.flat(2) as number[][]) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

/**
 * Finds the grid of a record. What the upstream names wins (it knows); else the area that holds the
 * place; in a deployment of points, the nearest point. A place outside every area is kept and flagged.
 * Coordinates come out in the deployment's datum.
 */
export function createLocator(deployment: Deployment): Locate {
  const named = new Map<string, GridFeature>();
  for (const grid of deployment.grids) {
    const { id, name, aliases } = grid.properties;
    for (const each of [id, name.zh, name.en, ...aliases])
      named.set(each.trim().toLowerCase(), grid);
  }
  const areas = deployment.grids.map(area).filter((each) => each.polygons.length > 0);
  const points = deployment.grids.filter((grid) => grid.geometry.type === 'Point');

  const holding = (lon: number, lat: number): GridFeature | undefined => {
    for (const each of areas)
      if (
        lon >= each.west &&
        lon <= each.east &&
        lat >= each.south &&
        lat <= each.north &&
        each.polygons.some((rings) => inside(rings, lon, lat))
      )
        return each.grid;
    const stretch = Math.cos((lat * Math.PI) / 180);
    let nearest: GridFeature | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const grid of points) {
      const [x = 0, y = 0] = grid.geometry.coordinates as number[];
      const distance = Math.hypot((x - lon) * stretch, y - lat);
      if (distance < least) [least, nearest] = [distance, grid];
    }
    return nearest;
  };

  return (name, place) => {
    const [lon, lat] =
      place === null
        ? [null, null]
        : place.datum === deployment.datum
          ? [place.lon, place.lat]
          : gcoord.transform([place.lon, place.lat], DATUMS[place.datum], DATUMS[deployment.datum]);
    const flags: QualityFlag[] = [];
    let grid = named.get(name.trim().toLowerCase());
    if (lon !== null && lat !== null && grid === undefined) {
      grid = holding(lon, lat);
      if (grid === undefined) flags.push('location-outside');
    }
    return {
      grid: gridId(grid?.properties.id ?? ''),
      community: grid?.properties.community ?? '',
      lon,
      lat,
      flags,
    };
  };
}
