import type { Near } from '../../config/contract/ground.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import { marksOf, textsOf } from '../layers/drawn-layers.ts';
import type { NamedPlace } from '../layers/map-labels.ts';
import type { Placed, Shape } from '../layers/place-layer.ts';
import type { Model } from '../model/model.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import type { Ink } from '../stage/palette.ts';
import type { Format } from './format.ts';
import { mostTelling } from './Stations.tsx';

export type Group = 'components' | 'posts' | 'stations' | 'patrollers';
/** From how near each group is shown, in the order in which they are drawn, and how it looks. */
export const GROUPS: Record<Group, { from: number; shape: Shape; size: number }> = {
  components: { from: 8, shape: 'cross', size: 11 },
  posts: { from: 2, shape: 'house', size: 17 },
  stations: { from: 1, shape: 'hexagon', size: 17 },
  patrollers: { from: 1.4, shape: 'walker', size: 20 },
};
export const colourOf = (group: Group, { of, patrol }: Ink): number =>
  ({ components: of.component, posts: of.post, stations: of.station, patrollers: patrol })[group];
/** From how near the names of groups are shown. */
const NAMES = { stations: 1.8, posts: 5 };
/** A patroller seen longer ago is shown fainter. */
const FRESH_MS = 30 * 60_000;
/** Least of a scale: what is shown from 1 on is shown at 1 in spite of rounding. */
const EXACT = 0.999;

/** Groups shown at a nearness, the deployment's layers under our own. */
export const groupsAt =
  (deployment: Deployment) =>
  (nearness: number): string[] => [
    ...deployment.layers.filter(({ from }) => nearness >= from * EXACT).map(({ id }) => layer(id)),
    ...Object.entries(GROUPS)
      .filter(([, { from }]) => nearness >= from * EXACT)
      .map(([group]) => group),
  ];
const layer = (id: string): string => `layer ${id}`;

/** Marks of what the deployment's layers and the model tell: stations, one over its limit as what needs action. */
export function placesOf(
  deployment: Deployment,
  { project }: MapGeometry,
  model: Model,
  ink: Ink,
): [group: string, places: Placed[]][] {
  const stations = deployment.stations.map((station): Placed => {
    const [x, y] = project(station.lon, station.lat);
    const row = model.row('stations', station.id);
    const over =
      row !== undefined && mostTelling(station, row, model.now(), deployment.zone)?.over === true;
    const look = { ...GROUPS.stations, colour: colourOf('stations', ink) };
    return over
      ? { x, y, ...look, colour: ink.light.red, size: 24, pressing: true }
      : { x, y, ...look };
  });
  return [
    ...deployment.layers.map((one): [string, Placed[]] => [
      layer(one.id),
      marksOf(one, project, ink),
    ]),
    ['stations', stations],
  ];
}

/** Marks of what the store knows to stand or walk there. @param now deployment time */
export function standingOf(
  { patrollers, registered }: Near,
  { project }: MapGeometry,
  now: Millis,
  ink: Ink,
): [group: Group, places: Placed[]][] {
  const entries = (register: string, group: Group): [Group, Placed[]] => [
    group,
    registered
      .filter((one) => one.register === register)
      .map(({ lon, lat }): Placed => {
        const [x, y] = project(lon, lat);
        return { x, y, ...GROUPS[group], colour: colourOf(group, ink) };
      }),
  ];
  return [
    entries('components', 'components'),
    entries('posts', 'posts'),
    [
      'patrollers',
      patrollers.map(({ lon, lat, at }): Placed => {
        const [x, y] = project(lon, lat);
        const colour = now - at <= FRESH_MS ? ink.patrol : ink.of['patrol-old'];
        return { x, y, ...GROUPS.patrollers, colour };
      }),
    ],
  ];
}

/** Places with a name beside them: stations, posts, what layers of the deployment label. */
export function namedPlaces(
  deployment: Deployment,
  { project }: MapGeometry,
  registered: Near['registered'],
  format: Format,
): NamedPlace[] {
  return [
    ...deployment.stations.map(({ id, name, lon, lat }): NamedPlace => {
      const [x, y] = project(lon, lat);
      return { id: `station ${id}`, name: format.name(name), x, y, from: NAMES.stations };
    }),
    ...deployment.layers.flatMap((one) =>
      textsOf(one, project, (name) => format.name(name)).map((text): NamedPlace => {
        return { ...text, from: one.from, over: true };
      }),
    ),
    ...registered
      .filter(({ register }) => register === 'posts')
      .map(({ key, name, lon, lat }): NamedPlace => {
        const [x, y] = project(lon, lat);
        return { id: `post ${key}`, name, x, y, from: NAMES.posts };
      }),
  ];
}
