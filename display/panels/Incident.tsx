import { createMemo, Show } from 'solid-js';
import type { WallSubject } from '../../config/contract/stage.ts';
import { useWall } from './context.ts';
import type { Place } from './place.ts';

/** The incident that has the wall: what it is, where, for how long, and who ordered it. */
export function Incident() {
  const { deployment, model, text, format, names, go } = useWall();
  const incident = createMemo(() => model.row('stage', 'all')?.incident ?? null);
  const placeOf = ({ on, id }: WallSubject): Partial<Place> => {
    if (on === 'grid') return { grid: id };
    if (on === 'case') return { caseId: id };
    const row = model.row('alerts', id);
    return { grid: row?.grid || null, caseId: row?.caseId ?? null, alert: id };
  };
  const where = (subject: WallSubject): string => {
    const row =
      subject.on === 'case'
        ? model.row('cases', subject.id)
        : subject.on === 'alert'
          ? model.row('alerts', subject.id)
          : { grid: subject.id };
    return row === undefined || row.grid === '' ? '' : format().name(names.grid(row.grid));
  };
  return (
    <div class="status incident">
      <div class="status-title">
        <h1>{format().name(deployment.title)}</h1>
        <Show when={model.row('system', 'system')?.demo}>
          <span class="demo">{text().demo}</span>
        </Show>
      </div>
      <Show when={incident()}>
        {(one) => (
          <>
            <strong class="incident-word">
              {text().incident.word}
              <time>{format().stopwatch(Math.max(0, model.now() - one().since))}</time>
            </strong>
            <h2 class="incident-title">
              <button
                type="button"
                class="incident-subject"
                onClick={() => go(placeOf(one().subject))}
              >
                {one().title}
              </button>
            </h2>
            <p class="incident-where">
              {[
                where(one().subject),
                text().incident.begun(format().moment(one().since, model.now()), one().by),
              ]
                .filter((part) => part !== '')
                .join(text().separator)}
            </p>
          </>
        )}
      </Show>
    </div>
  );
}
