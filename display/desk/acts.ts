import { CASE_ACTS, type CaseAct } from '../../config/contract/command.ts';
import type { WallAct } from '../../config/contract/stage.ts';
import { ALERT_ACTS, type AlertAct, type CaseState } from '../../config/contract/vocabulary.ts';

/** What a form asks for. Those of OPTIONAL may be left empty. */
export const FORM_FIELDS = [
  'reason',
  'text',
  'note',
  'unit',
  'until',
  'resumeAt',
  'solved',
  'case',
  'silence',
  'title',
  'task',
  'taskUnit',
  'taskUntil',
  'mode',
  'done',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export const OPTIONAL: ReadonlySet<FormField> = new Set(['resumeAt', 'taskUnit', 'taskUntil']);

/** The key of an act, and what it asks for before it is done. */
export interface Ask {
  /** A letter; of the keyboard, whatever the language of its input. */
  key: string;
  fields: readonly FormField[];
}

export const CASE_ASKS: Readonly<Record<CaseAct, Ask>> = {
  accept: { key: 'a', fields: [] },
  verify: { key: 'v', fields: [] },
  reject: { key: 'x', fields: ['reason'] },
  dispatch: { key: 'd', fields: ['unit'] },
  sign: { key: 's', fields: [] },
  contact: { key: 't', fields: [] },
  return: { key: 'b', fields: ['reason'] },
  extend: { key: 'e', fields: ['until', 'reason'] },
  suspend: { key: 'p', fields: ['reason', 'resumeAt'] },
  resume: { key: 'r', fields: [] },
  finish: { key: 'f', fields: ['note'] },
  check: { key: 'k', fields: [] },
  rework: { key: 'g', fields: ['reason'] },
  visit: { key: 'i', fields: ['solved'] },
  close: { key: 'l', fields: [] },
  reopen: { key: 'o', fields: ['reason'] },
  cancel: { key: 'n', fields: ['reason'] },
  merge: { key: 'm', fields: ['case'] },
  urge: { key: 'u', fields: [] },
  supervise: { key: 'y', fields: [] },
  comment: { key: 'c', fields: ['text'] },
  join: { key: 'j', fields: ['case'] },
  part: { key: 'q', fields: ['case'] },
};

export const ALERT_ASKS: Readonly<Record<AlertAct, Ask>> = {
  acknowledge: { key: 'a', fields: [] },
  comment: { key: 'c', fields: ['text'] },
  silence: { key: 's', fields: ['silence'] },
  'false-alarm': { key: 'f', fields: [] },
};

/** After `w`. */
export const WALL_ASKS: Readonly<Record<WallAct, Ask>> = {
  focus: { key: 'f', fields: [] },
  clear: { key: 'c', fields: [] },
  mode: { key: 'm', fields: ['mode'] },
  enter: { key: 'e', fields: ['title'] },
  leave: { key: 'x', fields: [] },
  log: { key: 'l', fields: ['text'] },
  task: { key: 't', fields: ['task', 'taskUnit', 'taskUntil'] },
  finish: { key: 'd', fields: ['done'] },
};

/** In the order in which they are shown: the course of a case. */
export const CASE_ORDER = Object.keys(CASE_ASKS) as CaseAct[];
export const ALERT_ORDER = Object.keys(ALERT_ASKS) as AlertAct[];
export const WALL_ORDER = Object.keys(WALL_ASKS) as WallAct[];

/** What is usually done next with a case, by where it stands; null: nothing. */
export const NEXT: Readonly<Record<CaseState, CaseAct | null>> = {
  reported: 'accept',
  verifying: 'accept',
  filed: 'dispatch',
  dispatched: 'sign',
  returned: 'dispatch',
  handling: 'finish',
  suspended: 'resume',
  done: 'check',
  checked: 'close',
  reopened: 'dispatch',
  closed: null,
  rejected: null,
  merged: null,
  cancelled: null,
};

export const caseActOf = (key: string): CaseAct | undefined =>
  CASE_ACTS.find((act) => CASE_ASKS[act].key === key);
export const alertActOf = (key: string): AlertAct | undefined =>
  ALERT_ACTS.find((act) => ALERT_ASKS[act].key === key);
export const wallActOf = (key: string): WallAct | undefined =>
  WALL_ORDER.find((act) => WALL_ASKS[act].key === key);
