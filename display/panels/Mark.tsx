import { Match, Switch } from 'solid-js';
import type { Light } from '../../config/contract/picture.ts';
import type { AlertLevel } from '../../config/contract/vocabulary.ts';

/** The shape of a light, the same as on the map: ring, disc, triangle, diamond, square. */
export function LightMark(props: { light: Light | AlertLevel }) {
  return (
    <svg class={`mark light-${props.light}`} viewBox="0 0 16 16" aria-hidden="true">
      <Switch>
        <Match when={props.light === 'none'}>
          <circle cx="8" cy="8" r="3.5" fill="none" stroke="currentColor" stroke-width="1.6" />
        </Match>
        <Match when={props.light === 'green'}>
          <circle cx="8" cy="8" r="4" fill="currentColor" />
        </Match>
        <Match when={props.light === 'blue'}>
          <circle cx="8" cy="8" r="6" fill="currentColor" />
        </Match>
        <Match when={props.light === 'yellow'}>
          <path d="M8 1.5 15 14H1Z" fill="currentColor" />
        </Match>
        <Match when={props.light === 'red'}>
          <path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor" />
        </Match>
        <Match when={props.light === 'purple'}>
          <path d="M2 2h12v12H2Z" fill="currentColor" />
        </Match>
      </Switch>
    </svg>
  );
}
