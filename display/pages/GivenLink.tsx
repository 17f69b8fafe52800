import { createSignal, Show } from 'solid-js';
import type { Given } from './acts.ts';
import { moment, type PageContext } from './page.ts';

/** A link that works once, for whom it is, to be copied: brought into sight, wherever it was asked for. */
export function GivenLink(props: { of: PageContext; given: Given; close: () => void }) {
  const text = () => props.of.text();
  const address = `${location.origin}/${props.given.link}`;
  const [copied, setCopied] = createSignal<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <section
      class="card given"
      role="status"
      ref={(card) => queueMicrotask(() => card.scrollIntoView({ block: 'nearest' }))}
    >
      <h2>{text().linkReady(props.given.to)}</h2>
      <code translate="no">{address}</code>
      <div class="row">
        {/* outside https browsers lend no clipboard; the link stands there to be marked */}
        <Show when={window.isSecureContext}>
          <button type="button" class="main" onClick={copy}>
            {copied() ? text().copied : text().copy}
          </button>
        </Show>
        <button type="button" class="second" onClick={() => props.close()}>
          {text().close}
        </button>
        <small>
          {copied() === false
            ? text().copyRefused
            : text().linkUntil(moment(props.of, props.given.until))}
        </small>
      </div>
    </section>
  );
}
