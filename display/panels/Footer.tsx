import { Show } from 'solid-js';
import { staleness } from '../model/freshness.ts';
import { useWall } from './context.ts';

/** What the figures rest on: the recount against raw records, the journal and the store; and the keys. */
export function Footer() {
  const { model, text, format } = useWall();
  const recount = () => model.row('recount', 'recount');
  const system = () => model.row('system', 'system');
  return (
    <footer class="wall-foot">
      <span
        data-stale={staleness(model, 'recount') ?? undefined}
        data-bad={(recount()?.differences ?? 0) > 0 || undefined}
      >
        <b>{text().tile.recount}</b>
        <Show when={recount()} fallback={text().empty.recount}>
          {(row) => (
            <>
              {text().recountLine(
                format().second(row().at),
                format().count(row().compared),
                format().count(row().differences),
              )}
              <Show when={row().examples[0]}>{(example) => <em>{example()}</em>}</Show>
            </>
          )}
        </Show>
      </span>
      <Show when={system()}>
        {(row) => (
          <>
            <span>
              {text().journalLine(format().count(row().head), format().count(row().stored))}
            </span>
            <span data-bad={!row().storeUp || undefined}>
              {row().storeUp ? text().storeUp : text().storeDown}
            </span>
          </>
        )}
      </Show>
      <span class="keys">{text().keys}</span>
    </footer>
  );
}
