import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { AlertRow } from '../../config/contract/picture.ts';
import type { Model } from '../model/model.ts';
import { isAnswered } from '../model/order.ts';
import type { Sound } from './sound.ts';

/** Whether an alert must be heard: nobody has answered it, and no other speaks for it. */
export const mustBeHeard = (row: AlertRow): boolean =>
  (row.level === 'red' || row.level === 'purple') && row.untold === null && !isAnswered(row);

/** A level reached anew is new as well: yellow that turns red is heard. */
const keyOf = ([key, { level }]: [string, AlertRow]): string => `${level} ${key}`;

/**
 * Alerts that came with the last commit; the first picture brings none. A new red one sounds.
 * Call within the wall's root.
 */
export function createFreshAlerts(model: Model, sound: Sound): Accessor<ReadonlySet<string>> {
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  let known: ReadonlySet<string> | null = null;
  createEffect(
    on(
      () => model.rows('alerts'),
      (rows) => {
        if (model.changedAt('alerts') === null) return;
        const before = known;
        known = new Set([...rows].map(keyOf));
        if (before === null) return;
        const added = [...rows].filter((entry) => !before.has(keyOf(entry)));
        if (added.length === 0) return;
        setFresh(new Set(added.map(([key]) => key)));
        if (added.some(([, row]) => mustBeHeard(row))) sound.chime();
      },
    ),
  );
  return fresh;
}
