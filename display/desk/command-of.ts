import type { CaseAct } from '../../config/contract/command.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { WallAct, WallSubject } from '../../config/contract/stage.ts';
import type { AlertAct } from '../../config/contract/vocabulary.ts';
import type { FormField } from './acts.ts';

/** What was filled in; times in UTC ms as text. */
export type Values = Partial<Record<FormField | 'coUnits', string>>;

/** A case as its port numbers it: what its id is made of. */
function reference(id: string) {
  const [first, last] = [id.indexOf(':'), id.lastIndexOf(':')];
  return {
    source: id.slice(0, first),
    upstreamNo: id.slice(first + 1, last),
    redo: Number(id.slice(last + 1)),
  };
}
const iso = (at: string): string => new Date(Number(at)).toISOString();

/** @param of id of the case */
export function caseCommand(act: CaseAct, of: string, values: Values): object {
  const { reason, text, note, unit, coUnits, until, resumeAt, solved } = values;
  const named = values.case ? reference(values.case) : null;
  return {
    on: 'case',
    case: reference(of),
    act,
    ...(reason ? { reason } : {}),
    ...(text ? { text } : {}),
    ...(note ? { note } : {}),
    ...(unit ? { unit } : {}),
    ...(coUnits ? { coUnits: coUnits.split(',') } : {}),
    ...(until ? { until: iso(until) } : {}),
    ...(resumeAt ? { until: iso(resumeAt) } : {}),
    ...(solved ? { solved: Number(solved) } : {}),
    ...(named ? (act === 'merge' ? { into: named } : { with: named }) : {}),
  };
}

/** @param now deployment time, from which a silence is counted */
export function alertCommand(act: AlertAct, alert: string, values: Values, now: Millis): object {
  const { text, silence } = values;
  return {
    on: 'alert',
    alert,
    act,
    ...(text ? { text } : {}),
    ...(silence ? { until: iso(String(now + Number(silence))) } : {}),
  };
}

export function wallCommand(act: WallAct, subject: WallSubject | null, values: Values): object {
  const { text, title, task, taskUnit, taskUntil, mode, done } = values;
  const said = text ?? task;
  return {
    on: 'wall',
    act,
    ...(subject && (act === 'focus' || act === 'enter') ? { subject } : {}),
    ...(mode ? { mode } : {}),
    ...(title ? { title } : {}),
    ...(said ? { text: said } : {}),
    ...(taskUnit ? { unit: taskUnit } : {}),
    ...(taskUntil ? { until: iso(taskUntil) } : {}),
    ...(done ? { task: done } : {}),
  };
}
