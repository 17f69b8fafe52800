import { Container } from 'pixi.js';
import type { Name } from '../../config/deployment/name.ts';
import type { Deployment, LayerFeature } from '../../config/deployment/schema.ts';
import type { Polygon } from '../stage/areas.ts';
import { type Line, linesOf } from '../stage/lines.ts';
import type { ColumnMesh } from '../stage/mesh.ts';
import type { Ink } from '../stage/palette.ts';
import type { Point, Projection } from '../stage/projection.ts';
import { Surface } from '../stage/surface.ts';
import { ringsOf } from './grid-layer.ts';
import type { Placed } from './place-layer.ts';

type Layer = Deployment['layers'][number];
type Position = readonly number[];

/** Areas and lines of the layers that the deployment brings; their points stand among the places. */
export class DrawnLayers {
  readonly view = new Container();
  readonly #layers: { from: number; surface: ColumnMesh; lines: ColumnMesh }[];

  constructor(layers: readonly Layer[], project: Projection, ink: Ink) {
    this.#layers = layers.map((layer) => {
      const { style, from, features } = layer;
      const colour = ink.foreign(style.colour);
      const areas = features.map((feature) => ({ polygons: areasOf(feature, project) }));
      const surface = new Surface(areas);
      areas.forEach((_, n) => {
        surface.paint(n, colour, style.fill);
      });
      const look = { colour, width: style.width, alpha: 0.85 };
      const lines = linesOf([
        ...areas.flatMap(({ polygons }) => ringsOf(polygons, look)),
        ...features.flatMap((feature) =>
          waysOf(feature, project).map((points): Line => ({ points, closed: false, ...look })),
        ),
      ]);
      this.view.addChild(surface.mesh, lines);
      return { from, surface: surface.mesh, lines };
    });
  }

  /** Shows the layers that are shown from this nearness on. */
  show(nearness: number, unit: number): void {
    for (const { from, surface, lines } of this.#layers) {
      const shown = nearness >= from * 0.999;
      surface.renderable = shown;
      lines.renderable = shown;
      lines.set({ uUnit: unit });
    }
  }
}

/** The points of a layer as marks. */
export function marksOf(layer: Layer, project: Projection, ink: Ink): Placed[] {
  const colour = ink.foreign(layer.style.colour);
  return layer.features.flatMap((feature) =>
    pointsOf(feature, project).map(([x, y]) => {
      return { x, y, shape: layer.style.mark, colour, size: layer.style.size };
    }),
  );
}

/** The texts of a layer, each at the middle of its feature: a text, or one in both languages. */
export function textsOf(
  { id, label, features }: Layer,
  project: Projection,
  say: (name: Name) => string,
): { id: string; name: string; x: number; y: number }[] {
  if (label === undefined) return [];
  return features.flatMap((feature, n) => {
    const told = feature.properties?.[label];
    const corners = [
      ...pointsOf(feature, project),
      ...waysOf(feature, project).flat(),
      ...areasOf(feature, project).flatMap(([outline = []]) => outline),
    ];
    if (corners.length === 0 || told === undefined || told === null) return [];
    const name = isName(told) ? say(told) : String(told);
    const x = corners.reduce((sum, [at]) => sum + at, 0) / corners.length;
    const y = corners.reduce((sum, [, at]) => sum + at, 0) / corners.length;
    return [{ id: `${id} ${n}`, name, x, y }];
  });
}

const isName = (told: unknown): told is Name =>
  typeof told === 'object' && told !== null && 'zh' in told && 'en' in told;

const line = (positions: readonly Position[], project: Projection): Point[] =>
  positions.map(([lon = 0, lat = 0]) => project(lon, lat));

function areasOf({ geometry }: LayerFeature, project: Projection): Polygon[] {
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates.map((ring) => line(ring, project))];
    case 'MultiPolygon':
      return geometry.coordinates.map((rings) => rings.map((ring) => line(ring, project)));
    default:
      return [];
  }
}

function waysOf({ geometry }: LayerFeature, project: Projection): Point[][] {
  switch (geometry.type) {
    case 'LineString':
      return [line(geometry.coordinates, project)];
    case 'MultiLineString':
      return geometry.coordinates.map((way) => line(way, project));
    default:
      return [];
  }
}

function pointsOf({ geometry }: LayerFeature, project: Projection): Point[] {
  switch (geometry.type) {
    case 'Point':
      return line([geometry.coordinates], project);
    case 'MultiPoint':
      return line(geometry.coordinates, project);
    default:
      return [];
  }
}
