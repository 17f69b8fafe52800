import { towards } from '../stage/areas.ts';
import type { GridShape } from '../stage/geometry.ts';

export interface Keys {
  grids: () => readonly GridShape[];
  cursor: () => string | null;
  moveTo: (grid: string | null) => void;
  open: (grid: string) => void;
  back: () => void;
  /** What single letters switch. */
  toggle: Readonly<Record<string, () => void>>;
}

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The wall by keyboard: within a list the vertical arrows go from row to row, the level ones along a row
 * that leads to several things; within an open case they scroll; everywhere else the arrows go from grid to grid. Enter opens, Esc goes back, letters
 * switch.
 * Returns the listener for `keydown`.
 */
export function keyboard(keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    // with the shift key the arrows move the map
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const focused = document.activeElement;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const [dx, dy] = arrow;
      if (stepInList(focused, dx, dy) || (dy !== 0 && scroll(focused, dy))) return;
      const grids = keys.grids();
      const from = grids.find((grid) => grid.id === keys.cursor());
      const next = from ? towards(grids, from, dx, dy) : grids[0];
      if (focused instanceof HTMLElement) focused.blur();
      if (next) keys.moveTo(next.id);
      return;
    }
    switch (event.key) {
      case 'Enter': {
        const grid = keys.cursor();
        if (!(focused instanceof HTMLButtonElement) && grid !== null) keys.open(grid);
        return;
      }
      case 'Escape':
        return keys.back();
      default:
        keys.toggle[event.key.toLowerCase()]?.();
    }
  };
}

/** Moves the focus within the list it is in; false where it is in none, or its row has nothing beside it. */
function stepInList(focused: Element | null, dx: number, dy: number): boolean {
  const list = focused?.closest('[data-list]');
  if (!list) return false;
  const rows = [...list.querySelectorAll('li, tr')]
    .map((row) => [...row.querySelectorAll<HTMLElement>('button:not([disabled])')])
    .filter((row) => row.length > 0);
  const at = rows.findIndex((row) => row.includes(focused as HTMLElement));
  const row = rows[at];
  if (!row || (dx !== 0 && row.length === 1)) return false;
  const along = row.indexOf(focused as HTMLElement) + dx;
  const next = rows[at + dy];
  if (next) next[Math.min(along, next.length - 1)]?.focus();
  return true;
}

/** Scrolls the panel that holds the focus, where it has no list to step through; false where it has. */
function scroll(focused: Element | null, by: number): boolean {
  const panel = focused?.closest('.drill')?.querySelector('[data-scroll]');
  if (!panel || panel.querySelector('[data-list]')) return false;
  panel.scrollBy({ top: (by * panel.clientHeight) / 4 });
  return true;
}
