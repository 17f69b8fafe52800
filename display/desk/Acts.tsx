import { For } from 'solid-js';

/** One act that a key does. */
export interface ActButton {
  key: string;
  name: string;
  /** What to expect most: shown first among equals. */
  lead: boolean;
  run: () => void;
}

/** Acts with their keys. Each is a button too, but no stop of Tab: the keys are nearer. */
export function Acts(props: { name: string; acts: readonly ActButton[] }) {
  return (
    <fieldset class="desk-acts" aria-label={props.name}>
      <For each={props.acts}>
        {(act) => (
          <button
            type="button"
            class="desk-act"
            data-lead={act.lead || undefined}
            aria-keyshortcuts={act.key}
            onClick={() => act.run()}
          >
            <kbd>{act.key.toUpperCase()}</kbd>
            {act.name}
          </button>
        )}
      </For>
    </fieldset>
  );
}
