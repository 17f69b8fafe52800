import { createMemo } from 'solid-js';
import type { Light } from '../../config/contract/picture.ts';
import type { TaskRow } from '../../config/contract/stage.ts';
import { tasksInOrder } from '../model/incident.ts';
import { useWall } from './context.ts';
import { LightMark } from './Mark.tsx';
import { FittedTile } from './Tile.tsx';

const ROW_REM = 7;
const SOON_MS = 600_000;

/** One task: whose it is, until when, and whether it is done. */
export function TaskLine(props: { task: TaskRow }) {
  const { model, text, format, names } = useWall();
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
    <div class="row task" data-done={props.task.doneAt !== null || undefined}>
      <LightMark light={light(props.task)} />
      <span class="row-main">{props.task.text}</span>
      <span class="row-meta">
        <b class={`light-${light(props.task)}`}>{state(props.task)}</b>
        {text().separator}
        {props.task.unit === '' ? props.task.by : format().name(names.unit(props.task.unit))}
      </span>
    </div>
  );
}

/** Tasks of the incident, the first to be done first. */
export function Tasks() {
  const { model, text, go } = useWall();
  const tasks = createMemo(() => tasksInOrder(model.row('stage', 'all')?.incident?.tasks ?? []));
  const open = () => tasks().filter(({ doneAt }) => doneAt === null).length;
  const all = () => go({ list: 'tasks' });
  return (
    <FittedTile
      view="stage"
      title={text().tile.tasks}
      origin={text().origin.stage}
      class="tasks"
      extra={
        <button type="button" class="tile-more" onClick={all}>
          {text().incident.ofTasks(String(open()), String(tasks().length))}
        </button>
      }
      items={tasks()}
      all={all}
      height={ROW_REM}
      empty={text().empty.tasks}
    >
      {(task) => <TaskLine task={task} />}
    </FittedTile>
  );
}
