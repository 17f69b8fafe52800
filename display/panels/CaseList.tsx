import { createMemo } from 'solid-js';
import type { CaseRow, Light } from '../../config/contract/picture.ts';
import type { Table } from '../../config/contract/table.ts';
import { firstRows, type Order } from '../model/first-rows.ts';
import { useWall } from './context.ts';
import { CaseLine } from './GridPanel.tsx';
import { ListTitle } from './ListTitle.tsx';
import type { ListName } from './list-name.ts';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';
import { unitName } from './unit-name.ts';

/** Nobody reads further: the head says how many there are. */
const MOST = 500;

/** Which open cases a number counts. */
const COUNTS = {
  open: () => true,
  overdue: (light) => light === 'red' || light === 'purple',
  soon: (light) => light === 'yellow',
  running: (light) => light === 'green' || light === 'yellow',
  unplaced: (_, placed) => !placed,
} satisfies Record<string, (light: Light, placed: boolean) => boolean>;

const known = (name: string): keyof typeof COUNTS | null =>
  Object.hasOwn(COUNTS, name) ? (name as keyof typeof COUNTS) : null;

/** Whether a list is of open cases. */
export const isOfCases = ({ name }: ListName): boolean => known(name) !== null;

/** Whether a list of open cases has one, by its number. */
function listed(cases: Table<CaseRow>, { name, by }: ListName): (n: number) => boolean {
  const of = COUNTS[known(name) ?? 'open'];
  const [light, lon, lat] = [cases.column('light'), cases.column('lon'), cases.column('lat')];
  const [unit, grid] = [cases.column('unit'), cases.column('grid')];
  return (n) =>
    of(light.at(n), lon.at(n) !== null && lat.at(n) !== null) &&
    (by.unit === undefined || unit.at(n) === by.unit) &&
    (by.grid === undefined || grid.at(n) === by.grid);
}

function byDeadline(cases: Table<CaseRow>): Order {
  const [light, dueAt] = [cases.column('light'), cases.column('dueAt')];
  const receivedAt = cases.column('receivedAt');
  const due = (n: number) => (light.at(n) === 'none' ? null : dueAt.at(n)) ?? Number.MAX_VALUE;
  return (a, b) => due(a) - due(b) || receivedAt.at(a) - receivedAt.at(b);
}

/** The open cases behind a number, the first to run out first. */
export function CaseList(props: { list: ListName }) {
  const wall = useWall();
  const { model, text, format, names, place, go } = wall;
  const first = createMemo(() => {
    const cases = model.rows('cases');
    return firstRows(cases, listed(cases, props.list), byDeadline(cases), MOST);
  });
  const where = () => {
    const { unit, grid } = props.list.by;
    if (unit !== undefined) return unitName(unit, wall);
    return grid === undefined ? '' : format().name(names.grid(grid));
  };
  return (
    <PartedList
      title={
        <ListTitle
          words={[where(), text().cases[known(props.list.name) ?? 'open']]}
          count={first().count}
        />
      }
      items={first().keys}
      hidden={first().count - first().keys.length}
      empty={text().empty.listed}
    >
      {(key) => (
        <Row view="cases" key={key}>
          {(row) => <CaseLine one={row()} open={() => go({ list: place().list, caseId: key })} />}
        </Row>
      )}
    </PartedList>
  );
}
