import type { Deployment } from '../../config/deployment/schema.ts';
import type { NamedPlace } from '../layers/map-labels.ts';
import type { Placed } from '../layers/place-layer.ts';
import type { Model } from '../model/model.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { LIGHT, STATION } from '../stage/palette.ts';
import type { Format } from './format.ts';
import { mostTelling } from './Stations.tsx';

/** From how near each group of places is shown, in the order in which they are drawn. */
const FROM: readonly (readonly [group: string, from: number])[] = [['stations', 1]];
/** From how near the names of stations are shown. */
const STATION_NAMES = 1.8;

export const groupsAt = (nearness: number): string[] =>
  FROM.filter(([, from]) => nearness >= from * 0.999).map(([group]) => group);

/** What stands where, by group: stations, one over its limit in the colour of what needs action. */
export function placesOf(
  deployment: Deployment,
  { project }: MapGeometry,
  model: Model,
): [group: string, places: Placed[]][] {
  const stations = deployment.stations.map((station): Placed => {
    const [x, y] = project(station.lon, station.lat);
    const row = model.row('stations', station.id);
    const over = row !== undefined && mostTelling(station, row)?.over === true;
    return { x, y, shape: 'hexagon', colour: over ? LIGHT.red : STATION, size: over ? 24 : 17 };
  });
  return [['stations', stations]];
}

/** Places with a name beside them. */
export const namedPlaces = (
  deployment: Deployment,
  { project }: MapGeometry,
  format: Format,
): NamedPlace[] =>
  deployment.stations.map(({ id, name, lon, lat }) => {
    const [x, y] = project(lon, lat);
    return { id: `station ${id}`, name: format.name(name), x, y, from: STATION_NAMES };
  });
