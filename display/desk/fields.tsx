import { For, Show } from 'solid-js';
import { useDesk } from './context.ts';
import { fromInput, toInput } from './local-input.ts';

/** Words in several lines; Enter is of the sheet, with Shift it breaks the line. */
export function Words(props: {
  id: string;
  name: string;
  value: string;
  change: (value: string) => void;
  first: boolean;
  most: number;
  lines: number;
}) {
  const { words } = useDesk();
  return (
    <div class="desk-field">
      <label for={props.id}>
        {props.name} <small>{props.lines > 1 ? words().newline : ''}</small>
      </label>
      <textarea
        id={props.id}
        rows={props.lines}
        maxLength={props.most}
        value={props.value}
        data-first={props.first || undefined}
        onInput={(event) => props.change(event.currentTarget.value)}
      />
    </div>
  );
}

export interface Option {
  value: string;
  name: string;
}

/** One of a few: by the arrows, or by its number. */
export function Choice(props: {
  id: string;
  name: string;
  options: readonly Option[];
  value: string;
  change: (value: string) => void;
  first: boolean;
}) {
  const byNumber = (event: KeyboardEvent) => {
    const option = props.options[Number(event.key) - 1];
    if (!option) return;
    props.change(option.value);
    event.preventDefault();
  };
  return (
    <fieldset class="desk-field desk-choice" onKeyDown={byNumber}>
      <legend>{props.name}</legend>
      <For each={props.options}>
        {(option, index) => (
          <label>
            <input
              type="radio"
              name={props.id}
              value={option.value}
              checked={props.value === option.value}
              data-first={(props.first && props.value === option.value) || undefined}
              onChange={() => props.change(option.value)}
            />
            <kbd>{index() + 1}</kbd>
            {option.name}
          </label>
        )}
      </For>
    </fieldset>
  );
}

/** A time, as the deployment's clocks show it. */
export function Moment(props: {
  id: string;
  name: string;
  value: string;
  change: (value: string) => void;
  first: boolean;
}) {
  const { deployment } = useDesk();
  return (
    <div class="desk-field">
      <label for={props.id}>{props.name}</label>
      <input
        id={props.id}
        type="datetime-local"
        value={props.value === '' ? '' : toInput(Number(props.value), deployment.zone)}
        data-first={props.first || undefined}
        onChange={(event) => {
          const at = fromInput(event.currentTarget.value, deployment.zone);
          props.change(at === null ? '' : String(at));
        }}
      />
    </div>
  );
}

/** One of many: typing narrows them, the arrows choose. */
export function Picker(props: {
  id: string;
  name: string;
  hint: string;
  none: string;
  options: readonly Option[];
  query: string;
  search: (query: string) => void;
  value: string;
  change: (value: string) => void;
  /** What stands beside an option; '': nothing. */
  beside: (value: string) => string;
  /** Space was pressed on an option; null: it is typed. */
  mark: ((value: string) => void) | null;
  first: boolean;
}) {
  const index = () => props.options.findIndex(({ value }) => value === props.value);
  const move = (by: number) => {
    const next = props.options[Math.max(0, Math.min(index() + by, props.options.length - 1))];
    if (!next) return;
    props.change(next.value);
    document.getElementById(`${props.id}-${next.value}`)?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === ' ' && props.mark && props.value !== '') props.mark(props.value);
    else return;
    event.preventDefault();
  };
  return (
    <div class="desk-field">
      <label for={props.id}>
        {props.name} <small>{props.hint}</small>
      </label>
      <input
        id={props.id}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${props.id}-options`}
        aria-activedescendant={props.value === '' ? undefined : `${props.id}-${props.value}`}
        spellcheck={false}
        autocomplete="off"
        value={props.query}
        data-first={props.first || undefined}
        onInput={(event) => props.search(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div id={`${props.id}-options`} class="desk-options" role="listbox" aria-label={props.name}>
        <For each={props.options} fallback={<p class="desk-empty">{props.none}</p>}>
          {(option) => (
            <div
              id={`${props.id}-${option.value}`}
              role="option"
              tabIndex="-1"
              aria-selected={props.value === option.value}
              onMouseDown={(event) => {
                event.preventDefault(); // the focus stays where one types
                props.change(option.value);
              }}
            >
              <span>{option.name}</span>
              <Show when={props.beside(option.value)}>{(word) => <small>{word()}</small>}</Show>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
