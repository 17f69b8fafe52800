import { createResource, For, Show } from 'solid-js';
import type { Counted } from '../../config/contract/ground.ts';
import { getCounted } from '../net/api.ts';
import { useWall } from './context.ts';

/** What a counter of today counts, row by row, the newest first. */
export function CountedRows(props: { of: Counted }) {
  const { model, text, format, names, go } = useWall();
  const [answer] = createResource(
    () => [props.of, model.row('counters', props.of)?.value] as const,
    ([of]) => getCounted(of),
  );
  const rows = () => (answer.latest?.ok ? answer.latest.value : []);
  return (
    <>
      <h2 class="drill-title">
        {text().tile.today} {text().counter[props.of]}{' '}
        <Show when={answer.latest?.ok}>{format().count(rows().length)}</Show>
      </h2>
      <Show
        when={answer.latest?.ok}
        fallback={
          <p class="empty">
            {answer.latest?.ok === false ? text().drill.failed : text().drill.loading}
          </p>
        }
      >
        <ul data-list>
          <For each={rows()}>
            {(row) => (
              <li>
                <button
                  type="button"
                  class="row arrival counted"
                  disabled={row.caseId === null && row.grid === ''}
                  onClick={() =>
                    go({ list: props.of, caseId: row.caseId, grid: row.caseId ? null : row.grid })
                  }
                >
                  <time>{format().clock(row.at)}</time>
                  <span class="row-main">{row.title}</span>
                  <span class="row-meta">
                    {row.grid === '' ? text().drill.noGrid : format().name(names.grid(row.grid))}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}
