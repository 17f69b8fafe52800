import { For } from 'solid-js';
import {
  ALERT_ASKS,
  ALERT_ORDER,
  type Ask,
  CASE_ASKS,
  CASE_ORDER,
  WALL_ASKS,
  WALL_ORDER,
} from './acts.ts';
import { useDesk } from './context.ts';
import { REVEAL_KEY } from './reveal.ts';
import { Sheet } from './Sheet.tsx';

/** Every key of the desk. */
export function HelpSheet(props: { close: () => void }) {
  const { words, reveal } = useDesk();
  const seeing = (): [string, string][] =>
    reveal.may ? [[REVEAL_KEY.toUpperCase(), words().reveal.title]] : [];
  const moves = (): [string, string][] => [
    ['1 2 3', words().move.regions],
    ['4 5 6', words().move.filters],
    ['↑ ↓', words().move.rows],
    ['← →', words().move.columns],
    ['Enter', words().move.open],
    ['Esc', words().move.back],
    ['/', words().move.search],
    ['.', words().move.blocked],
    ['Z', words().move.undo],
    ['Shift L', words().move.language],
    ['?', words().move.help],
  ];
  const acts = <Act extends string>(
    order: readonly Act[],
    asks: Readonly<Record<Act, Ask>>,
    called: Readonly<Record<Act, string>>,
  ): [string, string][] => order.map((act) => [asks[act].key.toUpperCase(), called[act]]);
  const groups = (): [string, [string, string][]][] => [
    [words().helpMove, moves()],
    [words().helpAlert, acts(ALERT_ORDER, ALERT_ASKS, words().alertAct)],
    [words().helpWall, acts(WALL_ORDER, WALL_ASKS, words().wallAct)],
    [words().helpCase, [...acts(CASE_ORDER, CASE_ASKS, words().caseAct), ...seeing()]],
  ];
  return (
    <Sheet title={words().help} close={props.close} wide>
      <div class="desk-help">
        <For each={groups()}>
          {([title, rows]) => (
            <section>
              <h3>{title}</h3>
              <dl>
                <For each={rows}>
                  {([key, what]) => (
                    <div>
                      <dt>
                        <kbd>{key}</kbd>
                      </dt>
                      <dd>{what}</dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
      <div class="desk-buttons">
        <button type="button" class="desk-act" data-first onClick={() => props.close()}>
          <kbd>Esc</kbd>
          {words().close}
        </button>
      </div>
    </Sheet>
  );
}
