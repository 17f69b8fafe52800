import { createMemo, For, Show } from 'solid-js';
import type { MatterMember, MatterRow } from '../../config/contract/picture.ts';
import { useWall } from './context.ts';
import { ListTitle } from './ListTitle.tsx';
import { writeList } from './list-name.ts';
import { PartedList } from './Parted.tsx';
import { Rows } from './Rows.tsx';

const SHOWN = 8;
const MATTERS_SHOWN = 4;

/** One case of a matter: its number, and how far it is. */
function MemberLine(props: { one: MatterMember; open: () => void }) {
  const { text, format, names } = useWall();
  return (
    <button type="button" class="row case-row kin-row" onClick={props.open}>
      <span class="row-main">
        {format().name(names.source(props.one.source))} {props.one.upstreamNo}
      </span>
      <span class="row-meta">{text().state[props.one.state]}</span>
    </button>
  );
}

/** Every case of a matter that is named, the newest first. */
export function MatterList(props: { id: string }) {
  const { model, text, format, place, go } = useWall();
  const row = createMemo<MatterRow | undefined>(
    (before) => model.row('matters', props.id) ?? before,
  );
  const said = (of: MatterRow) =>
    (of.kind === 'diverge' ? text().matter.ofPlace : text().matter.of)(
      format().count(of.count),
      format().count(of.open),
    );
  return (
    <PartedList
      title={
        <ListTitle words={[row()?.title ?? '']} count={null}>
          <Show when={row()}>{(of) => said(of())}</Show>
        </ListTitle>
      }
      items={(row()?.members ?? []).toReversed()}
      empty={text().empty.listed}
    >
      {(one) => <MemberLine one={one} open={() => go({ list: place().list, caseId: one.id })} />}
    </PartedList>
  );
}

/** The other cases of the matter that a case is of, the newest first. */
export function Kin(props: { id: string; grid: string }) {
  const { model, text, format, go } = useWall();
  const matter = createMemo(() => {
    for (const [, row] of model.rows('matters'))
      if (row.kind !== 'diverge' && row.members.some(({ id }) => id === props.id)) return row;
    return null;
  });
  const others = () =>
    (matter()?.members ?? [])
      .filter(({ id }) => id !== props.id)
      .slice(-SHOWN)
      .toReversed();
  const gridOf = (id: string) => model.row('cases', id)?.grid ?? props.grid;
  return (
    <Show when={matter()}>
      {(row) => (
        <>
          <h3>
            {text().matter.kin}
            <button
              type="button"
              onClick={() => go({ list: writeList('matter', { id: row().id }) })}
            >
              {text().matter.kind[row().kind]}
              {text().separator}
              {text().matter.of(format().count(row().count), format().count(row().open))}
            </button>
          </h3>
          <ul class="rows kin">
            <For each={others()}>
              {(one) => (
                <li>
                  <MemberLine one={one} open={() => go({ grid: gridOf(one.id), caseId: one.id })} />
                </li>
              )}
            </For>
          </ul>
        </>
      )}
    </Show>
  );
}

/** The matters of a grid that several reports tell of and of which something is open, the most told first. */
export function GridMatters(props: { grid: string }) {
  const { model, text, format, go } = useWall();
  const keys = createMemo(() =>
    [...model.rows('matters')]
      .filter(([, { grid, open }]) => grid === props.grid && open > 0)
      .sort(([, a], [, b]) => b.count - a.count || b.last - a.last)
      .map(([key]) => key)
      .slice(0, MATTERS_SHOWN),
  );
  return (
    <Show when={keys().length > 0}>
      <h3>{text().matter.title}</h3>
      <Rows view="matters" keys={keys()}>
        {(row) => (
          <button
            type="button"
            class="row case-row kin-row"
            onClick={() => go({ list: writeList('matter', { id: row().id }) })}
          >
            <span class="row-main">{row().title}</span>
            <span class="row-meta">
              {text().matter.kind[row().kind]}
              {text().separator}
              {(row().kind === 'diverge' ? text().matter.ofPlace : text().matter.of)(
                format().count(row().count),
                format().count(row().open),
              )}
            </span>
          </button>
        )}
      </Rows>
    </Show>
  );
}
