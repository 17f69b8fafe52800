import { For, Show } from 'solid-js';
import type { AlertAct } from '../../config/contract/vocabulary.ts';
import { LightMark } from '../panels/Mark.tsx';
import { Acts } from './Acts.tsx';
import { ALERT_ASKS, ALERT_ORDER } from './acts.ts';
import { useDesk } from './context.ts';

/** One alert: what it saw, what became of telling it, what was done about it, and what can be done. */
export function AlertSubject(props: {
  id: string;
  act: (act: AlertAct) => void;
  open: () => void;
}) {
  const { model, text, words, format, names, chosen } = useDesk();
  const row = () => model.row('alerts', props.id);
  const newest = () => chosen.alertDetail()?.events.findLast(({ phase }) => phase === 'raised');
  const level = () => row()?.level ?? newest()?.level ?? 'blue';
  const caseId = () => row()?.caseId ?? newest()?.caseId ?? null;
  const figures = () => row()?.figures ?? newest()?.figures ?? null;
  const title = () => {
    const told = row()?.title ?? newest()?.title;
    return told ? format().name(told) : '';
  };
  const moments = () => {
    const { events = [], tellings = [], acts = [] } = chosen.alertDetail() ?? {};
    const told = (at: (typeof events)[number]['level']) => {
      const telling = tellings.find((one) => one.level === at);
      if (telling === undefined) return '';
      return telling.untold === null
        ? text().alertLog.told(text().audience[telling.to])
        : text().alertLog.untold(text().untold[telling.untold]);
    };
    return [
      ...events.map((event) => ({
        at: event.at,
        what: event.phase === 'raised' ? text().level[event.level] : text().alertLog.cleared,
        how: event.phase === 'raised' ? told(event.level) : '',
      })),
      ...acts.map(({ at, act, actor, note, until }) => ({
        at,
        what: text().alertAct[act],
        how: [actor, note, until === null ? '' : format().moment(until, model.now())]
          .filter((part) => part !== '')
          .join(text().separator),
      })),
    ].sort((a, b) => b.at - a.at);
  };

  return (
    <>
      <h2 class="desk-title">
        <span class={`desk-level light-${level()}`}>
          <LightMark light={level()} />
          {text().level[level()]}
        </span>
        {title()}
      </h2>
      <p class="desk-about">
        {[
          row() ? format().moment(row()!.at, model.now()) : '',
          row()?.grid ? format().name(names.grid(row()!.grid)) : '',
          row()?.unit ? format().name(names.unit(row()!.unit)) : '',
        ]
          .filter((part) => part !== '')
          .join(text().separator)}
      </p>
      <Acts
        name={words().helpAlert}
        acts={ALERT_ORDER.map((act) => ({
          key: ALERT_ASKS[act].key,
          name: words().alertAct[act],
          lead: act === 'acknowledge' && row()?.acknowledgedAt === null,
          run: () => props.act(act),
        }))}
      />
      <Show when={figures()}>
        {(seen) => (
          <dl class="desk-lines">
            <div>
              <dt>{text().alertLog.observed}</dt>
              <dd>{format().figure(seen().observed)}</dd>
            </div>
            <div>
              <dt>
                {seen().probability === null ? text().alertLog.limit : text().alertLog.expected}
              </dt>
              <dd>{format().figure(seen().expected)}</dd>
            </div>
            <Show when={seen().probability !== null}>
              <div>
                <dt>{text().alertLog.probability}</dt>
                <dd>{format().probability(seen().probability ?? 0)}</dd>
              </div>
            </Show>
          </dl>
        )}
      </Show>
      <Show when={caseId()}>
        {(id) => (
          <button type="button" class="desk-link" onClick={() => props.open()}>
            <kbd>Enter</kbd>
            {words().ofCase}
            <span>{model.row('cases', id())?.subject ?? id()}</span>
          </button>
        )}
      </Show>
      <h3>{text().alertLog.title}</h3>
      <Show when={chosen.failed()}>
        <p class="desk-warning" role="status">
          {chosen.alertDetail() ? words().known : text().drill.failed}
        </p>
      </Show>
      <ol class="desk-hops">
        <For each={chosen.pending()}>
          {(one) => (
            <li data-pending>
              <time>…</time>
              <b>{one.label}</b>
              <span>{words().pending}</span>
            </li>
          )}
        </For>
        <For each={moments()}>
          {({ at, what, how }) => (
            <li>
              <time>{format().moment(at, model.now())}</time>
              <b>{what}</b>
              <span>{how}</span>
            </li>
          )}
        </For>
      </ol>
    </>
  );
}
