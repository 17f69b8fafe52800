import { categoryNames } from '../../config/deployment/category-names.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { Deployment, GridFeature, Station } from '../../config/deployment/schema.ts';

/** The deployment's names and places by id. Ids that it does not know are shown as they are. */
export interface Names {
  grid(id: string): Name;
  community(id: string): Name;
  unit(id: string): Name;
  source(id: string): Name;
  station(id: string): Station | undefined;
  feature(id: string): GridFeature | undefined;
  /** The levels of a category that are given, widest first. */
  category(levels: readonly string[]): Name[];
}

const plain = (id: string): Name => ({ zh: id, en: id });
const index = <T extends { id: string }>(items: readonly T[]) =>
  new Map(items.map((item) => [item.id, item]));

export function createNames(deployment: Deployment): Names {
  const features = new Map(deployment.grids.map((grid) => [grid.properties.id, grid]));
  const communities = index(deployment.communities);
  const units = index(deployment.units);
  const sources = index(deployment.sources);
  const stations = index(deployment.stations);
  return {
    grid: (id) => features.get(id)?.properties.name ?? plain(id),
    community: (id) => communities.get(id)?.name ?? plain(id),
    unit: (id) => units.get(id)?.name ?? plain(id),
    source: (id) => sources.get(id)?.name ?? plain(id),
    station: (id) => stations.get(id),
    feature: (id) => features.get(id),
    category: (levels) =>
      categoryNames(
        deployment.categories,
        levels.filter((level) => level !== ''),
      ),
  };
}
