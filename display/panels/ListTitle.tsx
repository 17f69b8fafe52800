import { type JSX, Show } from 'solid-js';
import { useWall } from './context.ts';

/** What a list lists, and how many. */
export function ListTitle(props: {
  /** Where, when and what, the widest first; '' is left out. */
  words: readonly string[];
  /** null: not known yet. */
  count: number | null;
  children?: JSX.Element;
}) {
  const { format } = useWall();
  return (
    <h2 class="drill-title">
      {props.words.filter((word) => word !== '').join(' ')}{' '}
      <Show when={props.count !== null}>{format().count(props.count ?? 0)}</Show>
      <Show when={props.children}>
        <small>{props.children}</small>
      </Show>
    </h2>
  );
}
