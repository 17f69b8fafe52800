import { createEffect, For, type JSX, on, Show } from 'solid-js';
import { staleness } from '../model/freshness.ts';
import { useDesk } from './context.ts';

const PAGE = 10;

/**
 * Rows of which one is chosen: the arrows choose the next, Enter opens. The chosen one alone is reached
 * by Tab. One that leaves the list hands the focus to the one that takes its place.
 */
export function List(props: {
  id: string;
  name: string;
  keys: readonly string[];
  chosen: string | null;
  choose: (key: string) => void;
  open: (key: string) => void;
  empty: string;
  children: (key: string) => JSX.Element;
}) {
  const { model, text } = useDesk();
  /** An empty list says nothing while it is not known to be one. */
  const current = () => model.filled() && staleness(model, 'cases') === null;
  let list!: HTMLDivElement;
  const at = () => props.keys.indexOf(props.chosen ?? '');
  const focus = (index: number) => {
    const key = props.keys[Math.max(0, Math.min(index, props.keys.length - 1))];
    if (key === undefined) return;
    props.choose(key);
    const row = list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };

  createEffect(
    on(
      () => props.keys,
      (keys, before) => {
        const held = props.chosen;
        if (before === undefined || held === null || keys.includes(held)) return;
        const index = before.indexOf(held);
        if (index >= 0 && document.activeElement === document.body) focus(index);
      },
    ),
  );

  const moves: Readonly<Record<string, () => number>> = {
    ArrowDown: () => at() + 1,
    ArrowUp: () => at() - 1,
    PageDown: () => at() + PAGE,
    PageUp: () => at() - PAGE,
    Home: () => 0,
    End: () => props.keys.length - 1,
  };
  const press = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move) focus(move());
    else if (event.key === 'Enter' && props.chosen !== null) props.open(props.chosen);
    else return;
    event.preventDefault();
  };

  return (
    <Show
      when={props.keys.length > 0}
      fallback={<p class="desk-empty">{current() ? props.empty : text().drill.loading}</p>}
    >
      <div
        ref={list}
        id={props.id}
        class="desk-list"
        role="listbox"
        aria-label={props.name}
        onKeyDown={press}
      >
        <For each={props.keys}>
          {(key, index) => (
            <div
              role="option"
              data-key={key}
              class="desk-row"
              aria-selected={props.chosen === key}
              tabIndex={props.chosen === key || (at() < 0 && index() === 0) ? 0 : -1}
              onFocus={() => props.choose(key)}
              onDblClick={() => props.open(key)}
            >
              {props.children(key)}
            </div>
          )}
        </For>
      </div>
    </Show>
  );
}
