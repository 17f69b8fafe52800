import { For, Show } from 'solid-js';
import { useDesk } from './context.ts';

/** What became of the last command, in words, and the keys that are always there. */
export function Status(props: { note: string }) {
  const { words, language, outbox } = useDesk();
  const last = () => outbox.refused()[0] ?? outbox.sent()[0];
  const waiting = () => outbox.sent().filter(({ state }) => state === 'sending').length;
  const said = () => {
    const one = last();
    if (props.note !== '' || one === undefined) return { words: props.note, state: 'note' };
    if (one.state === 'sending') return { words: words().sending(one.label), state: one.state };
    if (one.state === 'done') return { words: words().done(one.label), state: one.state };
    return { words: words().refused(one.label, one.why?.[language()] ?? ''), state: one.state };
  };
  const keys = () =>
    [
      ['/', words().move.search],
      ['W', words().wallTitle],
      ['Z', words().undo],
      ['?', words().help],
    ] as const;
  return (
    <footer class="desk-foot">
      <p class="desk-said" data-state={said().state} role="status" aria-live="polite">
        {said().words}
        <Show when={waiting() > 1}> ({waiting()})</Show>
        <Show when={props.note === '' && outbox.refused().length > 1}>
          {' '}
          {words().refusedMore(String(outbox.refused().length - 1))}
        </Show>
      </p>
      <p class="desk-keys">
        <For each={keys()}>
          {([key, what]) => (
            <span>
              <kbd>{key}</kbd>
              {what}
            </span>
          )}
        </For>
      </p>
    </footer>
  );
}
