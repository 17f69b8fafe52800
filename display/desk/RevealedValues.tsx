import { For, Show } from 'solid-js';
import { useDesk } from './context.ts';

/** 原文: personal values of the case in clear, and how long they stay. */
export function RevealedValues() {
  const { model, words, format, reveal } = useDesk();
  return (
    <Show when={reveal.values()}>
      {(values) => (
        <section class="desk-revealed" aria-label={words().reveal.title}>
          <h3>
            {words().reveal.title} <small>{words().reveal.left(String(reveal.left()))}</small>
          </h3>
          <Show when={values().length > 0} fallback={<p>{words().reveal.none}</p>}>
            <dl class="desk-lines">
              <For each={values()}>
                {({ field, value, at }) => (
                  <div>
                    <dt>{words().reveal.field[field]}</dt>
                    <dd>
                      {value} <small>{format().moment(at, model.now())}</small>
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </Show>
        </section>
      )}
    </Show>
  );
}
