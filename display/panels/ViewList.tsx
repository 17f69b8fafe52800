import type { JSX } from 'solid-js';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { ListTitle } from './ListTitle.tsx';
import { PartedList } from './Parted.tsx';
import { Row } from './Rows.tsx';

/** All rows of a view of which a tile shows the first. */
export function ViewList<V extends ViewName>(props: {
  view: V;
  title: string;
  note?: JSX.Element;
  keys: readonly string[];
  empty: string;
  children: (row: Views[V], key: string) => JSX.Element;
}) {
  return (
    <PartedList
      title={
        <ListTitle words={[props.title]} count={props.keys.length}>
          {props.note}
        </ListTitle>
      }
      items={props.keys}
      empty={props.empty}
    >
      {(key) => (
        <Row view={props.view} key={key}>
          {(row) => props.children(row(), key)}
        </Row>
      )}
    </PartedList>
  );
}
