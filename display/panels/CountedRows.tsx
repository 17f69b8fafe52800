import { createResource, Show } from 'solid-js';
import type { Counted } from '../../config/contract/ground.ts';
import { getCounted } from '../net/api.ts';
import { useWall } from './context.ts';
import { PartedList } from './Parted.tsx';

/** What a counter of today counts, row by row, the newest first. */
export function CountedRows(props: { of: Counted }) {
  const { model, text, format, names, go } = useWall();
  const [answer] = createResource(
    () => [props.of, model.row('counters', props.of)?.value] as const,
    ([of]) => getCounted(of),
  );
  const rows = () => (answer.latest?.ok ? answer.latest.value : []);
  const said = () => {
    if (answer.latest?.ok) return text().empty.counted;
    return answer.latest?.ok === false ? text().drill.failed : text().drill.loading;
  };
  return (
    <PartedList
      title={
        <h2 class="drill-title">
          {text().tile.today} {text().counter[props.of]}{' '}
          <Show when={answer.latest?.ok}>{format().count(rows().length)}</Show>
        </h2>
      }
      items={rows()}
      empty={said()}
    >
      {(row) => (
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
      )}
    </PartedList>
  );
}
