import { For, onCleanup, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { AskField } from './AskField.tsx';
import { OPTIONAL } from './acts.ts';
import type { Values } from './command-of.ts';
import { useDesk } from './context.ts';
import type { AskFor } from './drafts.ts';
import { Sheet } from './Sheet.tsx';

/** Asks for what an act needs, and whether to do it: Enter does, Esc does not. */
export function AskSheet(props: { ask: AskFor; close: () => void }) {
  const { words } = useDesk();
  const { ask } = props;
  const [values, setValues] = createStore<Values>({ ...ask.values });
  const missing = () =>
    ask.fields.filter((field) => !OPTIONAL.has(field) && (values[field] ?? '').trim() === '');
  let form!: HTMLFormElement;
  let given = false;
  onCleanup(() => {
    if (!given) ask.leave({ ...values });
  });
  const submit = (event?: Event) => {
    event?.preventDefault();
    // a time of which half is typed is none, and would be left out
    const broken = form.querySelector<HTMLElement>(':invalid');
    if (broken) return broken.focus();
    if (missing().length > 0) {
      const first = missing()[0];
      document.getElementById(`field-${first}`)?.focus();
      return;
    }
    const { unit, coUnits, ...others } = values;
    const helping = (coUnits ?? '').split(',').filter((one) => one !== '' && one !== unit);
    given = true;
    props.close();
    ask.submit(unit === undefined ? others : { ...others, unit, coUnits: helping.join(',') });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    if (!(event.target instanceof HTMLButtonElement)) submit(event);
  };
  return (
    <Sheet title={ask.title} close={props.close} press={press}>
      <form ref={form} onSubmit={submit} noValidate>
        <p class="desk-about">{ask.about}</p>
        <Show when={ask.warning}>
          <p class="desk-warning">{ask.warning}</p>
        </Show>
        <For each={ask.fields}>
          {(field, index) => (
            <AskField field={field} first={index() === 0} values={values} set={setValues} />
          )}
        </For>
        <div class="desk-buttons">
          <button
            type="submit"
            class="desk-act"
            data-lead
            data-first={ask.fields.length === 0 || undefined}
            aria-disabled={missing().length > 0}
          >
            <kbd>Enter</kbd>
            {words().confirm}
          </button>
          <button type="button" class="desk-act" onClick={() => props.close()}>
            <kbd>Esc</kbd>
            {words().cancel}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
