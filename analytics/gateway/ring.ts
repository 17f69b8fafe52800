import type { ViewName } from '../../config/contract/picture.ts';

/** Bytes of patches kept a view, so that a screen that was away for a moment goes on where it was. */
const KEPT_BYTES = 1024 * 1024;

interface Kept {
  offset: number;
  json: string;
}

/** The newest patches of each view, encoded. */
export class PatchRing {
  readonly #views = new Map<ViewName, { patches: Kept[]; size: number }>();

  add(view: ViewName, offset: number, json: string): void {
    let kept = this.#views.get(view);
    if (!kept) {
      kept = { patches: [], size: 0 };
      this.#views.set(view, kept);
    }
    kept.patches.push({ offset, json });
    kept.size += json.length;
    let drop = 0;
    while (kept.size > KEPT_BYTES && drop < kept.patches.length)
      kept.size -= kept.patches[drop++]!.json.length;
    if (drop > 0) kept.patches.splice(0, drop);
  }

  /** The patches that lead from one offset to another, encoded; null where some are no longer kept. */
  between(view: ViewName, held: number, current: number): string[] | null {
    if (held === current) return [];
    const patches = this.#views.get(view)?.patches ?? [];
    const first = patches[0];
    if (held > current || !first || first.offset > held + 1) return null;
    return patches.slice(held + 1 - first.offset).map((patch) => patch.json);
  }
}
