import { createMemo } from 'solid-js';
import { dueKeys } from '../model/order.ts';
import { useWall } from './context.ts';
import { ListTile } from './Tile.tsx';

const ROW_REM = 3.5;
const SOON_MS = 3_600_000;

/** Open cases whose clock runs out next, with what is left of it. */
export function Due() {
  const { model, cases, text, format, go } = useWall();
  const keys = createMemo(() => dueKeys(model.rows('due')));
  const running = () => {
    model.rows('cases');
    return cases.count('green') + cases.count('yellow');
  };
  return (
    <ListTile
      view="due"
      title={text().tile.due}
      origin={text().origin.due}
      class="due"
      keys={keys()}
      height={ROW_REM}
      total={running()}
      all={() => go({ list: 'running' })}
      empty={text().empty.due}
    >
      {(row, key) => {
        const left = createMemo(() => row().dueAt - model.now());
        return (
          <button
            type="button"
            class="row due-row"
            onClick={() => go({ grid: row().grid || null, caseId: key, alert: null })}
          >
            <span class="rest" data-soon={left() < SOON_MS || undefined}>
              {left() < 0 ? text().lightWord.red : format().span(left())}
            </span>
            <span class="row-main">{row().subject}</span>
          </button>
        );
      }}
    </ListTile>
  );
}
