import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Wall as Layout, TileId, Zone } from '../../config/deployment/wall.ts';
import { modeOf } from '../model/incident.ts';
import { Centre } from '../panels/Centre.tsx';
import { useWall } from '../panels/context.ts';
import { Drill } from '../panels/Drill.tsx';
import { isNowhere } from '../panels/place.ts';
import { followFocus } from './drill-focus.ts';
import { keyboard } from './keyboard.ts';
import { TILE } from './tiles.ts';

/** One rem is ten pixels of the map's design. */
const MAP_UNITS = 10;

/** Whether any of a zone lies in the part of the wall that this browser shows. */
const isSeen = (zone: Omit<Zone, 'tile'>, columns: number, part: number, parts: number): boolean =>
  (zone.column - 1) / columns < (part + 1) / parts &&
  (zone.column - 1 + zone.columns) / columns > part / parts;

/** Whether what is opened stands over any of a zone. */
const isCovered = (zone: Zone | undefined, over: Layout['drill']): boolean =>
  zone !== undefined &&
  zone.column < over.column + over.columns &&
  over.column < zone.column + zone.columns &&
  zone.row < over.row + over.rows &&
  over.row < zone.row + zone.rows;

/** The wall: tiles on the zones of its layout. A tile that two modes share stays where it is in the document. */
export function Wall(props: {
  setCursor: (grid: string | null) => void;
  toggleLanguage: () => void;
  toggleTheme: () => void;
}) {
  const { screen, geometry, model, place, go, back, cursor, sound } = useWall();
  const [turned, setTurned] = createSignal(false);
  const { wall, part, parts } = screen;
  const drilling = () => !isNowhere(place());
  const mode = createMemo(() => modeOf(model.row('stage', 'all')));
  const zones = createMemo(
    () =>
      new Map(
        wall[mode()]
          .filter((zone) => isSeen(zone, wall.grid.columns, part, parts))
          .map((zone) => [zone.tile, zone]),
      ),
  );
  const tiles = createMemo((): TileId[] => [...zones().keys()]);

  const listen = keyboard({
    grids: () => geometry.grids,
    cursor: () => cursor() ?? place().grid,
    moveTo: props.setCursor,
    open: (grid) => go({ grid }),
    back: () => {
      if (drilling()) back();
      else props.setCursor(null);
    },
    toggle: {
      l: props.toggleLanguage,
      n: props.toggleTheme,
      m: sound.toggle,
      '3': () => setTurned((before) => !before),
    },
  });
  window.addEventListener('keydown', listen);
  onCleanup(() => window.removeEventListener('keydown', listen));

  createEffect(on(place, () => props.setCursor(null)));
  followFocus(place);

  const area = (zone: Omit<Zone, 'tile'> | undefined) =>
    zone && {
      'grid-column': `${zone.column} / span ${zone.columns}`,
      'grid-row': `${zone.row} / span ${zone.rows}`,
    };
  const surface = () => {
    const [width, height] = [wall.width * screen.scale(), wall.height * screen.scale()];
    return {
      width: `${width}px`,
      height: `${height}px`,
      left: `${(window.innerWidth - width / parts) / 2 - (part * width) / parts}px`,
      top: `${(window.innerHeight - height) / 2}px`,
      'grid-template-columns': `repeat(${wall.grid.columns}, minmax(0, 1fr))`,
      'grid-template-rows': `repeat(${wall.grid.rows}, minmax(0, 1fr))`,
    };
  };

  return (
    <main class="wall" data-wall={wall.id} data-mode={mode()} style={surface()}>
      <For each={tiles()}>
        {(tile) => (
          <div
            class="zone"
            data-tile={tile}
            style={area(zones().get(tile))}
            inert={drilling() && isCovered(zones().get(tile), wall.drill)}
          >
            <Show
              when={tile !== 'map'}
              fallback={<Centre unit={screen.rem() / MAP_UNITS} turned={turned()} />}
            >
              <Dynamic component={TILE[tile]} />
            </Show>
          </div>
        )}
      </For>
      <Show when={drilling() && isSeen(wall.drill, wall.grid.columns, part, parts)}>
        <div class="zone over" style={area(wall.drill)}>
          <Drill />
        </div>
      </Show>
    </main>
  );
}
