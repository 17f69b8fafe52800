import { createMemo, Show } from 'solid-js';
import type { ArrivalRow } from '../../config/contract/picture.ts';
import { arrivalKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { MIX_SHOWN } from './Mix.tsx';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

/** Rows shown beside a full mix of sources; two of its rows take the room of one arrival. */
const SHOWN = 8;

/** Newest orders and patrol reports. */
export function Arrivals(props: { fresh: readonly string[] }) {
  const { model, text, format, names, go } = useWall();
  const shown = () =>
    SHOWN + Math.floor(Math.max(0, MIX_SHOWN - Math.max(1, model.rows('mix').size)) / 2);
  const keys = createMemo(() => arrivalKeys(model.rows('arrivals')).slice(0, shown()));
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
    <Tile
      view="arrivals"
      title={text().tile.arrivals}
      origin={text().origin.arrivals}
      class="arrivals"
    >
      <Rows view="arrivals" keys={keys()} empty={text().empty.arrivals}>
        {(row, key) => (
          <button
            type="button"
            class="row arrival"
            data-fresh={props.fresh.includes(key) || undefined}
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
      </Rows>
    </Tile>
  );
}
