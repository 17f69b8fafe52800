import { createMemo, Show } from 'solid-js';
import { asOf, staleness } from '../model/freshness.ts';
import type { CaseFilter } from './case-order.ts';
import { useDesk } from './context.ts';

/** What the officer must know before anything: is it live, how much waits, and what the walls show. */
export function Header(props: {
  /** Leads to the alerts, and to the cases that a number counts. */
  toAlerts: () => void;
  toCases: (filter: CaseFilter) => void;
  counts: Readonly<Record<CaseFilter, number>>;
}) {
  const { deployment, model, text, words, format } = useDesk();
  const system = () => model.row('system', 'system');
  const stage = () => model.row('stage', 'all');
  const stale = () => staleness(model, 'cases');
  const unanswered = createMemo(
    () =>
      [...model.rows('alerts').values()].filter(
        ({ acknowledgedAt, falseAlarm }) => acknowledgedAt === null && !falseAlarm,
      ).length,
  );
  /** Whether what stands here is of now; else up to when it was, or how far the past is filled in. */
  const live = () => {
    const why = stale();
    const backfill = system()?.backfill ?? null;
    if (why === 'server') return text().connection[model.state()];
    if (why !== null) {
      const since = asOf(model, why, 'cases');
      return text().stale[why](since === null ? text().age.none : format().second(since));
    }
    return backfill === null
      ? text().connection.live
      : text().reason.backfill(String(Math.floor(backfill * 100)));
  };
  const tasks = () => stage()?.incident?.tasks ?? [];

  return (
    <header class="desk-head">
      <h1>
        {words().title}
        <small class="desk-place">{format().name(deployment.title)}</small>
      </h1>
      <Show when={system()?.demo}>
        <span class="desk-demo">{text().demo}</span>
      </Show>
      <p class="desk-tally">
        <button type="button" data-act={unanswered() > 0 || undefined} onClick={props.toAlerts}>
          {words().unanswered(format().count(unanswered()))}
        </button>
        <button type="button" onClick={() => props.toCases('all')}>
          {words().open(format().count(props.counts.all))}
        </button>
        <button
          type="button"
          data-act={props.counts.overdue > 0 || undefined}
          onClick={() => props.toCases('overdue')}
        >
          {words().overdue(format().count(props.counts.overdue))}
        </button>
      </p>
      <p class="desk-wall" data-incident={stage()?.incident ? true : undefined}>
        <span>{words().wall(words().mode[stage()?.mode ?? 'duty'])}</span>
        <Show when={stage()?.incident}>
          {(incident) => (
            <>
              <b>
                {words().incident(incident().title, format().moment(incident().since, model.now()))}
              </b>
              <Show when={tasks().length > 0}>
                <span>
                  {words().tasks(
                    String(tasks().filter(({ doneAt }) => doneAt !== null).length),
                    String(tasks().length),
                  )}
                </span>
              </Show>
            </>
          )}
        </Show>
      </p>
      <p class="desk-live" data-stale={stale() ?? undefined} role="status">
        {live()}
      </p>
      <time>
        {format().date(model.now())} <b>{format().second(model.now())}</b>
      </time>
    </header>
  );
}
