import { type Accessor, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { asOf, staleness } from '../model/freshness.ts';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';

interface TileProps {
  view: ViewName;
  title: string;
  origin: string;
  class?: string;
  extra?: JSX.Element;
  /** Rows for which there is no room. */
  hidden?: number;
  /** Opens all rows. */
  all?: () => void;
  children: JSX.Element;
}

/**
 * A titled part of the wall. Says where its data comes from and how old it is, and greys when the
 * view it shows cannot be trusted as current.
 */
export function Tile(props: TileProps) {
  const { model, text, format } = useWall();
  const stale = () => staleness(model, props.view);
  const origin = () => (stale() === null ? props.origin : '');
  const age = () => {
    const why = stale();
    const changedAt = model.changedAt(props.view);
    if (why === null) return format().age(changedAt, model.machine());
    const since = asOf(model, why, props.view);
    return text().stale[why](since === null ? text().age.none : format().second(since));
  };
  return (
    <section
      class={`tile ${props.class ?? ''}`}
      data-stale={stale() ?? undefined}
      aria-label={props.title}
    >
      <header class="tile-head">
        <h2>{props.title}</h2>
        {props.extra}
        <Show when={(props.hidden ?? 0) > 0}>
          <Show
            when={props.all}
            fallback={
              <span class="tile-more">{text().more(format().count(props.hidden ?? 0))}</span>
            }
          >
            {(open) => (
              <button type="button" class="tile-more" onClick={() => open()()}>
                {text().more(format().count(props.hidden ?? 0))}
              </button>
            )}
          </Show>
        </Show>
        <span class="tile-age">
          <span>{age()}</span>
          <Show when={origin()}>
            <span>
              {origin()}
              {text().separator}
            </span>
          </Show>
        </span>
      </header>
      {props.children}
    </section>
  );
}

/** How many rows of a height in rem there is room for. Give the element that holds them to `measure`. */
export function createRoom(height: () => number) {
  const { screen } = useWall();
  const [room, setRoom] = createSignal(0);
  let host!: HTMLDivElement;
  onMount(() => {
    const watch = new ResizeObserver(() =>
      setRoom(Math.floor(host.clientHeight / (height() * screen.rem()) + 0.02)),
    );
    watch.observe(host);
    onCleanup(() => watch.disconnect());
  });
  return { room, measure: (element: HTMLDivElement) => (host = element) };
}

type FittedProps = Omit<TileProps, 'children' | 'hidden'> & {
  /** Of a row in rem, as style/lists.css gives it. */
  height: number;
  empty: string;
  /** What stands below the rows. */
  foot?: JSX.Element;
  /** How many rows there are, where the view holds the first of them alone. */
  total?: number;
};

/**
 * A tile of the rows of a view, the first ones of `keys` for which there is room: nothing scrolls, and
 * the head says how many more there are.
 */
export function ListTile<V extends ViewName>(
  props: Omit<FittedProps, 'view'> & {
    view: V;
    keys: string[];
    children: (row: Accessor<Views[V]>, key: string) => JSX.Element;
  },
) {
  const { room, measure } = createRoom(() => props.height);
  const hidden = () =>
    Math.max(props.total ?? 0, props.keys.length) - Math.min(room(), props.keys.length);
  return (
    <Tile {...props} hidden={hidden()}>
      <div class="rows" ref={measure}>
        <Show when={props.keys.length > 0} fallback={<p class="empty">{props.empty}</p>}>
          <Rows view={props.view} keys={props.keys.slice(0, room())}>
            {props.children}
          </Rows>
        </Show>
      </div>
      {props.foot}
    </Tile>
  );
}

/** As ListTile, of things that are no rows of a view. */
export function FittedTile<T>(
  props: FittedProps & { items: readonly T[]; children: (item: T) => JSX.Element },
) {
  const { room, measure } = createRoom(() => props.height);
  return (
    <Tile {...props} hidden={props.items.length - room()}>
      <div class="rows" ref={measure}>
        <Show when={props.items.length > 0} fallback={<p class="empty">{props.empty}</p>}>
          <ul>
            <For each={props.items.slice(0, room())}>
              {(item) => <li>{props.children(item)}</li>}
            </For>
          </ul>
        </Show>
      </div>
    </Tile>
  );
}
