import { For, type JSX, Show } from 'solid-js';
import type { CaseDetail } from '../../config/contract/api.ts';
import type { CaseAct } from '../../config/contract/command.ts';
import { LightMark } from '../panels/Mark.tsx';
import { Acts } from './Acts.tsx';
import { CASE_ASKS, CASE_ORDER, NEXT } from './acts.ts';
import { useDesk } from './context.ts';
import { RevealedValues } from './RevealedValues.tsx';
import { REVEAL_KEY } from './reveal.ts';

/** One case: where it stands, what may be done with it now, and every hop it made, the newest first. */
export function CaseSubject(props: {
  id: string;
  act: (act: CaseAct) => void;
  reveal: () => void;
  blocked: boolean;
  toggleBlocked: () => void;
}) {
  const { model, text, words, format, names, language, chosen, reveal } = useDesk();
  const live = () => model.row('cases', props.id);
  const detail = () => chosen.caseDetail();
  const open = () => CASE_ORDER.filter((act) => chosen.acts().get(act) === null);
  const blocked = () =>
    CASE_ORDER.flatMap((act) => {
      const refusal = chosen.acts().get(act);
      return refusal ? [{ act, refusal }] : [];
    });
  /** To see in clear is no step of the case, and is always open to whoever may. */
  const seeing = () =>
    reveal.may
      ? [
          {
            key: REVEAL_KEY,
            name: reveal.values() === null ? words().reveal.title : words().reveal.hide,
            lead: false,
            run: props.reveal,
          },
        ]
      : [];
  const lead = () => NEXT[live()?.state ?? detail()?.state ?? 'closed'];
  const line = (name: string, value: JSX.Element) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  const joined = (parts: readonly string[]) =>
    parts.filter((part) => part !== '').join(text().separator);
  const clock = ({ dueAt, dueProvisional }: CaseDetail) => {
    const at = live()?.dueAt ?? dueAt;
    if (at === null) return text().drill.noDue;
    const ms = at - model.now();
    const span = format().span(Math.abs(ms));
    return joined([
      format().moment(at, model.now()),
      dueProvisional ? words().provisional : '',
      live() ? (ms < 0 ? text().drill.overdueBy(span) : text().drill.left(span)) : '',
    ]);
  };

  return (
    <Show
      when={detail()}
      fallback={
        <p class="desk-empty">{chosen.failed() ? text().drill.failed : text().drill.loading}</p>
      }
    >
      {(one) => (
        <>
          <Show when={chosen.failed()}>
            <p class="desk-warning" role="status">
              {words().known}
            </p>
          </Show>
          <h2 class="desk-title">
            <span class="desk-chip">
              <LightMark light={live()?.light ?? 'none'} />
              {text().state[live()?.state ?? one().state]}
            </span>
            {one().subject || words().untitled}
          </h2>
          <p class="desk-about">
            {joined([
              one().upstreamNo,
              format().name(names.source(one().source)),
              text().type[one().type],
              text().urgency[one().urgency],
              live()?.supervised ? words().caseAct.supervise : '',
            ])}
          </p>
          <Acts
            name={words().helpCase}
            acts={[
              ...open().map((act) => ({
                key: CASE_ASKS[act].key,
                name: words().caseAct[act],
                lead: act === lead(),
                run: () => props.act(act),
              })),
              ...seeing(),
            ]}
          />
          <Show when={chosen.acts().size > 0 && open().length === 0}>
            <p class="desk-empty">{words().noActs}</p>
          </Show>
          <Show when={chosen.stranger()}>
            <p class="desk-empty">{words().signIn}</p>
          </Show>
          <Show when={blocked().length > 0}>
            <button
              type="button"
              class="desk-blocked"
              aria-expanded={props.blocked}
              onClick={() => props.toggleBlocked()}
            >
              <kbd>.</kbd>
              {words().blocked(format().count(blocked().length))}
            </button>
            <Show when={props.blocked}>
              <ul class="desk-reasons">
                <For each={blocked()}>
                  {({ act, refusal }) => (
                    <li>{words().blockedLine(words().caseAct[act], refusal[language()])}</li>
                  )}
                </For>
              </ul>
            </Show>
          </Show>
          <RevealedValues />
          <dl class="desk-lines">
            {line(text().drill.received, format().moment(one().receivedAt, model.now()))}
            {line(text().drill.due, clock(one()))}
            {line(
              text().drill.unit,
              one().unit === '' ? text().drill.noUnit : format().name(names.unit(one().unit)),
            )}
            {line(
              text().drill.place,
              joined([
                one().grid === '' ? text().drill.noGrid : format().name(names.grid(one().grid)),
                one().address,
              ]),
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
            <p class="desk-content">{one().content}</p>
          </Show>
          <h3>{text().drill.hops}</h3>
          <ol class="desk-hops">
            <For each={chosen.pending()}>
              {(given) => (
                <li data-pending>
                  <time>…</time>
                  <b>{given.label}</b>
                  <span>{words().pending}</span>
                </li>
              )}
            </For>
            <For each={one().hops.toReversed()}>
              {(hop) => (
                <li>
                  <time>{format().moment(hop.at, model.now())}</time>
                  <b>{text().hop[hop.event]}</b>
                  <span>
                    {joined([
                      hop.unit === '' ? '' : format().name(names.unit(hop.unit)),
                      hop.actor,
                      hop.note,
                      hop.solved === null ? '' : text().solved[hop.solved],
                    ])}
                  </span>
                  <Show when={hop.obstacle}>
                    {(obstacle) => <em>{text().drill.abnormal(text().obstacle[obstacle()])}</em>}
                  </Show>
                </li>
              )}
            </For>
          </ol>
          <Show when={one().reveals.length > 0}>
            <h3>{words().reveal.seen}</h3>
            <ol class="desk-hops">
              <For each={one().reveals}>
                {({ at, who, reason }) => (
                  <li>
                    <time>{format().moment(at, model.now())}</time>
                    <b>{who}</b>
                    <span>{reason}</span>
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
