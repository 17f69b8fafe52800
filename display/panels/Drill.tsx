import { Match, Show, Switch } from 'solid-js';
import { staleness } from '../model/freshness.ts';
import { AlertPanel } from './AlertPanel.tsx';
import { CasePanel } from './CasePanel.tsx';
import { useWall } from './context.ts';
import { GridPanel } from './GridPanel.tsx';
import { back } from './place.ts';

/** From a grid to its cases to one case, or from an alert to what it is about. Stands where the arrivals stand; the alerts stay in sight. */
export function Drill() {
  const { model, text, place, go } = useWall();
  return (
    <section class="tile drill" data-stale={staleness(model, 'cases') ?? undefined}>
      <button type="button" class="back" onClick={() => go(back(place()))}>
        ‹ {text().drill.back}
        <kbd>Esc</kbd>
      </button>
      <div class="drill-body" data-scroll>
        <Show when={place().alert}>{(id) => <AlertPanel id={id()} />}</Show>
        <Switch>
          <Match when={place().caseId}>{(id) => <CasePanel id={id()} />}</Match>
          <Match when={place().alert === null && place().grid}>
            {(grid) => <GridPanel grid={grid()} />}
          </Match>
        </Switch>
      </div>
    </section>
  );
}
