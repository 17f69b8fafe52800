import { createEffect, createResource, For, type JSX, on, Show } from 'solid-js';
import type { CaseDetail } from '../../config/contract/api.ts';
import { getCase } from '../net/api.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';

/** One case with every hop it made, the newest first. Texts are masked at ingest; nothing here can be unmasked. */
export function CasePanel(props: { id: string }) {
  const { model, text, format, names } = useWall();
  const [answer, { refetch }] = createResource(() => props.id, getCase);
  const live = () => model.row('cases', props.id);
  // Each step of an open case shows in the live row; its hops are asked for again then.
  createEffect(
    on(
      () => live()?.stateAt,
      () => void refetch(),
      { defer: true },
    ),
  );
  const detail = () => {
    const result = answer.latest;
    return result?.ok && result.value.id === props.id ? result.value : null;
  };
  const failure = () => {
    const result = answer.latest;
    return result && !result.ok ? result.error : null;
  };
  const clock = (one: CaseDetail) => {
    if (one.dueAt === null) return text().drill.noDue;
    const moment = format().moment(one.dueAt, model.now());
    const at = one.dueProvisional
      ? `${moment}${text().separator}${text().drill.provisional}`
      : moment;
    if (!live()) return at;
    const ms = one.dueAt - model.now();
    const rest = format().span(Math.abs(ms));
    return `${at}${text().separator}${ms < 0 ? text().drill.overdueBy(rest) : text().drill.left(rest)}`;
  };
  const line = (name: string, value: JSX.Element) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <Show
      when={detail()}
      fallback={
        <p class="empty">
          <Show when={failure()} fallback={text().drill.loading}>
            {(why) => (
              <>
                {why() === 'missing' ? text().drill.unknown : text().drill.failed}
                <Show when={why() === 'failed'}>
                  <button type="button" class="retry" onClick={() => void refetch()}>
                    {text().drill.retry}
                  </button>
                </Show>
              </>
            )}
          </Show>
        </p>
      }
    >
      {(one) => (
        <>
          <h2 class="drill-title">
            {one().subject}
            <small>
              <LightMark light={live()?.light ?? 'none'} />
              {text().state[live()?.state ?? one().state]}
              {text().separator}
              {text().type[one().type]}
              {text().separator}
              {text().urgency[one().urgency]}
            </small>
          </h2>
          <dl class="lines">
            {line(
              text().drill.number,
              `${one().upstreamNo}${text().separator}${format().name(names.source(one().source))}${text().separator}${text().channel[one().channel]}`,
            )}
            {line(text().drill.received, format().moment(one().receivedAt, model.now()))}
            {line(text().drill.due, clock(one()))}
            {line(
              text().drill.unit,
              one().unit === '' ? text().drill.noUnit : format().name(names.unit(one().unit)),
            )}
            {line(
              text().drill.place,
              [
                one().grid === '' ? text().drill.noGrid : format().name(names.grid(one().grid)),
                one().address,
              ]
                .filter((part) => part !== '')
                .join(text().separator),
            )}
            {line(
              text().drill.category,
              one()
                .category.filter((level) => level !== '')
                .join(' / '),
            )}
          </dl>
          <Show when={one().content !== '' && one().content !== one().subject}>
            <p class="content">{one().content}</p>
          </Show>
          <h3>{text().drill.hops}</h3>
          <Show when={one().hops.length > 0} fallback={<p class="empty">{text().empty.hops}</p>}>
            <ol class="hops">
              <For each={one().hops.toReversed()}>
                {(hop) => (
                  <li>
                    <time>{format().moment(hop.at, model.now())}</time>
                    <b>{text().hop[hop.event]}</b>
                    <span>
                      {[
                        hop.unit === '' ? '' : format().name(names.unit(hop.unit)),
                        hop.actor,
                        hop.note,
                        hop.solved === null ? '' : text().solved[hop.solved],
                      ]
                        .filter((part) => part !== '')
                        .join(text().separator)}
                    </span>
                    <Show when={hop.obstacle}>
                      {(obstacle) => <em>{text().drill.abnormal(text().obstacle[obstacle()])}</em>}
                    </Show>
                  </li>
                )}
              </For>
            </ol>
          </Show>
        </>
      )}
    </Show>
  );
}
