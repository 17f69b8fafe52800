import { createMemo, Show } from 'solid-js';
import { alertKeys, numbered, spokenFor, wordsOf } from '../model/order.ts';
import { LightMark } from '../panels/Mark.tsx';
import { useDesk } from './context.ts';
import { List } from './List.tsx';

const SHOWN = 200;

/** The alerts that stand, those first that nobody has answered, worst first. */
export function Alerts(props: { open: (id: string) => void }) {
  const { model, text, words, format, names, chosen } = useDesk();
  const keys = createMemo(() => alertKeys(model.rows('alerts')).slice(0, SHOWN));
  const others = createMemo(() => spokenFor(model.rows('alerts')));
  const numbers = createMemo(() =>
    numbered(new Map(keys().map((id) => [id, model.row('alerts', id)!])), (id) =>
      model.row('cases', id),
    ),
  );
  const mine = () => {
    const subject = chosen.subject();
    return subject?.on === 'alert' ? subject.id : null;
  };
  return (
    <List
      id="alerts"
      name={words().region.alerts}
      keys={keys()}
      chosen={mine()}
      choose={(id) => chosen.select({ on: 'alert', id })}
      open={props.open}
      empty={text().empty.alerts}
    >
      {(id) => {
        const find = () => model.row('alerts', id);
        const row = createMemo<ReturnType<typeof find>>((before) => find() ?? before);
        const answer = () => {
          const of = row();
          if (!of) return null;
          if (of.falseAlarm) return text().alertAnswer.falseAlarm;
          if (of.silencedUntil !== null && of.silencedUntil > model.now())
            return text().alertAnswer.silenced(format().moment(of.silencedUntil, model.now()));
          return of.acknowledgedAt === null ? null : words().acknowledged;
        };
        return (
          <Show when={row()}>
            {(of) => (
              <div class="desk-alert" data-answered={answer() !== null || undefined}>
                <span class={`desk-level light-${of().level}`}>
                  <LightMark light={of().level} />
                  {text().level[of().level]}
                </span>
                <span class="desk-main">
                  {wordsOf(format().name(of().title), numbers().get(id) ?? '')}
                </span>
                <span class="desk-meta">
                  {[
                    answer(),
                    numbers().get(id) ?? null,
                    others().has(id) ? text().alertAlike(format().count(others().get(id)!)) : null,
                    of().grid === '' ? null : format().name(names.grid(of().grid)),
                    of().unit === '' ? null : format().name(names.unit(of().unit)),
                  ]
                    .filter((part) => part !== null)
                    .join(text().separator)}
                </span>
                <time>{format().moment(of().at, model.now())}</time>
              </div>
            )}
          </Show>
        );
      }}
    </List>
  );
}
