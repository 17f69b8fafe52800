import { createMemo } from 'solid-js';
import { mixKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

export const MIX_SHOWN = 6;

/** Records of today by source, as counts on one scale. */
export function Mix() {
  const { model, text, format, names } = useWall();
  const keys = createMemo(() => mixKeys(model.rows('mix')).slice(0, MIX_SHOWN));
  const most = createMemo(() =>
    Math.max(1, ...[...model.rows('mix').values()].map((r) => r.today)),
  );
  return (
    <Tile view="mix" title={text().tile.mix} origin={text().origin.mix} class="mix">
      <Rows view="mix" keys={keys()} empty={text().empty.mix}>
        {(row) => (
          <div class="row mix-row">
            <span class="row-main">{format().name(names.source(row().source))}</span>
            <i class="bar">
              <i style={{ width: `${(row().today / most()) * 100}%` }} />
            </i>
            <span class="number">{format().count(row().today)}</span>
          </div>
        )}
      </Rows>
    </Tile>
  );
}
