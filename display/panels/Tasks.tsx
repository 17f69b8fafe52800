import { createMemo } from 'solid-js';
import type { Light } from '../../config/contract/picture.ts';
import type { TaskRow } from '../../config/contract/stage.ts';
import { tasksInOrder } from '../model/incident.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { FittedTile } from './Tile.tsx';

const ROW_REM = 7;
const SOON_MS = 600_000;

/** Tasks of the incident: whose, until when, and what is done. */
export function Tasks() {
  const { model, text, format, names } = useWall();
  const tasks = createMemo(() => tasksInOrder(model.row('stage', 'all')?.incident?.tasks ?? []));
  const open = () => tasks().filter(({ doneAt }) => doneAt === null).length;
  const light = ({ doneAt, dueAt }: TaskRow): Light => {
    if (doneAt !== null) return 'green';
    if (dueAt === null) return 'none';
    const left = dueAt - model.now();
    return left < 0 ? 'red' : left < SOON_MS ? 'yellow' : 'none';
  };
  const state = ({ doneAt, dueAt }: TaskRow): string => {
    if (doneAt !== null) return text().incident.doneAt(format().moment(doneAt, model.now()));
    if (dueAt === null) return text().incident.open;
    const left = dueAt - model.now();
    return left < 0
      ? text().drill.overdueBy(format().span(-left))
      : text().drill.left(format().span(left));
  };
  return (
    <FittedTile
      view="stage"
      title={text().tile.tasks}
      origin={text().origin.stage}
      class="tasks"
      extra={
        <span class="tile-more">
          {text().incident.ofTasks(String(open()), String(tasks().length))}
        </span>
      }
      items={tasks()}
      height={ROW_REM}
      empty={text().empty.tasks}
    >
      {(task) => (
        <div class="row task" data-done={task.doneAt !== null || undefined}>
          <LightMark light={light(task)} />
          <span class="row-main">{task.text}</span>
          <span class="row-meta">
            <b class={`light-${light(task)}`}>{state(task)}</b>
            {text().separator}
            {task.unit === '' ? task.by : format().name(names.unit(task.unit))}
          </span>
        </div>
      )}
    </FittedTile>
  );
}
