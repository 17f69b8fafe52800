import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';
import { type ColourName, PALETTES, type Theme } from '../design/palette.ts';

export interface Themed {
  /** A colour of the theme that is on. */
  colour: (name: ColourName) => string;
  theme: Accessor<Theme>;
  /** By the clock, then by night, then by day, then by the clock again. */
  toggle: () => void;
}

/** Whether a local hour lies in hours that may run over midnight, as [22, 6]. */
export const isNight = (hour: number, [from, to]: readonly [number, number]): boolean =>
  from <= to ? hour >= from && hour < to : hour >= from || hour < to;

/** Dim and warm in the hours of night, or as an officer wants it; the address may fix it. */
export function createTheme(
  hour: Accessor<number>,
  nightHours: readonly [number, number],
  asked: string | null,
): Themed {
  const [wanted, setWanted] = createSignal<Theme | null>(
    asked === 'day' || asked === 'night' ? asked : null,
  );
  const theme = createMemo<Theme>(
    () => wanted() ?? (isNight(hour(), nightHours) ? 'night' : 'day'),
  );
  createEffect(() => {
    document.documentElement.dataset.theme = theme();
  });
  return {
    theme,
    colour: (name) => PALETTES[theme()][name],
    toggle: () => setWanted(wanted() === null ? 'night' : wanted() === 'night' ? 'day' : null),
  };
}
