import { type Accessor, createMemo, For, type JSX, Show } from 'solid-js';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';

/**
 * A list of rows of one view. A key keeps its element for as long as it is listed; a changed row
 * changes only the texts in it. Arrow keys move between the rows (modes/keyboard.ts).
 */
export function Rows<V extends ViewName>(props: {
  view: V;
  keys: string[];
  children: (row: Accessor<Views[V]>, key: string) => JSX.Element;
}) {
  const { model } = useWall();
  return (
    <ul data-list>
      <For each={props.keys}>
        {(key) => {
          // A row may leave the view one step before its element leaves the list.
          const row = createMemo<Views[V] | undefined>(
            (before) => model.row(props.view, key) ?? before,
          );
          return <Show when={row()}>{(present) => <li>{props.children(present, key)}</li>}</Show>;
        }}
      </For>
    </ul>
  );
}
