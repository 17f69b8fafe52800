import { createMemo } from 'solid-js';
import { unitKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 3.5;

/** Units with overdue cases and returns first. */
export function Units() {
  const { model, text, format, names, go } = useWall();
  const keys = createMemo(() => unitKeys(model.rows('units')).filter((key) => key !== ''));
  const columns = () => (
    <span class="columns">
      <span>{text().unitColumns.open}</span>
      <span>{text().unitColumns.overdue}</span>
      <span>{text().unitColumns.returned}</span>
    </span>
  );
  return (
    <ListTile
      view="units"
      title={text().tile.units}
      origin=""
      class="units"
      extra={columns()}
      keys={keys()}
      height={ROW_REM}
      empty={text().empty.units}
    >
      {(row, key) => (
        <button type="button" class="row unit-row" onClick={() => go({ list: `unit:${key}` })}>
          <span class="row-main">{format().name(names.unit(row().unit))}</span>
          <span class="number">{format().count(row().open)}</span>
          <span
            class="number"
            data-bad={row().overdue > 0 || undefined}
            data-zero={row().overdue === 0 || undefined}
          >
            {format().count(row().overdue)}
          </span>
          <span class="number" data-zero={row().returned === 0 || undefined}>
            {format().count(row().returned)}
          </span>
        </button>
      )}
    </ListTile>
  );
}
