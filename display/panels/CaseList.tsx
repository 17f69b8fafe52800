import { createMemo } from 'solid-js';
import type { CaseRow } from '../../config/contract/picture.ts';
import { isRunning } from '../model/order.ts';
import { useWall } from './context.ts';
import { CaseLine } from './GridPanel.tsx';
import { ListTitle } from './ListTitle.tsx';
import type { ListName } from './list-name.ts';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';

/** Which open cases a number counts. */
const COUNTS = {
  open: () => true,
  overdue: ({ light }) => light === 'red' || light === 'purple',
  soon: ({ light }) => light === 'yellow',
  running: isRunning,
  unplaced: ({ lon, lat }) => lon === null || lat === null,
} satisfies Record<string, (row: CaseRow) => boolean>;

const known = (name: string): keyof typeof COUNTS | null =>
  Object.hasOwn(COUNTS, name) ? (name as keyof typeof COUNTS) : null;

/** The open cases that a list names; null: it names none. */
export function casesOf({ name, by }: ListName): ((row: CaseRow) => boolean) | null {
  const of = known(name);
  if (of === null) return null;
  return (row) =>
    COUNTS[of](row) &&
    (by.unit === undefined || row.unit === by.unit) &&
    (by.grid === undefined || row.grid === by.grid);
}

const due = ({ light, dueAt }: CaseRow) =>
  light === 'none' || dueAt === null ? Number.POSITIVE_INFINITY : dueAt;

/** The open cases behind a number, the first to run out first. */
export function CaseList(props: { list: ListName }) {
  const { model, text, format, names, place, go } = useWall();
  const keys = createMemo(() => {
    const filter = casesOf(props.list) ?? (() => false);
    return [...model.rows('cases')]
      .filter(([, row]) => filter(row))
      .sort(([, a], [, b]) => due(a) - due(b) || a.receivedAt - b.receivedAt)
      .map(([key]) => key);
  });
  const where = () => {
    const { unit, grid } = props.list.by;
    if (unit !== undefined) return format().name(names.unit(unit));
    return grid === undefined ? '' : format().name(names.grid(grid));
  };
  return (
    <PartedList
      title={
        <ListTitle
          words={[where(), text().cases[known(props.list.name) ?? 'open']]}
          count={keys().length}
        />
      }
      items={keys()}
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
