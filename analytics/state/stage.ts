import type { WallEvent } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import {
  type IncidentRow,
  LOG_SHOWN,
  type StageRow,
  type TaskRow,
  type WallAct,
  type WallMode,
} from '../../config/contract/stage.ts';

const BEGINS_OR_ENDS: readonly WallAct[] = ['enter', 'leave'];
const SETS_MODE: readonly WallAct[] = [...BEGINS_OR_ENDS, 'mode'];
const SETS_FOCUS: readonly WallAct[] = [...BEGINS_OR_ENDS, 'focus', 'clear'];

const inOrder = (a: WallEvent, b: WallEvent): number =>
  a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * What the desk has the walls show. The newest word on the mode, on the focus and on the incident
 * stands, whatever the order in which they come; notes and tasks are of the incident they were made in.
 */
export class Stage {
  /** Those that decide the row, oldest first. */
  #events: WallEvent[] = [];
  changed = false;

  apply(event: WallEvent): void {
    if (event.version > 0 || this.#events.some(({ id }) => id === event.id)) return;
    const all = [...this.#events, event].sort(inOrder);
    const kept = new Set(deciding(all));
    this.#events = all.filter((each) => kept.has(each));
    this.changed = true;
  }

  /** Time of the newest act that counts; 0: there was none. */
  get newest(): Millis {
    return this.#events.at(-1)?.at ?? 0;
  }

  row(): StageRow {
    const events = this.#events;
    const turn = newestOf(events, SETS_MODE);
    const focus = newestOf(events, SETS_FOCUS);
    const incident = incidentOf(events);
    const mode = turn === undefined ? 'duty' : modeAfter(turn);
    return {
      mode: mode === 'emergency' && incident === null ? 'duty' : mode,
      modeAt: turn?.at ?? null,
      by: turn?.actor ?? '',
      focus: focus?.act === 'leave' ? null : (focus?.subject ?? null),
      incident,
    };
  }
}

const newestOf = (events: readonly WallEvent[], acts: readonly WallAct[]) =>
  events.findLast(({ act }) => acts.includes(act));

function modeAfter({ act, mode }: WallEvent): WallMode {
  if (act === 'enter') return 'emergency';
  return mode === '' ? 'duty' : mode;
}

/** Notes and tasks since the last incident began or ended, oldest first: of it, or of one not yet heard of. */
function notesOf(events: readonly WallEvent[]): WallEvent[] {
  return events.slice(events.findLastIndex(({ act }) => BEGINS_OR_ENDS.includes(act)) + 1);
}

/** The events by which the row is decided: no later one can bring any other back. */
function deciding(events: readonly WallEvent[]): WallEvent[] {
  const notes = notesOf(events);
  const logs = notes.filter(({ act }) => act === 'log').slice(-LOG_SHOWN);
  const tasks = notes.filter(({ act }) => act === 'task' || act === 'finish');
  const turns = [BEGINS_OR_ENDS, SETS_MODE, SETS_FOCUS].map((acts) => newestOf(events, acts));
  return [...turns.filter((event) => event !== undefined), ...logs, ...tasks];
}

function incidentOf(events: readonly WallEvent[]): IncidentRow | null {
  const begun = newestOf(events, BEGINS_OR_ENDS);
  if (begun?.act !== 'enter' || begun.subject === null) return null;
  const notes = notesOf(events);
  const { id, subject, text, at, actor } = begun;
  return {
    ...{ id, subject, title: text, since: at, by: actor },
    log: notes
      .filter(({ act }) => act === 'log')
      .map((note) => ({ id: note.id, at: note.at, by: note.actor, text: note.text })),
    tasks: notes.filter(({ act }) => act === 'task').map((task) => taskRow(task, notes)),
  };
}

function taskRow(task: WallEvent, notes: readonly WallEvent[]): TaskRow {
  const { id, at, actor, text, unit, dueAt } = task;
  const done = notes.find((note) => note.act === 'finish' && note.task === id);
  return { id, at, by: actor, text, unit, dueAt, doneAt: done?.at ?? null };
}
