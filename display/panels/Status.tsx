import { createMemo, For, Show } from 'solid-js';
import { timeOf } from '../../config/contract/clock.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { Light } from '../../config/contract/picture.ts';
import { judge, type Reason } from '../model/verdict.ts';
import type { Heal } from '../model/watchdog.ts';
import { useWall } from './context.ts';
import { writeList } from './list-name.ts';
import { LightMark } from './Mark.tsx';

const REASONS_SHOWN = 3;
/** How long the wall tells what healed by itself. */
const HEAL_TOLD_MS = 10 * 60_000;

/** The verdict on the whole picture, what weighs most in it, and what last healed by itself. */
export function Status() {
  const { deployment, model, watchdog, text, format, names, go } = useWall();
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
  /** Reasons for which there is no room; alerts are counted in their own tile. */
  const further = () =>
    judged()
      .reasons.slice(REASONS_SHOWN)
      .filter(({ kind }) => kind !== 'alerts').length;
  const second = (at: Millis | null | undefined) =>
    at === null || at === undefined ? text().age.none : format().second(at);
  const healed = createMemo(() => {
    const heal = watchdog.last();
    return heal && model.machine() - heal.at < HEAL_TOLD_MS ? heal : null;
  });
  const sayHealed = ({ what, at, ms }: Heal): string => {
    const clock = system()?.clock;
    return text().healed[what](second(clock ? timeOf(clock, at) : at), format().figure(ms / 1000));
  };
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
  /** The rows that a reason counts. */
  const listOf = (reason: Reason): string | null => {
    switch (reason.kind) {
      case 'alerts':
        return writeList('alerts', { level: reason.level });
      case 'overdue':
      case 'recount':
      case 'ports':
        return reason.kind;
      default:
        return null;
    }
  };
  const mark = (reason: Reason): Light | 'blue' => {
    if (reason.kind === 'alerts') return reason.level;
    return reason.kind === 'store' || reason.kind === 'backfill' ? 'yellow' : 'red';
  };
  return (
    <div class="status">
      <div class="status-title">
        <h1>{format().name(deployment.title)}</h1>
        <Show when={system()?.demo}>
          <span class="demo">{text().demo}</span>
        </Show>
      </div>
      <Show when={model.filled() || !connected()}>
        <div class="verdict" data-verdict={judged().verdict} role="status">
          <strong>{text().verdict[judged().verdict]}</strong>
          <Show when={judged().reasons.length > 0} fallback={<p>{text().allWell}</p>}>
            <ol data-list>
              <For each={judged().reasons.slice(0, REASONS_SHOWN)}>
                {(reason, n) => (
                  <li>
                    <LightMark light={mark(reason)} />
                    <Show when={listOf(reason)} fallback={<span>{say(reason)}</span>}>
                      {(list) => (
                        <button type="button" onClick={() => go({ list: list() })}>
                          {say(reason)}
                        </button>
                      )}
                    </Show>
                    <Show when={n() === REASONS_SHOWN - 1 && further() > 0}>
                      <small class="tile-more">{text().more(format().count(further()))}</small>
                    </Show>
                  </li>
                )}
              </For>
            </ol>
          </Show>
        </div>
      </Show>
      <Show when={healed()}>{(heal) => <p class="healed">{sayHealed(heal())}</p>}</Show>
    </div>
  );
}
