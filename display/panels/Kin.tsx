import { createMemo, For, Show } from 'solid-js';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';

const SHOWN = 8;
const MATTERS_SHOWN = 4;

/** The other cases of the matter that a case is of, the newest first. */
export function Kin(props: { id: string; grid: string }) {
  const { model, text, format, names, go } = useWall();
  const matter = createMemo(() => {
    for (const [, row] of model.rows('matters'))
      if (row.kind !== 'diverge' && row.members.some(({ id }) => id === props.id)) return row;
    return null;
  });
  const others = () =>
    (matter()?.members ?? [])
      .filter(({ id }) => id !== props.id)
      .slice(-SHOWN)
      .toReversed();
  const gridOf = (id: string) => model.row('cases', id)?.grid ?? props.grid;
  return (
    <Show when={matter()}>
      {(row) => (
        <>
          <h3>
            {text().matter.kin}
            <small>
              {text().matter.kind[row().kind]}
              {text().separator}
              {text().matter.of(format().count(row().count), format().count(row().open))}
            </small>
          </h3>
          <ul class="rows kin">
            <For each={others()}>
              {(one) => (
                <li>
                  <button
                    type="button"
                    class="row case-row"
                    onClick={() => go({ grid: gridOf(one.id), caseId: one.id })}
                  >
                    <span class="row-main">
                      {format().name(names.source(one.source))} {one.upstreamNo}
                    </span>
                    <span class="row-meta">{text().state[one.state]}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </>
      )}
    </Show>
  );
}

/** The matters of a grid that several reports tell of and of which something is open, the most told first. */
export function GridMatters(props: { grid: string }) {
  const { model, text, format, go } = useWall();
  const keys = createMemo(() =>
    [...model.rows('matters')]
      .filter(([, { grid, open }]) => grid === props.grid && open > 0)
      .sort(([, a], [, b]) => b.count - a.count || b.last - a.last)
      .map(([key]) => key)
      .slice(0, MATTERS_SHOWN),
  );
  return (
    <Show when={keys().length > 0}>
      <h3>{text().matter.title}</h3>
      <Rows view="matters" keys={keys()}>
        {(row) => (
          <button
            type="button"
            class="row case-row kin-row"
            onClick={() => go({ grid: props.grid, caseId: row().members.at(-1)?.id ?? null })}
          >
            <span class="row-main">{row().title}</span>
            <span class="row-meta">
              {text().matter.kind[row().kind]}
              {text().separator}
              {(row().kind === 'diverge' ? text().matter.ofPlace : text().matter.of)(
                format().count(row().count),
                format().count(row().open),
              )}
            </span>
          </button>
        )}
      </Rows>
    </Show>
  );
}
