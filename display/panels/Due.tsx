import { createMemo } from 'solid-js';
import { dueKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { Rows } from './Rows.tsx';
import { Tile } from './Tile.tsx';

const SHOWN = 5;
const SOON_MS = 3_600_000;

/** Open cases whose clock runs out next, with what is left of it. */
export function Due() {
  const { model, text, format, names, go } = useWall();
  const keys = createMemo(() => dueKeys(model.rows('due')).slice(0, SHOWN));
  return (
    <Tile view="due" title={text().tile.due} origin={text().origin.due} class="due">
      <Rows view="due" keys={keys()} empty={text().empty.due}>
        {(row, key) => {
          const left = createMemo(() => row().dueAt - model.now());
          return (
            <button
              type="button"
              class="row due-row"
              onClick={() => go({ grid: row().grid || null, caseId: key, alert: null })}
            >
              <span class="row-main">{row().subject}</span>
              <span class="row-meta">
                {row().unit === '' ? text().drill.noUnit : format().name(names.unit(row().unit))}
              </span>
              <span class="rest" data-soon={left() < SOON_MS || undefined}>
                {left() < 0 ? text().lightWord.red : format().span(left())}
              </span>
            </button>
          );
        }}
      </Rows>
    </Tile>
  );
}
