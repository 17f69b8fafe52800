import { type Accessor, createMemo } from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import { ALERT_LEVELS, type AlertLevel } from '../../config/contract/vocabulary.ts';
import { stands } from '../model/order.ts';
import { useWall } from './context.ts';

/** The worst alert of a grid, and how many of its level there are. */
export interface Worst {
  row: AlertRow;
  count: number;
}

export const weight = (level: AlertLevel): number => ALERT_LEVELS.indexOf(level);
export const isUrgent = ({ level }: { level: AlertLevel }): boolean =>
  weight(level) >= weight('red');

/** Of the alerts that stand and somebody was told of: the worst by grid, and how many stand over no grid. */
export function createWorstAlerts(): {
  worst: Accessor<ReadonlyMap<string, Worst>>;
  unplaced: Accessor<number>;
} {
  const { model, names } = useWall();
  const told = createMemo(() =>
    [...model.rows('alerts').values()].filter(
      (row) => row.untold === null && stands(row, model.now()),
    ),
  );
  const worst = createMemo(() => {
    const found = new Map<string, Worst>();
    for (const row of told()) {
      const known = found.get(row.grid);
      if (!known || weight(row.level) > weight(known.row.level))
        found.set(row.grid, { row, count: 1 });
      else if (row.level === known.row.level) known.count += 1;
    }
    return found;
  });
  const unplaced = createMemo(
    () => told().filter(({ grid }) => names.feature(grid) === undefined).length,
  );
  return { worst, unplaced };
}
