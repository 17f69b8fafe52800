import { hash32, type Random, random } from '../../config/deployment/random.ts';
import type { Deployment, GridFeature } from '../../config/deployment/schema.ts';

export type Point = [lon: number, lat: number];

interface Plot {
  grid: GridFeature;
  community: string;
  /** Polygons of rings. */
  polygons: readonly (readonly Float64Array[])[];
  box: [west: number, south: number, east: number, north: number];
}

/** The land of a deployment, to place things on. */
export interface Ground {
  plots: readonly Plot[];
  /** Index of the grid of a report; residents call less evenly than patrollers report. */
  pick(kind: 'told' | 'seen', rng: Random): number;
  /** A place inside the grid; the grid's own point where no area is known. */
  place(plot: number, rng: Random): Point;
  /** Index of the grid that holds a place; undefined: none. */
  holding(point: Point): number | undefined;
}

/** Even-odd rule over all rings, each a flat list of lon, lat, lon, lat, … */
function within(px: number, py: number, rings: readonly Float64Array[]): boolean {
  let odd = false;
  for (const ring of rings) {
    let x0 = ring[0]!;
    let y0 = ring[1]!;
    for (let i = 2; i < ring.length; i += 2) {
      const x = ring[i]!;
      const y = ring[i + 1]!;
      if (y > py !== y0 > py && px < ((x0 - x) * (py - y)) / (y0 - y) + x) odd = !odd;
      x0 = x;
      y0 = y;
    }
  }
  return odd;
}

/** Spread of the grids' weights (standard deviation of their logarithms). */
const UNEVEN = { told: 0.45, seen: 0.25 } as const;

export function createGround(deployment: Pick<Deployment, 'grids' | 'communities'>): Ground {
  const names = new Map(deployment.communities.map(({ id, name }) => [id, name.zh]));
  const plots = deployment.grids.map((grid): Plot => {
    const { geometry } = grid;
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    const corners = geometry.type === 'Point' ? [geometry.coordinates] : polygons.flat(2);
    const xs = corners.map(([x]) => x!);
    const ys = corners.map(([, y]) => y!);
    return {
      grid,
      community: names.get(grid.properties.community) ?? '',
      polygons: polygons.map((rings) =>
        rings.map((ring) => Float64Array.from(ring.flatMap(([lon, lat]) => [lon!, lat!]))),
      ),
      box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    };
  });

  /** Weights hang on the grid's id alone, so that busy grids stay busy whatever the seed. */
  const summed = (kind: 'told' | 'seen'): number[] => {
    let sum = 0;
    return plots.map(({ grid }) => {
      sum += Math.exp(UNEVEN[kind] * random(hash32(kind, grid.properties.id)).normal());
      return sum;
    });
  };
  const sums = { told: summed('told'), seen: summed('seen') };
  const holds = ({ polygons }: Plot, [lon, lat]: Point) =>
    polygons.some((rings) => within(lon, lat, rings));

  return {
    plots,
    pick: (kind, rng) => {
      const sum = sums[kind];
      const target = rng.next() * sum.at(-1)!;
      let index = 0;
      while (sum[index]! <= target) index++;
      return index;
    },
    place: (index, rng) => {
      const plot = plots[index]!;
      const [west, south, east, north] = plot.box;
      if (plot.polygons.length === 0) return [west, south];
      for (;;) {
        const point: Point = [
          Number(rng.between(west, east).toFixed(6)),
          Number(rng.between(south, north).toFixed(6)),
        ];
        if (holds(plot, point)) return point;
      }
    },
    holding: (point) => {
      const index = plots.findIndex((plot) => holds(plot, point));
      return index < 0 ? undefined : index;
    },
  };
}
