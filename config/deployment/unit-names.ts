import { type UnitId, unitId } from '../contract/ids.ts';
import type { Deployment } from './schema.ts';

/**
 * The unit that a record calls by id, name or alias, in whatever case of letters; undefined: it is none
 * of the deployment's.
 */
export function createUnitFinder({
  units,
}: Pick<Deployment, 'units'>): (name: string) => UnitId | undefined {
  const found = new Map<string, UnitId>();
  for (const unit of units)
    for (const name of [unit.id, unit.name.zh, unit.name.en, ...unit.aliases])
      found.set(name.toLowerCase(), unitId(unit.id));
  return (name) => found.get(name.toLowerCase());
}
