import type { Category, Deployment } from './schema.ts';
import { layoutFaults } from './wall.ts';

/** What is wrong, where (first key of the path names the part), and what to do about it. */
export interface Fault {
  path: (string | number)[];
  problem: string;
  remedy: string;
}

type Position = readonly number[];

function* repeats(
  part: string,
  items: readonly { id: string }[],
  at: (index: number) => (string | number)[] = (index) => [part, index, 'id'],
): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) {
      yield { path: at(index), problem: `duplicate id "${id}"`, remedy: 'give each its own id' };
    }
    seen.add(id);
  }
}

/** A name or alias must lead to one thing only. */
function* ambiguous(
  items: readonly { id: string; words: readonly string[]; path: (string | number)[] }[],
): Generator<Fault> {
  const owner = new Map<string, string>();
  for (const { id, words, path } of items) {
    for (const word of new Set(words)) {
      const other = owner.get(word);
      if (other !== undefined && other !== id) {
        yield {
          path,
          problem: `"${word}" already names "${other}"`,
          remedy: 'make names and aliases different from every other',
        };
      }
      owner.set(word, id);
    }
  }
}

const known = (ids: ReadonlySet<string>): string => {
  const list = [...ids];
  return `use one of ${list.slice(0, 12).join(', ')}${list.length > 12 ? ', …' : ''}, or add it`;
};

function* categoryFaults(
  categories: readonly Category[],
  units: ReadonlySet<string>,
  path: (string | number)[],
  depth = 1,
): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, category] of categories.entries()) {
    const here = [...path, index];
    if (depth > 4) {
      yield { path: here, problem: 'a fifth level', remedy: 'keep to at most four levels' };
    }
    if (seen.has(category.name.zh)) {
      yield {
        path: [...here, 'name', 'zh'],
        problem: `duplicate category "${category.name.zh}"`,
        remedy: 'merge the two or rename one',
      };
    }
    seen.add(category.name.zh);
    if (category.unit !== undefined && !units.has(category.unit)) {
      yield {
        path: [...here, 'unit'],
        problem: `unknown unit "${category.unit}"`,
        remedy: known(units),
      };
    }
    yield* categoryFaults(category.children ?? [], units, [...here, 'children'], depth + 1);
  }
}

const closed = (ring: readonly Position[]): boolean => {
  const first = ring[0];
  const last = ring.at(-1);
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
};

function* openRings(
  part: 'grids' | 'backdrop',
  index: number,
  geometry: { type: string; coordinates: unknown },
): Generator<Fault> {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return;
  const polygons = (
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  ) as Position[][][];
  for (const [p, rings] of polygons.entries()) {
    for (const [r, ring] of rings.entries()) {
      if (closed(ring)) continue;
      const inner = geometry.type === 'Polygon' ? [r] : [p, r];
      yield {
        path: [part, index, 'geometry', 'coordinates', ...inner],
        problem: 'polygon not closed',
        remedy: 'repeat its first position as its last',
      };
    }
  }
}

/** Faults between the parts of a deployment that each conform to their schema. */
export function* faultsOf(deployment: Deployment): Generator<Fault> {
  const { communities, units, sources, stations, grids, limits, categories } = deployment;
  yield* repeats('communities', communities);
  yield* repeats('units', units);
  yield* repeats('sources', sources);
  yield* repeats('stations', stations);
  yield* repeats(
    'grids',
    grids.map((grid) => grid.properties),
    (index) => ['grids', index, 'properties', 'id'],
  );
  yield* ambiguous(
    units.map(({ id, name, aliases }, index) => ({
      id,
      words: [id, name.zh, name.en, ...aliases],
      path: ['units', index],
    })),
  );
  yield* ambiguous(
    grids.map(({ properties: { id, name, aliases } }, index) => ({
      id,
      words: [id, name.zh, name.en, ...aliases],
      path: ['grids', index, 'properties'],
    })),
  );

  const communityIds = new Set(communities.map(({ id }) => id));
  const unitIds = new Set(units.map(({ id }) => id));
  const sourceIds = new Set(sources.map(({ id }) => id));
  for (const [index, { properties, geometry }] of grids.entries()) {
    if (!communityIds.has(properties.community)) {
      yield {
        path: ['grids', index, 'properties', 'community'],
        problem: `unknown community "${properties.community}"`,
        remedy: known(communityIds),
      };
    }
    yield* openRings('grids', index, geometry);
  }
  for (const [index, { geometry }] of deployment.backdrop.entries()) {
    yield* openRings('backdrop', index, geometry);
  }
  yield* categoryFaults(categories, unitIds, ['categories']);

  const widest = new Set(categories.map(({ name }) => name.zh));
  for (const [index, { source, category }] of limits.entries()) {
    if (source !== undefined && !sourceIds.has(source)) {
      yield {
        path: ['limits', index, 'source'],
        problem: `unknown source "${source}"`,
        remedy: known(sourceIds),
      };
    }
    if (category !== undefined && !widest.has(category)) {
      yield {
        path: ['limits', index, 'category'],
        problem: `unknown first-level category "${category}"`,
        remedy: known(widest),
      };
    }
  }
  for (const [index, { source, factors }] of stations.entries()) {
    if (!sourceIds.has(source)) {
      yield {
        path: ['stations', index, 'source'],
        problem: `unknown source "${source}"`,
        remedy: known(sourceIds),
      };
    }
    yield* repeats(
      'factors',
      factors.map(({ code }) => ({ id: code })),
      (factor) => ['stations', index, 'factors', factor, 'code'],
    );
  }
  yield* repeats('walls', deployment.walls);
  for (const [index, wall] of deployment.walls.entries())
    for (const fault of layoutFaults(wall))
      yield { ...fault, path: ['walls', index, ...fault.path] };
  const wallIds = new Set(deployment.walls.map(({ id }) => id));
  if (!wallIds.has(deployment.wall)) {
    yield {
      path: ['wall'],
      problem: `unknown wall "${deployment.wall}"`,
      remedy: known(wallIds),
    };
  }
  const [opens, closes] = deployment.workHours;
  if (opens >= closes) {
    yield {
      path: ['workHours'],
      problem: `${opens} to ${closes} is no working day`,
      remedy: 'put the opening hour first and the closing hour second',
    };
  }
}
