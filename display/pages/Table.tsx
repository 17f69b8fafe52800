import { For, type JSX } from 'solid-js';

/** What a column is called, and what it says of a row. */
export interface Column<T> {
  name: () => string;
  cell: (of: T) => JSX.Element;
  class?: string;
}

/** Rows below the names of their columns; on a telephone, where a row is a list, each cell is beside its name. */
export function Table<T>(props: {
  class?: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** Whether a row counts no more. */
  off?: (of: T) => boolean;
}) {
  return (
    <table class={props.class}>
      <thead>
        <tr>
          <For each={props.columns}>
            {(column) => <th class={column.class}>{column.name()}</th>}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(of) => (
            <tr classList={{ off: props.off?.(of) === true }}>
              <For each={props.columns}>
                {(column) => (
                  <td class={column.class}>
                    <span class="named">{column.name()}</span>
                    <div>{column.cell(of)}</div>
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
