import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { Checklist } from '../../../config/deployment/checklists.ts';

/** Id of an item as a sender tells it: `331/3`, or `3` where the list is known. */
export function itemId(list: Checklist, told: string): Result<string> {
  const id = told.includes('/') ? told : `${list.id}/${told}`;
  if (list.items.some((item) => item.id === id)) return ok(id);
  return err(`${JSON.stringify(told)} is no item of list ${list.id}`);
}

/** Ids of items, each once, in the order of the list; or the first that is none. */
export function itemIds(list: Checklist, told: readonly string[]): Result<string[]> {
  const ids = new Set<string>();
  for (const each of told) {
    const id = itemId(list, each);
    if (!id.ok) return id;
    ids.add(id.value);
  }
  return ok(list.items.map(({ id }) => id).filter((id) => ids.has(id)));
}
