import { createMemo } from 'solid-js';
import type { MixRow } from '../../config/contract/picture.ts';
import { mixKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { ListTile } from './Tile.tsx';
import { ViewList } from './ViewList.tsx';

const ROW_REM = 3.5;

/** One source with its orders and patrol reports of today, which it opens, on one scale with the others. */
function MixLine(props: { row: MixRow }) {
  const { model, format, names, go } = useWall();
  const most = createMemo(() =>
    Math.max(1, ...[...model.rows('mix').values()].map(({ today }) => today)),
  );
  return (
    <button
      type="button"
      class="row mix-row"
      onClick={() => go({ list: writeList('taken', { source: props.row.source }) })}
    >
      <span class="row-main">{format().name(names.source(props.row.source))}</span>
      <i class="bar">
        <i style={{ width: `${(props.row.today / most()) * 100}%` }} />
      </i>
      <span class="number">{format().count(props.row.today)}</span>
    </button>
  );
}

/** Records of today by source, as counts on one scale. */
export function Mix() {
  const { model, text, go } = useWall();
  const keys = createMemo(() => mixKeys(model.rows('mix')));
  return (
    <ListTile
      view="mix"
      title={text().tile.mix}
      origin={text().origin.mix}
      class="mix"
      keys={keys()}
      all={() => go({ list: 'mix' })}
      height={ROW_REM}
      empty={text().empty.mix}
    >
      {(row) => <MixLine row={row()} />}
    </ListTile>
  );
}

export function MixList() {
  const { model, text } = useWall();
  const keys = createMemo(() => mixKeys(model.rows('mix')));
  return (
    <ViewList view="mix" title={text().tile.mix} keys={keys()} empty={text().empty.mix}>
      {(row) => <MixLine row={row} />}
    </ViewList>
  );
}
