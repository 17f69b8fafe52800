import {
  type StageRow,
  type WallAct,
  type WallSubject,
  wallSubject,
} from '../../config/contract/stage.ts';
import { WALL_ASKS } from './acts.ts';
import { wallCommand } from './command-of.ts';
import type { Desk } from './context.ts';
import type { Form } from './drafts.ts';

/** Of acts with the walls, which are about nothing else. */
export const WALLS = 'wall';

export interface Steer {
  /** Why an act cannot be now, in words; null: it can. */
  obstacle(act: WallAct): string | null;
  /** Does it, or asks first. */
  act(act: WallAct): void;
  /** Takes back the last change of mode or focus. */
  undo(): void;
}

/** Steers the walls: what can be taken back is done at once, the rest is asked about first. */
export function createSteer(
  desk: Desk,
  ask: (key: string, form: Form) => void,
  say: (words: string) => void,
): Steer {
  const { model, words, format, chosen, outbox } = desk;
  const stage = (): StageRow | undefined => model.row('stage', 'all');
  let before: {
    mode: StageRow['mode'];
    focus: WallSubject | null;
    changed: 'mode' | 'focus';
  } | null = null;

  const subject = (): WallSubject | null => {
    const of = chosen.subject();
    return of && wallSubject(of.on, of.id);
  };
  const nameOf = (of: WallSubject | null): string => {
    if (of === null) return '';
    if (of.on === 'grid') return format().name(desk.names.grid(of.id));
    if (of.on === 'case')
      return model.row('cases', of.id)?.subject ?? chosen.caseDetail()?.subject ?? of.id;
    const title = model.row('alerts', of.id)?.title;
    return title ? format().name(title) : of.id;
  };
  const send = async (command: object, label: string) =>
    (await outbox.send(command, label, WALLS)) === 'done';

  const obstacle = (act: WallAct): string | null => {
    const incident = stage()?.incident ?? null;
    const why = words().wallObstacle;
    if ((act === 'focus' || act === 'enter') && subject() === null) return words().noSubject;
    if (act === 'enter' && incident !== null) return why.incident;
    if (act === 'leave' || act === 'log' || act === 'task')
      return incident === null ? why.noIncident : null;
    if (act === 'finish')
      return incident?.tasks.some(({ doneAt }) => doneAt === null) ? null : why.noTask;
    return null;
  };

  const remember = (changed: 'mode' | 'focus') => {
    const now = stage();
    before = { mode: now?.mode ?? 'duty', focus: now?.focus ?? null, changed };
  };

  return {
    obstacle,
    act(act) {
      const why = obstacle(act);
      const label = words().wallAct[act];
      if (why !== null) return say(words().refused(label, why));
      const of = subject();
      if (act === 'focus' || act === 'clear') {
        remember('focus');
        return void send(wallCommand(act, of, {}), label);
      }
      const about = act === 'enter' ? nameOf(of) : (stage()?.incident?.title ?? '');
      ask(act, {
        title: label,
        about: act === 'mode' ? '' : about,
        warning:
          act === 'enter' ? words().enterWarning : act === 'leave' ? words().leaveWarning : '',
        fields: WALL_ASKS[act].fields,
        values: act === 'enter' ? { title: about } : {},
        submit: (values) => {
          if (act === 'mode') remember('mode');
          return send(wallCommand(act, of, values), label);
        },
      });
    },
    undo() {
      if (before === null) return say(words().nothingToUndo);
      const { mode, focus, changed } = before;
      before = null;
      if (changed === 'mode') void send(wallCommand('mode', null, { mode }), words().undone);
      else void send(wallCommand(focus === null ? 'clear' : 'focus', focus, {}), words().undone);
    },
  };
}
