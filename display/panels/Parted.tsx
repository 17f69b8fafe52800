import { For, type JSX, Show } from 'solid-js';
import { useWall } from './context.ts';
import { createRoom } from './Tile.tsx';

/** Of a row in rem, as style/drill.css gives it. */
const ROW_REM = 3.5;

/** Leads back to where one came from. */
export function Back() {
  const { text, back } = useWall();
  return (
    <button type="button" class="back" onClick={back}>
      ‹ {text().drill.back}
      <kbd>Esc</kbd>
    </button>
  );
}

interface PartedProps<T> {
  title: JSX.Element;
  items: readonly T[];
  /** How many more there are than these. */
  hidden?: number;
  /** Rows above and below the seam; what is read in one go stays together. */
  rows: (items: readonly T[]) => JSX.Element;
  /** What stands over the rows of each part, in rows. */
  head: number;
  /** Whether rows lead on: arrow keys then go from row to row; else they scroll. */
  leads: boolean;
  /** Said where there are none. */
  empty: string;
}

/**
 * Rows on one panel above another, none of them on the seam between: as many as the upper one has room
 * for, and on the lower one, which scrolls, the rest.
 */
export function Parted<T>(props: PartedProps<T>) {
  const { text, format } = useWall();
  const { room, measure } = createRoom(() => ROW_REM);
  const above = () => Math.max(0, room() - props.head);
  return (
    <div class="parted" data-list={props.leads || undefined}>
      <div class="drill-part">
        <Back />
        {props.title}
        <div class="rows" ref={measure}>
          <Show when={props.items.length > 0} fallback={<p class="empty">{props.empty}</p>}>
            {props.rows(props.items.slice(0, above()))}
          </Show>
        </div>
      </div>
      <div class="drill-part">
        <section
          class="scroll"
          data-scroll
          aria-label={text().drill.rest}
          tabindex={props.leads ? undefined : 0}
        >
          <Show when={props.items.length > above()}>{props.rows(props.items.slice(above()))}</Show>
          <Show when={(props.hidden ?? 0) > 0}>
            <p class="empty">{text().more(format().count(props.hidden ?? 0))}</p>
          </Show>
        </section>
      </div>
    </div>
  );
}

/** As Parted, with one button or text a row. */
export function PartedList<T>(
  props: Omit<PartedProps<T>, 'rows' | 'head' | 'leads'> & {
    leads?: boolean;
    children: (item: T) => JSX.Element;
  },
) {
  return (
    <Parted
      {...props}
      leads={props.leads ?? true}
      head={0}
      rows={(items) => (
        <ul>
          <For each={items}>{(item) => <li>{props.children(item)}</li>}</For>
        </ul>
      )}
    />
  );
}

/** What stands in a cell, and the list of the rows that it counts. */
export interface Cell {
  said: string;
  list?: string;
}

/** As Parted: a table whose columns are named again over its lower part. */
export function PartedTable<T>(props: {
  title: string;
  columns: readonly string[];
  items: readonly T[];
  empty: string;
  /** The cells of a row, the first of which names it. */
  cells: (item: T) => readonly Cell[];
}) {
  const { go } = useWall();
  const leads = () => props.items.some((item) => props.cells(item).some((cell) => cell.list));
  const shown = (cell: Cell) => (
    <Show when={cell.list} fallback={cell.said}>
      {(list) => (
        <button type="button" onClick={() => go({ list: list() })}>
          {cell.said}
        </button>
      )}
    </Show>
  );
  return (
    <Parted
      title={<h2 class="drill-title">{props.title}</h2>}
      items={props.items}
      leads={leads()}
      empty={props.empty}
      head={1}
      rows={(items) => (
        <table class="table" aria-label={props.title}>
          <thead>
            <tr>
              <For each={props.columns}>{(name) => <th scope="col">{name}</th>}</For>
            </tr>
          </thead>
          <tbody>
            <For each={items}>
              {(item) => (
                <tr>
                  <For each={props.cells(item)}>
                    {(cell, n) =>
                      n() === 0 ? <th scope="row">{shown(cell)}</th> : <td>{shown(cell)}</td>
                    }
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      )}
    />
  );
}
