/** More names than this are no names of grids, units or categories. */
const MOST = 20_000;

const known = new Map<string, string>();

/**
 * The one copy of a name that many cases bear, as of a grid, a unit or a category: each record brings one of its
 * own, which a million open cases would keep.
 */
export function oneCopy<T extends string>(name: T): T {
  const first = known.get(name);
  if (first !== undefined) return first as T;
  if (known.size === MOST) known.clear();
  known.set(name, name);
  return name;
}
