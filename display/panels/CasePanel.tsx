import { type Accessor, createEffect, createResource, For, type JSX, on, Show } from 'solid-js';
import type { CaseDetail } from '../../config/contract/api.ts';
import { getCase } from '../net/api.ts';
import { useWall } from './context.ts';
import { Kin } from './Kin.tsx';
import { LightMark } from './Mark.tsx';
import { marksOf } from './marks.ts';
import { unitName } from './unit-name.ts';

/** One case as the server knows it, asked for again with each step that it takes. */
export interface AskedCase {
  id: Accessor<string>;
  detail: Accessor<CaseDetail | null>;
  failure: Accessor<'missing' | 'failed' | null>;
  retry: () => void;
}

export function askCase(id: Accessor<string>): AskedCase {
  const { model } = useWall();
  const [answer, { refetch }] = createResource(id, getCase);
  createEffect(
    on(
      () => model.row('cases', id())?.stateAt,
      () => void refetch(),
      { defer: true },
    ),
  );
  return {
    id,
    detail: () => {
      const result = answer.latest;
      return result?.ok && result.value.id === id() ? result.value : null;
    },
    failure: () => {
      const result = answer.latest;
      return result && !result.ok ? result.error : null;
    },
    retry: () => void refetch(),
  };
}

/** One case: what it is, whose it is and until when. Texts are masked at ingest; nothing here can be unmasked. */
export function CaseFacts(props: { asked: AskedCase }) {
  const wall = useWall();
  const { model, text, format, names } = wall;
  const live = () => model.row('cases', props.asked.id());
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
  const marks = () => {
    const one = live();
    return one ? marksOf(one, text().mark) : '';
  };
  const line = (name: string, value: JSX.Element) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <Show
      when={props.asked.detail()}
      fallback={
        <p class="empty">
          <Show when={props.asked.failure()} fallback={text().drill.loading}>
            {(why) => (
              <>
                {why() === 'missing' ? text().drill.unknown : text().drill.failed}
                <Show when={why() === 'failed'}>
                  <button type="button" class="retry" onClick={props.asked.retry}>
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
              <Show when={marks()}>
                {(said) => (
                  <>
                    {text().separator}
                    <b class="marks">{said()}</b>
                  </>
                )}
              </Show>
            </small>
          </h2>
          <dl class="lines">
            {line(
              text().drill.number,
              `${one().upstreamNo}${text().separator}${format().name(names.source(one().source))}${text().separator}${text().channel[one().channel]}`,
            )}
            {line(text().drill.received, format().moment(one().receivedAt, model.now()))}
            {line(text().drill.due, clock(one()))}
            {line(text().drill.unit, unitName(one().unit, wall))}
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
              names
                .category(one().category)
                .map((level) => format().name(level))
                .join(' / '),
            )}
          </dl>
          <Show when={one().content !== '' && one().content !== one().subject}>
            <p class="content">{one().content}</p>
          </Show>
        </>
      )}
    </Show>
  );
}

/** The other cases of its matter, and every hop of one case, the newest first. */
export function CaseHops(props: { asked: AskedCase }) {
  const { model, text, format, names } = useWall();
  return (
    <Show when={props.asked.detail()}>
      {(one) => (
        <>
          <Kin id={one().id} grid={one().grid} />
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
