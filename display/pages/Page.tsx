import { type JSX, Show } from 'solid-js';
import type { PageContext } from './page.ts';

/** A calm page: whose it is, and one thing to do. */
export function Page(props: { of: PageContext; wide?: boolean; children: JSX.Element }) {
  return (
    <main class="page" classList={{ 'page-wide': props.wide === true }}>
      <header class="page-head">
        <p class="page-product">{props.of.text().product}</p>
        <h1>{props.of.name(props.of.door.title)}</h1>
      </header>
      {props.children}
      <footer class="page-foot">
        <button type="button" class="quiet" onClick={() => props.of.toggleLanguage()}>
          {props.of.text().language}
        </button>
      </footer>
    </main>
  );
}

/** What an account can be called, as the door takes it: in capital letters too, and with space around. */
export const ACCOUNT_NAME = String.raw`\s*[A-Za-z0-9][A-Za-z0-9._\-]{1,63}\s*`;
/** Characters of a name that is shown. */
export const NAME_MOST = 64;

/** One line to fill in, with its name above and a hint below. */
export function Field(props: {
  id: string;
  name: string;
  hint?: string;
  type?: string;
  autocomplete?: string;
  inputmode?: 'numeric';
  value: string;
  change: (value: string) => void;
  focus?: boolean;
  optional?: boolean;
  /** What it must look like, as a regular expression; the hint says so too. */
  pattern?: string;
  /** Characters at most. */
  most?: number;
}) {
  return (
    <div class="field">
      <label for={props.id}>{props.name}</label>
      <input
        id={props.id}
        type={props.type ?? 'text'}
        autocomplete={props.autocomplete ?? 'off'}
        inputmode={props.inputmode}
        autocapitalize="none"
        spellcheck={false}
        required={props.optional !== true}
        pattern={props.pattern}
        title={props.pattern === undefined ? undefined : props.hint}
        maxLength={props.most}
        value={props.value}
        aria-describedby={props.hint === undefined ? undefined : `${props.id}-hint`}
        onInput={(event) => props.change(event.currentTarget.value)}
        ref={(input) => props.focus && queueMicrotask(() => input.focus())}
      />
      <Show when={props.hint}>
        <small id={`${props.id}-hint`}>{props.hint}</small>
      </Show>
    </div>
  );
}

/** What went wrong, read out at once; it keeps its place, so that nothing jumps. */
export function Fault(props: { words: string }) {
  return (
    <p class="fault" role="alert">
      {props.words}
    </p>
  );
}
