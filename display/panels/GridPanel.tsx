import { createMemo, createResource, For, Show } from 'solid-js';
import type { CaseRow, Light } from '../../config/contract/picture.ts';
import { ENDED } from '../../config/contract/vocabulary.ts';
import { getCasesOfGrid } from '../net/api.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { Rows } from './Rows.tsx';

const OPEN_SHOWN = 9;
const ENDED_SHOWN = 5;
const WEIGHT: Record<Light, number> = { purple: 4, red: 3, yellow: 2, green: 1, none: 0 };

/** One grid: its figures of today, its open cases live, and those that ended lately. */
export function GridPanel(props: { grid: string }) {
  const { model, text, format, names, go } = useWall();
  const row = createMemo(() => model.row('grids', props.grid));
  const open = createMemo(() =>
    [...model.rows('cases')]
      .filter(([, one]) => one.grid === props.grid)
      .sort(([, a], [, b]) => WEIGHT[b.light] - WEIGHT[a.light] || b.receivedAt - a.receivedAt)
      .map(([key]) => key),
  );
  const [history, { refetch }] = createResource(() => props.grid, getCasesOfGrid);
  const ended = () => {
    const answer = history();
    return answer?.ok
      ? answer.value.filter((one) => ENDED.has(one.state)).slice(0, ENDED_SHOWN)
      : [];
  };
  const left = (one: CaseRow) => {
    if (one.dueAt === null) return text().drill.noDue;
    const ms = one.dueAt - model.now();
    return ms < 0
      ? text().drill.overdueBy(format().span(-ms))
      : text().drill.left(format().span(ms));
  };
  const community = () => names.feature(props.grid)?.properties.community;

  return (
    <>
      <h2 class="drill-title">
        {format().name(names.grid(props.grid))}
        <Show when={community()}>
          {(id) => <small>{format().name(names.community(id()))}</small>}
        </Show>
      </h2>
      <dl class="facts">
        <div>
          <dt>{text().drill.openCases}</dt>
          <dd>{format().count(open().length)}</dd>
        </div>
        <div data-bad={(row()?.overdue ?? 0) > 0 || undefined}>
          <dt>{text().counter.overdue}</dt>
          <dd>{format().count(row()?.overdue ?? 0)}</dd>
        </div>
        <div>
          <dt>{text().drill.todayIn}</dt>
          <dd>{format().count(row()?.today ?? 0)}</dd>
        </div>
        <div>
          <dt>{text().drill.patrolsToday}</dt>
          <dd>{format().count(row()?.patrols ?? 0)}</dd>
        </div>
      </dl>
      <Rows view="cases" keys={open().slice(0, OPEN_SHOWN)} empty={text().empty.cases}>
        {(one, key) => (
          <button
            type="button"
            class="row case-row"
            onClick={() => go({ grid: props.grid, caseId: key, alert: null })}
          >
            <LightMark light={one().light} />
            <span class="row-main">{one().subject}</span>
            <span class="row-meta">
              {text().state[one().state]}
              {text().separator}
              {left(one())}
            </span>
          </button>
        )}
      </Rows>
      <Show when={open().length > OPEN_SHOWN}>
        <p class="more">{text().more(format().count(open().length - OPEN_SHOWN))}</p>
      </Show>
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
          <ul class="rows" data-list>
            <For each={ended()}>
              {(one) => (
                <li>
                  <button
                    type="button"
                    class="row case-row"
                    onClick={() => go({ grid: props.grid, caseId: one.id, alert: null })}
                  >
                    <LightMark light="none" />
                    <span class="row-main">{one.subject}</span>
                    <span class="row-meta">
                      {text().state[one.state]}
                      {text().separator}
                      {format().moment(one.stateAt, model.now())}
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
