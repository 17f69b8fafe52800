import { createMemo } from 'solid-js';
import { unitKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

const SHOWN = 4;

/** Units with overdue cases and returns first. */
export function Units() {
  const { model, text, format, names } = useWall();
  const keys = createMemo(() =>
    unitKeys(model.rows('units'))
      .filter((key) => key !== '')
      .slice(0, SHOWN),
  );
  const columns = () => (
    <span class="columns">
      <span>{text().unitColumns.open}</span>
      <span>{text().unitColumns.overdue}</span>
      <span>{text().unitColumns.returned}</span>
    </span>
  );
  return (
    <Tile
      view="units"
      title={text().tile.units}
      origin={text().origin.units}
      class="units"
      extra={columns()}
    >
      <Rows view="units" keys={keys()} empty={text().empty.units}>
        {(row) => (
          <div class="row unit-row">
            <span class="row-main">{format().name(names.unit(row().unit))}</span>
            <span class="number">{format().count(row().open)}</span>
            <span class="number" data-bad={row().overdue > 0 || undefined}>
              {format().count(row().overdue)}
            </span>
            <span class="number">{format().count(row().returned)}</span>
          </div>
        )}
      </Rows>
    </Tile>
  );
}
