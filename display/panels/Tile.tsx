import { type Accessor, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
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
  children: JSX.Element;
}

/**
 * A titled part of the wall. Says where its data comes from and how old it is, and greys when the
 * view it shows cannot be trusted as current.
 */
export function Tile(props: TileProps) {
  const { model, text, format } = useWall();
  const stale = () => staleness(model, props.view);
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
          <span class="tile-more">{text().more(format().count(props.hidden ?? 0))}</span>
        </Show>
        <span class="tile-age">
          {stale() || props.origin === '' ? age() : `${props.origin}${text().separator}${age()}`}
        </span>
      </header>
      {props.children}
    </section>
  );
}

/**
 * A tile of rows, the first ones of `keys` for which there is room: nothing scrolls, and the head says
 * how many more there are. `height` of a row in rem, as style/lists.css gives it.
 */
export function ListTile<V extends ViewName>(
  props: Omit<TileProps, 'children' | 'hidden' | 'view'> & {
    view: V;
    keys: string[];
    height: number;
    empty: string;
    foot?: JSX.Element;
    children: (row: Accessor<Views[V]>, key: string) => JSX.Element;
  },
) {
  const { screen } = useWall();
  const [room, setRoom] = createSignal(0);
  let host!: HTMLDivElement;
  onMount(() => {
    const measure = () =>
      setRoom(Math.floor(host.clientHeight / (props.height * screen.rem()) + 0.02));
    const watch = new ResizeObserver(measure);
    watch.observe(host);
    onCleanup(() => watch.disconnect());
  });
  return (
    <Tile {...props} hidden={props.keys.length - room()}>
      <div class="rows" ref={host}>
        <Rows view={props.view} keys={props.keys.slice(0, room())} empty={props.empty}>
          {props.children}
        </Rows>
      </div>
      {props.foot}
    </Tile>
  );
}
