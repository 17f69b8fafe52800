import type { Deployment } from '../../config/deployment/schema.ts';

/** Id of the grid that the deployment knows by an id, name or alias; undefined: it has none of that name. */
export type GridNames = (name: string) => string | undefined;

export function gridNames(deployment: Deployment): GridNames {
  const known = new Map(
    deployment.grids.flatMap(({ properties: { id, name, aliases } }) =>
      [id, name.zh, name.en, ...aliases].map((each) => [each.trim().toLowerCase(), id] as const),
    ),
  );
  return (name) => known.get(name.trim().toLowerCase());
}
