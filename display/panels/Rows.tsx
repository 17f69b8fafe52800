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
  return (
    <ul data-list>
      <For each={props.keys}>
        {(key) => (
          <li>
            <Row view={props.view} key={key}>
              {(row) => props.children(row, key)}
            </Row>
          </li>
        )}
      </For>
    </ul>
  );
}

/** What is shown of one row for as long as its element stands: it may leave the view one step before. */
export function Row<V extends ViewName>(props: {
  view: V;
  key: string;
  children: (row: Accessor<Views[V]>) => JSX.Element;
}) {
  const { model } = useWall();
  const row = createMemo<Views[V] | undefined>(
    (before) => model.row(props.view, props.key) ?? before,
  );
  return <Show when={row()}>{(present) => props.children(present)}</Show>;
}
