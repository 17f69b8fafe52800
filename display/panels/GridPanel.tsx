import { type Accessor, createMemo, createResource, For, Show } from 'solid-js';
import type { CaseRow, Light } from '../../config/contract/picture.ts';
import { ENDED } from '../../config/contract/vocabulary.ts';
import { type FirstRows, firstRows } from '../model/first-rows.ts';
import { getCasesOfGrid } from '../net/api.ts';
import { useWall } from './context.ts';
import { GridMatters } from './Kin.tsx';
import { writeList } from './list-name.ts';
import { LightMark } from './Mark.tsx';
import { marksOf } from './marks.ts';
import { Rows } from './Rows.tsx';

const OPEN_SHOWN = 100;
const ENDED_SHOWN = 20;
const WEIGHT: Record<Light, number> = { purple: 4, red: 3, yellow: 2, green: 1, none: 0 };

/** Open cases of a grid, the latest first. */
function createOpen(grid: Accessor<string>): Accessor<FirstRows> {
  const { model } = useWall();
  return createMemo(() => {
    const cases = model.rows('cases');
    const of = grid();
    const [grids, light] = [cases.column('grid'), cases.column('light')];
    const receivedAt = cases.column('receivedAt');
    return firstRows(
      cases,
      (n) => grids.at(n) === of,
      (a, b) => WEIGHT[light.at(b)] - WEIGHT[light.at(a)] || receivedAt.at(b) - receivedAt.at(a),
      OPEN_SHOWN,
    );
  });
}

/** One case in a list: its light, what it is, its state and what is left of its time. */
export function CaseLine(props: { one: CaseRow; open: () => void }) {
  const { model, text, format } = useWall();
  const left = () => {
    const { dueAt, light } = props.one;
    // its limit no longer runs, or it has none
    if (dueAt === null || light === 'none') return text().state[props.one.state];
    const ms = dueAt - model.now();
    return ms < 0
      ? text().drill.overdueBy(format().span(-ms))
      : text().drill.left(format().span(ms));
  };
  return (
    <button type="button" class="row case-row" onClick={props.open}>
      <LightMark light={props.one.light} />
      <span class="row-main">
        <span class="unseen">{text().lightWord[props.one.light]}</span>
        {props.one.subject}
      </span>
      <span class="row-meta">
        <Show when={marksOf(props.one, text().mark)}>
          {(said) => <b class="marks">{said()}</b>}
        </Show>
        {left()}
      </span>
    </button>
  );
}

/** One grid's figures of today and its open cases, live. */
export function GridFacts(props: { grid: string }) {
  const { model, text, format, names, go } = useWall();
  const row = createMemo(() => model.row('grids', props.grid));
  const open = createOpen(() => props.grid);
  const community = () => names.feature(props.grid)?.properties.community;
  /** A figure that opens its rows. */
  const fact = (name: string, count: number, list: string) => (
    <li>
      <button
        type="button"
        disabled={count === 0}
        data-bad={(list === 'overdue' && count > 0) || undefined}
        onClick={() => go({ list: writeList(list, { grid: props.grid }) })}
      >
        <span>{name}</span> <b>{format().count(count)}</b>
      </button>
    </li>
  );
  return (
    <>
      <h2 class="drill-title">
        {format().name(names.grid(props.grid))}
        <Show when={community()}>
          {(id) => <small>{format().name(names.community(id()))}</small>}
        </Show>
      </h2>
      <ul class="facts">
        {fact(text().drill.openCases, open().count, 'open')}
        {fact(text().counter.overdue, row()?.overdue ?? 0, 'overdue')}
        {fact(text().drill.todayIn, row()?.today ?? 0, 'reported')}
        {fact(text().drill.patrolsToday, row()?.patrols ?? 0, 'patrols')}
      </ul>
      <h3>{text().drill.openCases}</h3>
      <Show when={open().count > 0} fallback={<p class="empty">{text().empty.cases}</p>}>
        <Rows view="cases" keys={open().keys}>
          {(one, key) => (
            <CaseLine one={one()} open={() => go({ grid: props.grid, caseId: key })} />
          )}
        </Rows>
        <Show when={open().count > OPEN_SHOWN}>
          <button
            type="button"
            class="leads"
            onClick={() => go({ list: writeList('open', { grid: props.grid }) })}
          >
            {text().more(format().count(open().count - OPEN_SHOWN))}
          </button>
        </Show>
      </Show>
    </>
  );
}

/** The cases of a grid that ended lately. */
export function GridCases(props: { grid: string }) {
  const { model, text, format, go } = useWall();
  const [history, { refetch }] = createResource(() => props.grid, getCasesOfGrid);
  const ended = () => {
    const answer = history();
    return answer?.ok
      ? answer.value.filter((one) => ENDED.has(one.state)).slice(0, ENDED_SHOWN)
      : [];
  };
  return (
    <>
      <GridMatters grid={props.grid} />
      <h3>{text().drill.endedCases}</h3>
      <Show when={!history.loading} fallback={<p class="empty">{text().drill.loading}</p>}>
        <Show
          when={history()?.ok}
          fallback={
            <p class="empty">
              {text().drill.failed}
              <button type="button" class="retry" onClick={() => void refetch()}>
                {text().drill.retry}
              </button>
            </p>
          }
        >
          <ul data-list>
            <For each={ended()}>
              {(one) => (
                <li>
                  <button
                    type="button"
                    class="row case-row"
                    onClick={() => go({ grid: props.grid, caseId: one.id })}
                  >
                    <LightMark light="none" />
                    <span class="row-main">{one.subject}</span>
                    <span class="row-meta">
                      {text().state[one.state]} {format().moment(one.stateAt, model.now())}
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
    </>
  );
}
