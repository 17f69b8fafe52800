import { TEXT } from '../design/scale.ts';
import { type Area, seatOf } from '../stage/geometry.ts';
import type { Point } from '../stage/projection.ts';
import type { Hotspot } from './hotspot-layer.ts';
import type { Label } from './label-layer.ts';
import type { MapScene } from './map-scene.ts';

/** A place with a name beside its mark. */
export interface NamedPlace {
  id: string;
  name: string;
  x: number;
  y: number;
  /** Shown from this nearness on. */
  from: number;
  /** Stands over its place and not beside it. */
  over?: boolean;
}

export interface MapNames {
  grid: (id: string) => string;
  community: (id: string) => string;
  hotspot: (hotspot: Hotspot) => string;
}

const GRID_SIZE = 10 * TEXT.small;
/** Distance of a name from the middle of its mark, in design pixels. */
const BESIDE = 13;
/** And from the middle of an incident. */
const RINGED = 34;
const ASIDE = 6;

/**
 * The names wished for, the weightier first: the incident, hotspots, then the grids where most of them have room for
 * their names and their communities else, then places.
 */
export function labelsOf(
  scene: MapScene,
  names: MapNames,
  hotspots: readonly Hotspot[],
  places: readonly NamedPlace[],
  incident: { name: string; x: number; y: number } | null = null,
): Label[] {
  const { ink, geometry } = scene;
  const { grids, communities } = geometry;
  const roomy = grids.filter((grid) => hasRoom(scene, grid, names.grid(grid.id))).length;
  const near = scene.nearness;
  return [
    ...(incident ? incidentLabels(scene, incident) : []),
    ...hotspots.map((hotspot): Label => {
      const { alert, x, y, radius } = hotspot;
      return {
        id: `hotspot ${alert}`,
        text: names.hotspot(hotspot),
        class: 'notice',
        colour: ink.hotspot,
        seats: (_, height) =>
          [-1, 1].map((side) => {
            const [sx, sy] = scene.toScreen([x, y + side * radius]);
            return [sx, sy + side * (height / 2 + 4 * scene.unit)] as const;
          }),
      };
    }),
    ...(roomy > grids.length / 2
      ? grids.map((grid) =>
          areaLabel(scene, grid, `grid ${grid.id}`, names.grid(grid.id), 'grid', ink.labelQuiet),
        )
      : communities.map((area) =>
          areaLabel(
            scene,
            area,
            `community ${area.id}`,
            names.community(area.id),
            'area',
            ink.label,
          ),
        )),
    ...places
      .filter(({ from }) => near >= from)
      .map(({ id, name, x, y, over }): Label => {
        return {
          id: `place ${id}`,
          text: name,
          class: 'place',
          colour: over ? ink.labelQuiet : ink.label,
          seats: (width, height) =>
            over ? [scene.toScreen([x, y])] : beside(scene, [x, y], width, height),
        };
      }),
  ];
}

/** The word over the rings, which no other name crosses. */
function incidentLabels(
  scene: MapScene,
  { name, x, y }: { name: string; x: number; y: number },
): Label[] {
  const look = { class: 'notice', colour: scene.ink.light.red } as const;
  const [sx, sy] = scene.toScreen([x, y]);
  const reach = RINGED * scene.unit;
  return [
    { id: 'incident rings', text: '', ...look, room: 2 * reach, seats: () => [[sx, sy]] },
    {
      id: 'incident',
      text: name,
      ...look,
      seats: (_, height) =>
        [-1, 1].map((side) => [sx, sy + side * (height / 2 + reach + ASIDE * scene.unit)]),
    },
  ];
}

function areaLabel(
  scene: MapScene,
  area: Area,
  id: string,
  text: string,
  kind: 'area' | 'grid',
  colour: number,
): Label {
  return {
    id,
    text,
    class: kind,
    colour,
    seats: (width, height) => {
      const seat = seatOf(area, height / scene.scale);
      if (area.polygons.length === 0) return beside(scene, [area.x, area.y], width, height);
      if (!seat) return [];
      const [x, y] = scene.toScreen([seat.x, seat.y]);
      // A community may reach over its border, where another name leaves room; a grid stays inside.
      if (kind === 'grid') return width <= seat.width * scene.scale ? [[x, y]] : [];
      return [0, -1, 1].map((row): Point => [x, y + row * height * 0.8]);
    },
  };
}

/** Right of a mark, left of it, below, above. */
function beside(scene: MapScene, place: Point, width: number, height: number): Point[] {
  const [x, y] = scene.toScreen(place);
  const gap = BESIDE * scene.unit;
  return [
    [x + gap + width / 2, y],
    [x - gap - width / 2, y],
    [x, y + gap + height / 2],
    [x, y - gap - height / 2],
  ];
}

/** Whether a name would fit into its grid, by its letters: Chinese ones are as wide as high. */
function hasRoom(scene: MapScene, grid: Area, name: string): boolean {
  const size = GRID_SIZE * scene.unit;
  const width = [...name].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.56), 0) * size;
  const seat = seatOf(grid, size / scene.scale);
  return seat !== null && width <= seat.width * scene.scale;
}
