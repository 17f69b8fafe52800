import { createMemo, Match, Switch } from 'solid-js';
import { COUNTED } from '../../config/contract/ground.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import { AlertList } from './AlertList.tsx';
import { CountedRows } from './CountedRows.tsx';
import { useWall } from './context.ts';
import { CaseLine } from './GridPanel.tsx';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';
import { DayTable, HourTable } from './TrendTable.tsx';

/** Which open cases a number counts, by the name of its list; null: it counts no open cases. */
export function filterOf(list: string): ((row: CaseRow) => boolean) | null {
  if (list.startsWith('unit:')) {
    const unit = list.slice('unit:'.length);
    return (row) => row.unit === unit;
  }
  switch (list) {
    case 'open':
      return () => true;
    case 'overdue':
      return (row) => row.light === 'red' || row.light === 'purple';
    default:
      return null;
  }
}

/** The rows behind a number or a chart: open cases, the first to run out first, alerts, or a table. */
export function ListPanel(props: { list: string }) {
  const { model, text, format, names, go } = useWall();
  const keys = createMemo(() => {
    const filter = filterOf(props.list);
    if (filter === null) return [];
    const due = (row: CaseRow) =>
      row.light === 'none' ? Number.POSITIVE_INFINITY : (row.dueAt ?? Number.POSITIVE_INFINITY);
    return [...model.rows('cases')]
      .filter(([, row]) => filter(row))
      .sort(([, a], [, b]) => due(a) - due(b) || a.receivedAt - b.receivedAt)
      .map(([key]) => key);
  });
  const title = () => {
    const [kind, id] = props.list.split(':');
    if (kind === 'unit' && id !== undefined) return format().name(names.unit(id));
    return props.list === 'overdue' ? text().counter.overdue : text().drill.openCases;
  };
  return (
    <Switch>
      <Match when={COUNTED.find((known) => known === props.list)}>
        {(of) => <CountedRows of={of()} />}
      </Match>
      <Match when={props.list === 'hours'}>
        <HourTable />
      </Match>
      <Match when={props.list === 'days'}>
        <DayTable />
      </Match>
      <Match when={/^alerts\b/.test(props.list)}>
        <AlertList list={props.list} />
      </Match>
      <Match when={filterOf(props.list)}>
        <PartedList
          title={
            <h2 class="drill-title">
              {title()} {format().count(keys().length)}
            </h2>
          }
          items={keys()}
          empty={text().empty.due}
        >
          {(key) => (
            <Row view="cases" key={key}>
              {(row) => <CaseLine one={row()} open={() => go({ list: props.list, caseId: key })} />}
            </Row>
          )}
        </PartedList>
      </Match>
    </Switch>
  );
}
