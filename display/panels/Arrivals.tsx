import { createMemo, Show } from 'solid-js';
import { PATROL_CLASS_NAMES } from '../../config/contract/patrol-class-names.ts';
import type { ArrivalRow } from '../../config/contract/picture.ts';
import { arrivalKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 7;

/** One order or patrol report as it came. */
export function ArrivalLine(props: {
  row: ArrivalRow;
  key: string;
  /** Of where it is alone. */
  brief?: boolean;
}) {
  const { text, format, names, go, fresh } = useWall();
  /** Of a patrol report what it is about; of an order who told it. */
  const kind = ({ kind, class: of, source }: ArrivalRow) =>
    kind === 'patrol' && of !== null
      ? format().name(PATROL_CLASS_NAMES[of])
      : format().name(names.source(source));
  const meta = (row: ArrivalRow) =>
    [
      row.grid === '' ? text().drill.noGrid : format().name(names.grid(row.grid)),
      ...(props.brief ? [] : [kind(row), row.selfHandled ? text().mark.selfHandled : null]),
    ]
      .filter((part) => part !== null)
      .join(text().separator);
  return (
    <button
      type="button"
      class="row arrival"
      data-fresh={fresh.arrivals().includes(props.key) || undefined}
      disabled={props.row.caseId === null && props.row.grid === ''}
      onClick={() => go({ grid: props.row.grid || null, caseId: props.row.caseId, alert: null })}
    >
      <time>{format().clock(props.row.at)}</time>
      <span class="row-main">
        <Show when={props.row.urgency !== 'normal'}>
          <b class="urgent">{text().urgency[props.row.urgency]}</b>
        </Show>
        {props.row.title}
      </span>
      <span class="row-meta">{meta(props.row)}</span>
    </button>
  );
}

/** Newest orders and patrol reports. */
export function Arrivals() {
  const { model, text, go } = useWall();
  const keys = createMemo(() => arrivalKeys(model.rows('arrivals')));
  return (
    <ListTile
      view="arrivals"
      title={text().tile.arrivals}
      origin={text().origin.arrivals}
      class="arrivals"
      keys={keys()}
      all={() => go({ list: 'arrivals' })}
      height={ROW_REM}
      empty={text().empty.arrivals}
    >
      {(row, key) => <ArrivalLine row={row()} key={key} />}
    </ListTile>
  );
}
