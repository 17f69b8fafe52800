import type { Shape } from '../layers/place-layer.ts';
import { hexOf } from '../stage/palette.ts';

/** The shapes of places on the map, drawn as there. */
const PATHS: Record<Shape, { d: string; hollow: boolean }> = {
  disc: { d: 'M8 2.5a5.5 5.5 0 1 0 .01 0Z', hollow: false },
  ring: { d: 'M8 3a5 5 0 1 0 .01 0Z', hollow: true },
  hexagon: { d: 'M8 2.2 13 5.1v5.8L8 13.8 3 10.9V5.1Z', hollow: true },
  house: { d: 'M8 2 13.5 7.5V14h-11V7.5Z', hollow: false },
  cross: { d: 'M6.4 3h3.2v3.4H13v3.2H9.6V13H6.4V9.6H3V6.4h3.4Z', hollow: false },
  square: { d: 'M3.5 3.5h9v9h-9Z', hollow: true },
  walker: { d: 'M8 1.8a2.7 2.7 0 1 1-.01 0ZM3 14a5 5 0 0 1 10 0Z', hollow: false },
};

export function PlaceMark(props: { shape: Shape; colour: number }) {
  const colour = () => hexOf(props.colour);
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[props.shape].d}
        fill={PATHS[props.shape].hollow ? 'none' : colour()}
        stroke={PATHS[props.shape].hollow ? colour() : 'none'}
        stroke-width="2"
      />
    </svg>
  );
}
