import { type JSX, Match, Show, Switch } from 'solid-js';
import { staleness } from '../model/freshness.ts';
import { AlertPanel } from './AlertPanel.tsx';
import { askCase, CaseFacts, CaseHops } from './CasePanel.tsx';
import { useWall, WallContext } from './context.ts';
import { GridLines } from './GridLines.tsx';
import { GridCases, GridFacts } from './GridPanel.tsx';
import { ListPanel } from './ListPanel.tsx';
import { Back } from './Parted.tsx';

/** One panel's worth; the first one leads back. */
function Part(props: { first?: boolean; children: JSX.Element }) {
  const { text } = useWall();
  return (
    <section
      class="drill-part"
      data-scroll
      aria-label={props.first ? undefined : text().drill.rest}
      tabindex={props.first ? undefined : 0}
    >
      <Show when={props.first}>
        <Back />
      </Show>
      {props.children}
    </section>
  );
}

function OneCase(props: { id: string }) {
  const asked = askCase(() => props.id);
  return (
    <>
      <Part first>
        <CaseFacts asked={asked} />
      </Part>
      <Part>
        <CaseHops asked={asked} />
      </Part>
    </>
  );
}

function OneAlert(props: { id: string }) {
  const { place } = useWall();
  const asked = askCase(() => place().caseId ?? '');
  return (
    <>
      <Part first>
        <AlertPanel id={props.id} />
      </Part>
      <Part>
        <Show
          when={place().caseId}
          fallback={<Show when={place().grid}>{(grid) => <GridFacts grid={grid()} />}</Show>}
        >
          <CaseFacts asked={asked} />
        </Show>
      </Part>
    </>
  );
}

/** From a number to its rows, from a grid to its cases to one case, or from an alert to what it is about. */
export function Drill() {
  const wall = useWall();
  const { model, text, place } = wall;
  return (
    <WallContext.Provider value={{ ...wall, go: wall.further }}>
      <section
        class="drill"
        aria-label={text().drill.title}
        data-stale={staleness(model, 'cases') ?? undefined}
      >
        <Switch>
          <Match when={place().alert}>{(id) => <OneAlert id={id()} />}</Match>
          <Match when={place().caseId}>{(id) => <OneCase id={id()} />}</Match>
          <Match when={place().grid}>
            {(grid) => (
              <>
                <Part first>
                  <GridFacts grid={grid()} />
                </Part>
                <Part>
                  <GridLines grid={grid()} />
                  <GridCases grid={grid()} />
                </Part>
              </>
            )}
          </Match>
          <Match when={place().list}>{(list) => <ListPanel list={list()} />}</Match>
        </Switch>
      </section>
    </WallContext.Provider>
  );
}
