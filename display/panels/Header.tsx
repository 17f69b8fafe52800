import { createMemo, Show } from 'solid-js';
import type { Millis } from '../../config/contract/ids.ts';
import { judge, type Reason } from '../model/verdict.ts';
import { useWall } from './context.ts';

const REASONS_SHOWN = 3;

/** Title, the verdict on the whole picture, deployment time and the state of the line. */
export function Header() {
  const { deployment, model, text, format, names } = useWall();
  const system = createMemo(() => model.row('system', 'system'));
  const connected = () => model.state() === 'live';
  const judged = createMemo(() =>
    judge({
      now: model.now(),
      connected: connected(),
      system: system(),
      overdue: model.row('counters', 'overdue'),
      alerts: model.rows('alerts').values(),
      ports: model.rows('ports').values(),
      recount: model.row('recount', 'recount'),
    }),
  );
  const second = (at: Millis | null | undefined) =>
    at === null || at === undefined ? text().age.none : format().second(at);
  const say = (reason: Reason): string => {
    switch (reason.kind) {
      case 'server':
        return text().reason.server(second(model.heardAt()));
      case 'feed':
        return text().reason.feed(second(system()?.clock.asOf));
      case 'backfill':
        return text().reason.backfill(String(Math.floor(reason.part * 100)));
      case 'store':
        return text().reason.store;
      case 'overdue':
        return text().reason.overdue(format().count(reason.count));
      case 'alerts':
        return text().reason.alerts(text().level[reason.level], format().count(reason.count));
      case 'ports':
        return text().reason.portsDown(
          reason.down.map((id) => format().name(names.source(id))).join(text().comma),
        );
      case 'closed':
        return text().reason.closed(reason.why);
      case 'recount':
        return text().reason.recount(format().count(reason.differences));
    }
  };
  const why = () =>
    judged().reasons.length === 0
      ? text().allWell
      : judged().reasons.slice(0, REASONS_SHOWN).map(say).join(text().separator);
  const mode = () => {
    const now = system();
    if (!now) return '';
    return text().clockMode[now.clock.mode](format().count(now.clock.rate));
  };

  return (
    <header class="wall-head">
      <div class="title">
        <h1>{format().name(deployment.title)}</h1>
        <Show when={system()?.demo}>
          <span class="demo">{text().demo}</span>
        </Show>
      </div>
      <Show when={model.filled() || !connected()} fallback={<div />}>
        <div class="verdict" data-verdict={judged().verdict} role="status">
          <strong>{text().verdict[judged().verdict]}</strong>
          <span>{why()}</span>
        </div>
      </Show>
      <div class="when">
        <div class="when-notes">
          <span class="when-date">{format().date(model.now())}</span>
          <span class="line-state" data-state={model.state()}>
            <Show when={mode()}>
              <em>{mode()}</em>
            </Show>
            <i class="dot" />
            {text().connection[model.state()]}
          </span>
        </div>
        <time class="clock">{format().second(model.now())}</time>
      </div>
    </header>
  );
}
