import { For } from 'solid-js';
import type { WallAct } from '../../config/contract/stage.ts';
import { WALL_ASKS, WALL_ORDER, wallActOf } from './acts.ts';
import { useDesk } from './context.ts';
import { isPlain, keyOf } from './keys.ts';
import { Sheet } from './Sheet.tsx';
import type { Steer } from './steer.ts';

/** What can be done with the walls, each by one more key. */
export function WallSheet(props: { steer: Steer; close: () => void }) {
  const { words } = useDesk();
  const choose = (act: WallAct) => {
    props.close();
    props.steer.act(act);
  };
  const press = (event: KeyboardEvent) => {
    const act = isPlain(event) ? wallActOf(keyOf(event)) : undefined;
    if (act === undefined) return;
    event.preventDefault();
    choose(act);
  };
  return (
    <Sheet title={`${words().wallTitle} · ${words().steerHint}`} close={props.close} press={press}>
      <div class="desk-menu">
        <For each={WALL_ORDER}>
          {(act, index) => (
            <button
              type="button"
              class="desk-act"
              data-first={index() === 0 || undefined}
              aria-disabled={props.steer.obstacle(act) !== null}
              onClick={() => choose(act)}
            >
              <kbd>{WALL_ASKS[act].key.toUpperCase()}</kbd>
              {words().wallAct[act]}
              <small>{props.steer.obstacle(act) ?? ''}</small>
            </button>
          )}
        </For>
      </div>
      <div class="desk-buttons">
        <button type="button" class="desk-act" onClick={() => props.close()}>
          <kbd>Esc</kbd>
          {words().close}
        </button>
      </div>
    </Sheet>
  );
}
