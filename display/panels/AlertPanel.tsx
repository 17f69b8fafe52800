import { createEffect, createMemo, createResource, For, on, Show } from 'solid-js';
import type { AlertDetail } from '../../config/contract/api.ts';
import type { Telling } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { spokenFor } from '../model/order.ts';
import { getAlert } from '../net/api.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { LightMark } from './Mark.tsx';

/** One thing that happened to an alert. */
interface Moment {
  at: Millis;
  what: string;
  how: string;
}

/** One alert: what it saw, whom it was told to or why not, and what officers did about it, the newest first. */
export function AlertPanel(props: { id: string }) {
  const { model, text, format, go } = useWall();
  const alike = createMemo(() => spokenFor(model.rows('alerts')).get(props.id) ?? 0);
  const [answer, { refetch }] = createResource(() => props.id, getAlert);
  // What happens to it shows in its row; its log is asked for again then.
  createEffect(
    on(
      () => model.row('alerts', props.id),
      () => void refetch(),
      { defer: true },
    ),
  );
  const detail = () => {
    const result = answer.latest;
    return result?.ok && result.value.events[0]?.alertId === props.id ? result.value : null;
  };
  const newest = (of: AlertDetail) => of.events.findLast(({ phase }) => phase === 'raised');

  const toldOf = (telling: Telling | undefined): string => {
    if (telling === undefined) return '';
    const { to, untold } = telling;
    return untold === null
      ? text().alertLog.told(text().audience[to])
      : text().alertLog.untold(text().untold[untold]);
  };
  const momentsOf = ({ events, tellings, acts }: AlertDetail): Moment[] =>
    [
      ...events.map(({ at, phase, level }) =>
        phase === 'raised'
          ? {
              at,
              what: text().level[level],
              how: toldOf(tellings.find((telling) => telling.level === level)),
            }
          : { at, what: text().alertLog.cleared, how: '' },
      ),
      ...acts.map(({ at, act, actor, note, until }) => ({
        at,
        what: text().alertAct[act],
        how: [actor, note, until === null ? '' : format().moment(until, model.now())]
          .filter((part) => part !== '')
          .join(text().separator),
      })),
    ].sort((a, b) => b.at - a.at);

  return (
    <Show
      when={detail()}
      fallback={
        <p class="empty">
          {answer.latest?.ok === false
            ? answer.latest.error === 'missing'
              ? text().alertLog.unknown
              : text().drill.failed
            : text().drill.loading}
        </p>
      }
    >
      {(one) => (
        <>
          <h2 class="drill-title">
            <Show when={newest(one())}>
              {(event) => (
                <>
                  {format().name(event().title)}
                  <small class={`light-${event().level}`}>
                    <LightMark light={event().level} />
                    {text().level[event().level]}
                    {text().separator}
                    {format().moment(event().at, model.now())}
                  </small>
                </>
              )}
            </Show>
          </h2>
          <Show when={newest(one())?.figures}>
            {(figures) => (
              <dl class="lines">
                <div>
                  <dt>{text().alertLog.observed}</dt>
                  <dd>
                    <button
                      type="button"
                      disabled={newest(one())?.evidence.length === 0}
                      onClick={() => go({ list: writeList('evidence', { alert: props.id }) })}
                    >
                      {format().figure(figures().observed)}
                    </button>
                  </dd>
                </div>
                <div>
                  <dt>
                    {figures().probability === null
                      ? text().alertLog.limit
                      : text().alertLog.expected}
                  </dt>
                  <dd>{format().figure(figures().expected)}</dd>
                </div>
                <Show when={figures().probability !== null}>
                  <div>
                    <dt>{text().alertLog.probability}</dt>
                    <dd>{format().probability(figures().probability ?? 0)}</dd>
                  </div>
                </Show>
              </dl>
            )}
          </Show>
          <Show when={alike() > 0}>
            <button
              type="button"
              class="leads"
              onClick={() => go({ list: writeList('alerts', { by: props.id }) })}
            >
              {text().alertAlike(format().count(alike()))}
            </button>
          </Show>
          <h3>{text().alertLog.title}</h3>
          <ol class="hops">
            <For each={momentsOf(one())}>
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
      )}
    </Show>
  );
}
