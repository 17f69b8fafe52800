import { TEXT } from '../design/scale.ts';
import { type Area, seatsOf } from '../stage/geometry.ts';
import { isOver, type Size, seatsAround, seatsWithin } from '../stage/name-seats.ts';
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

/** Where one looks, and by which light. */
export type Looking = Pick<
  MapScene,
  'geometry' | 'ink' | 'nearness' | 'scale' | 'toPlane' | 'toScreen' | 'unit'
>;

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

/** Who takes a seat before whom. */
const WEIGHT = { incident: 3, notice: 2, area: 1, place: 0 };

/**
 * The names wished for: the incident, hotspots, then the grids where most of them have room for
 * their names and their communities else, then places.
 */
export function labelsOf(
  scene: Looking,
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
        weight: WEIGHT.notice,
        needed: true,
        seats: ({ height }) =>
          [-1, 1].map((side) => {
            const [sx, sy] = scene.toScreen([x, y + side * radius]);
            return [sx, sy + side * (height / 2 + 4 * scene.unit)] as const;
          }),
      };
    }),
    ...(roomy > grids.length / 2
      ? grids.map((grid) => gridLabel(scene, grid, names.grid(grid.id)))
      : communities.map((area) => communityLabel(scene, area, names.community(area.id)))),
    ...places
      .filter(({ from }) => near >= from)
      .map(({ id, name, x, y, over }): Label => {
        return {
          id: `place ${id}`,
          text: name,
          class: 'place',
          colour: over ? ink.labelQuiet : ink.label,
          weight: WEIGHT.place,
          names: scene.toScreen([x, y]),
          seats: (size) => (over ? [scene.toScreen([x, y])] : beside(scene, [x, y], size)),
        };
      }),
  ];
}

/** The word over the rings, which no other name crosses. */
function incidentLabels(
  scene: Looking,
  { name, x, y }: { name: string; x: number; y: number },
): Label[] {
  const look = {
    class: 'notice',
    colour: scene.ink.light.red,
    weight: WEIGHT.incident,
    needed: true,
  } as const;
  const [sx, sy] = scene.toScreen([x, y]);
  const reach = RINGED * scene.unit;
  return [
    { id: 'incident rings', text: '', ...look, room: 2 * reach, seats: () => [[sx, sy]] },
    {
      id: 'incident',
      text: name,
      ...look,
      seats: ({ height }) =>
        [-1, 1].map((side) => [sx, sy + side * (height / 2 + reach + ASIDE * scene.unit)]),
    },
  ];
}

/** Inside its grid, or not at all. */
function gridLabel(scene: Looking, grid: Area, text: string): Label {
  return {
    ...{ id: `grid ${grid.id}`, text, colour: scene.ink.labelQuiet, weight: WEIGHT.area },
    class: 'grid',
    seats: (size) =>
      grid.polygons.length === 0
        ? beside(scene, [grid.x, grid.y], size)
        : seatsWithin(
            linesOf(scene, grid, size).filter(({ width }) => width >= size.width),
            size,
          ),
  };
}

/** Over its community, also where it reaches over the border, or beside it where there is no other. */
function communityLabel(scene: Looking, area: Area, text: string): Label {
  const { id, polygons, x, y } = area;
  const look = { class: 'area', colour: scene.ink.label, weight: WEIGHT.area } as const;
  const label = { id: `community ${id}`, text, ...look };
  if (polygons.length === 0) return { ...label, seats: (size) => beside(scene, [x, y], size) };
  const areas = scene.geometry.communities.map((one) => one.polygons);
  return {
    ...label,
    seats: (size) => seatsAround(linesOf(scene, area, size), size, ASIDE * scene.unit),
    suits: ({ left, top, right, bottom }) => {
      const [x0, y0] = scene.toPlane([left, top]);
      const [x1, y1] = scene.toPlane([right, bottom]);
      return isOver(polygons, areas, { left: x0, top: y0, right: x1, bottom: y1 });
    },
  };
}

/** The lines of an area for names of the size, on the screen. */
const linesOf = (scene: Looking, area: Area, { height }: Size) =>
  seatsOf(area, height / scene.scale).map((seat) => {
    const [x, y] = scene.toScreen([seat.x, seat.y]);
    return { x, y, width: seat.width * scene.scale };
  });

/** Right of a mark, left of it, below, above, and from there to both sides. */
function beside(scene: Looking, place: Point, { width, height }: Size): Point[] {
  const [x, y] = scene.toScreen(place);
  const gap = BESIDE * scene.unit;
  const [aside, under] = [gap + width / 2, gap + height / 2];
  return [
    [x + aside, y],
    [x - aside, y],
    [x, y + under],
    [x, y - under],
    ...[under, -under].flatMap((down): Point[] => [
      [x + width / 2, y + down],
      [x - width / 2, y + down],
    ]),
  ];
}

/** Whether a name would fit into its grid, by its letters: Chinese ones are as wide as high. */
function hasRoom(scene: Looking, grid: Area, name: string): boolean {
  const size = GRID_SIZE * scene.unit;
  const width = [...name].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.56), 0) * size;
  const [line] = seatsOf(grid, size / scene.scale);
  return line !== undefined && width <= line.width * scene.scale;
}
