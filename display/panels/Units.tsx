import { type Accessor, createMemo } from 'solid-js';
import type { UnitRow } from '../../config/contract/picture.ts';
import { unitKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { ListTile } from './Tile.tsx';
import { unitName } from './unit-name.ts';

const ROW_REM = 3.5;

export function createUnitKeys(): Accessor<string[]> {
  const { model } = useWall();
  return createMemo(() => unitKeys(model.rows('units')));
}

/** One unit with its open cases, those overdue, and what it returned today: each opens its rows. */
export function UnitLine(props: { row: UnitRow }) {
  const wall = useWall();
  const { text, format, go } = wall;
  const name = () => unitName(props.row.unit, wall);
  const figure = (list: 'overdue' | 'returned') => {
    const count = () => props.row[list];
    return (
      <button
        type="button"
        class="number"
        disabled={count() === 0}
        data-bad={(list === 'overdue' && count() > 0) || undefined}
        data-zero={count() === 0 || undefined}
        aria-label={`${name()} ${text().unitColumns[list]} ${format().count(count())}`}
        onClick={() => go({ list: writeList(list, { unit: props.row.unit }) })}
      >
        {format().count(count())}
      </button>
    );
  };
  return (
    <div class="row unit-row">
      <button
        type="button"
        class="unit-open"
        onClick={() => go({ list: writeList('open', { unit: props.row.unit }) })}
      >
        <span class="row-main">{name()}</span>
        <span class="number">
          <span class="unseen">{text().unitColumns.open}</span>
          {format().count(props.row.open)}
        </span>
      </button>
      {figure('overdue')}
      {figure('returned')}
    </div>
  );
}

/** What the figures of the lines below are. */
export function UnitColumns() {
  const { text } = useWall();
  return (
    <span class="columns">
      <span>{text().unitColumns.open}</span>
      <span>{text().unitColumns.overdue}</span>
      <span>{text().unitColumns.returned}</span>
    </span>
  );
}

/** Units with overdue cases and returns first. */
export function Units() {
  const { text, go } = useWall();
  const keys = createUnitKeys();
  return (
    <ListTile
      view="units"
      title={text().tile.units}
      origin=""
      class="units"
      extra={<UnitColumns />}
      keys={keys()}
      all={() => go({ list: 'units' })}
      height={ROW_REM}
      empty={text().empty.units}
    >
      {(row) => <UnitLine row={row()} />}
    </ListTile>
  );
}
