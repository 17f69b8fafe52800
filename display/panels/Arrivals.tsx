import { createMemo, Show } from 'solid-js';
import type { ArrivalRow } from '../../config/contract/picture.ts';
import { arrivalKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 7;

/** Newest orders and patrol reports. */
export function Arrivals() {
  const { model, text, format, names, go, fresh } = useWall();
  const keys = createMemo(() => arrivalKeys(model.rows('arrivals')));
  const kind = (row: ArrivalRow) =>
    row.kind === 'patrol' && row.class !== null ? text().patrolClass[row.class] : null;
  const meta = (row: ArrivalRow) =>
    [
      row.grid === '' ? text().drill.noGrid : format().name(names.grid(row.grid)),
      kind(row),
      format().name(names.source(row.source)),
      row.selfHandled ? text().counter.selfHandled : null,
    ]
      .filter((part) => part !== null)
      .join(text().separator);
  return (
    <ListTile
      view="arrivals"
      title={text().tile.arrivals}
      origin={text().origin.arrivals}
      class="arrivals"
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.arrivals}
    >
      {(row, key) => (
        <button
          type="button"
          class="row arrival"
          data-fresh={fresh.arrivals().includes(key) || undefined}
          disabled={row().caseId === null && row().grid === ''}
          onClick={() => go({ grid: row().grid || null, caseId: row().caseId, alert: null })}
        >
          <time>{format().clock(row().at)}</time>
          <span class="row-main">
            <Show when={row().urgency !== 'normal'}>
              <b class="urgent">{text().urgency[row().urgency]}</b>
            </Show>
            {row().title}
          </span>
          <span class="row-meta">{meta(row())}</span>
        </button>
      )}
    </ListTile>
  );
}
