import { For, Show } from 'solid-js';
import type { Near } from '../../config/contract/ground.ts';
import type { Light } from '../../config/contract/picture.ts';
import type { Detail } from '../layers/detail.ts';
import { hexOf, INKS } from '../stage/palette.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { colourOf, GROUPS, type Group, groupsAt } from './map-places.ts';
import { PlaceMark } from './PlaceMark.tsx';

const LIGHTS: readonly Light[] = ['purple', 'red', 'yellow', 'green', 'none'];

/** What the marks of the map mean, as far as it shows them just now, and what is to be known of it. */
export function MapLegend(props: {
  detail: Detail;
  nearness: number;
  standing: Near | null;
  notLocated: number;
  note: string | null;
}) {
  const { deployment, text, format, theme, go } = useWall();
  const isThere = (group: Group): boolean =>
    group === 'stations'
      ? deployment.stations.length > 0
      : group === 'patrollers'
        ? (props.standing?.patrollers.length ?? 0) > 0
        : props.standing?.registered.some(({ register }) => register === group) === true;
  const groups = () => {
    const shown = new Set(groupsAt(deployment)(props.nearness));
    return (Object.keys(GROUPS) as Group[]).filter((group) => shown.has(group) && isThere(group));
  };
  const layers = () => deployment.layers.filter(({ from }) => props.nearness >= from * 0.999);
  const notes = () => [
    ...(props.note === null ? [] : [props.note]),
    ...(deployment.schematic ? [text().schematic] : []),
  ];
  return (
    <div class="map-legend">
      <Show
        when={props.detail === 'marks'}
        fallback={
          <>
            <span>
              <i class="map-dot" />
              {text().density.open}
            </span>
            <span>
              <i class="map-dot" data-late />
              {text().density.late}
            </span>
          </>
        }
      >
        <For each={LIGHTS}>
          {(light) => (
            <span>
              <LightMark light={light} />
              {text().lightWord[light]}
            </span>
          )}
        </For>
      </Show>
      <For each={groups()}>
        {(group) => (
          <span>
            <PlaceMark shape={GROUPS[group].shape} colour={colourOf(group, INKS[theme()])} />
            {text().mapped[group]}
          </span>
        )}
      </For>
      <For each={layers()}>
        {(layer) => (
          <span>
            <i
              class="map-layer"
              style={{ 'border-color': hexOf(INKS[theme()].foreign(layer.style.colour)) }}
            />
            {format().name(layer.name)}
          </span>
        )}
      </For>
      <Show when={props.notLocated > 0}>
        <button type="button" class="map-note" onClick={() => go({ list: 'unplaced' })}>
          {text().notLocated(format().count(props.notLocated))}
        </button>
      </Show>
      <span class="map-note">{notes().join(text().separator)}</span>
    </div>
  );
}
