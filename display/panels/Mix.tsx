import { createMemo } from 'solid-js';
import { mixKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 3.5;

/** Records of today by source, as counts on one scale. */
export function Mix() {
  const { model, text, format, names } = useWall();
  const keys = createMemo(() => mixKeys(model.rows('mix')));
  const most = createMemo(() =>
    Math.max(1, ...[...model.rows('mix').values()].map((r) => r.today)),
  );
  return (
    <ListTile
      view="mix"
      title={text().tile.mix}
      origin={text().origin.mix}
      class="mix"
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.mix}
    >
      {(row) => (
        <div class="row mix-row">
          <span class="row-main">{format().name(names.source(row().source))}</span>
          <i class="bar">
            <i style={{ width: `${(row().today / most()) * 100}%` }} />
          </i>
          <span class="number">{format().count(row().today)}</span>
        </div>
      )}
    </ListTile>
  );
}
