import { Show } from 'solid-js';
import { staleness } from '../model/freshness.ts';
import { useWall } from './context.ts';

/** What the figures rest on: the recount against raw records, and whether the store keeps up. */
export function Truth() {
  const { model, text, format, go } = useWall();
  const recount = () => model.row('recount', 'recount');
  const system = () => model.row('system', 'system');
  return (
    <p class="truth" data-stale={staleness(model, 'recount') ?? undefined}>
      <Show when={recount()} fallback={<span>{text().empty.recount}</span>}>
        {(row) => (
          <button
            type="button"
            data-bad={row().differences > 0 || undefined}
            onClick={() => go({ list: 'recount' })}
          >
            {text().recountLine(
              format().clock(row().at),
              format().count(row().compared),
              format().count(row().differences),
            )}
            <Show when={row().examples[0]}>{(example) => ` ${example()}`}</Show>
          </button>
        )}
      </Show>
      <Show when={system() && !system()?.storeUp}>
        <span data-bad>
          <Show when={system()?.unheld} fallback={text().storeDown}>
            {(count) => text().unheld(format().count(count()))}
          </Show>
        </span>
      </Show>
    </p>
  );
}
