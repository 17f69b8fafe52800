import type { Flaw } from './command.ts';
import type { Obstacle } from './machine.ts';

/** Why a command was refused. */
export type RefusalReason =
  | Obstacle
  | Flaw
  | 'malformed'
  | 'role'
  | 'unknown-case'
  | 'unknown-alert'
  | 'unknown-unit'
  | 'main-helps'
  | 'skipped'
  | 'into-ended'
  | 'past'
  | 'too-long'
  | 'unknown-grid'
  | 'unknown-task'
  | 'task-done'
  | 'no-incident'
  | 'incident'
  | 'rejected';

/** A refused command, with why in both languages of the screens. */
export interface Refusal {
  reason: RefusalReason;
  zh: string;
  en: string;
}

const WORDS: Readonly<Record<RefusalReason, Omit<Refusal, 'reason'>>> = {
  malformed: { zh: '命令有误', en: 'not a command' },
  role: { zh: '该角色无权进行此操作', en: 'this role may not do that' },
  'unknown-case': { zh: '查无此件', en: 'no such case' },
  'unknown-alert': { zh: '查无此预警', en: 'no such alert' },
  'unknown-unit': { zh: '查无此单位', en: 'no such unit' },
  'main-helps': { zh: '协办单位与主办单位相同', en: 'the main unit cannot be a helping one' },
  itself: { zh: '另一件就是该件自身', en: 'the other case is the case itself' },
  'no-evidence': {
    zh: '反馈办结须附说明或照片',
    en: 'a result needs a note or a photo as evidence',
  },
  skipped: { zh: '此前的步骤尚未办理', en: 'the steps before it have not been taken' },
  'into-ended': { zh: '并入的案件已经结束', en: 'the case to merge into has ended' },
  past: { zh: '期限须晚于当前时间', en: 'its end must lie in the future' },
  'too-long': { zh: '静默时间超过上限', en: 'longer than an alert may be silenced' },
  'unknown-grid': { zh: '查无此网格', en: 'no such grid' },
  'unknown-task': { zh: '查无此任务', en: 'no such task' },
  'task-done': { zh: '该任务已完成', en: 'the task is done already' },
  'no-incident': { zh: '当前无应急事件', en: 'no incident is under way' },
  incident: { zh: '应急事件处置中，须先结束', en: 'an incident is under way: end it first' },
  rejected: { zh: '接入端未予接收', en: 'it was not taken in' },
  ended: { zh: '该件已经结束', en: 'the case has ended' },
  undispatched: { zh: '该件尚未派遣', en: 'the case has not been dispatched' },
  unsigned: { zh: '该件尚未签收', en: 'the case has not been signed for' },
  suspended: { zh: '该件挂账中，须先恢复', en: 'the case is suspended and must be resumed first' },
  'not-suspended': { zh: '该件未挂账', en: 'the case is not suspended' },
  unfinished: { zh: '该件尚未反馈办结', en: 'the case has not been finished' },
  finished: {
    zh: '该件已反馈办结，只可核查或返工',
    en: 'the case is finished: check it or send it to rework',
  },
  'not-ended': { zh: '该件尚未结案', en: 'the case has not ended' },
  already: { zh: '该件已办过此步', en: 'the case is past this step already' },
  'no-deadline': { zh: '该件无时限，无从延期', en: 'the case has no deadline' },
  extended: { zh: '该件已延期过', en: 'the case was extended before' },
  late: { zh: '该件已超期，不可延期', en: 'the case is overdue already' },
  'not-later': { zh: '不晚于现时限', en: 'not later than the deadline that stands' },
  beyond: { zh: '超出可延的时长', en: 'by more than the rules allow' },
};

/** The words of a reason as it is on record; null: it is none of ours. */
export const refusalWords = (reason: string): Omit<Refusal, 'reason'> | null =>
  Object.hasOwn(WORDS, reason) ? WORDS[reason as RefusalReason] : null;

/** @param detail what exactly, in the words of whoever found it */
export function refusal(reason: RefusalReason, detail = ''): Refusal {
  const { zh, en } = WORDS[reason];
  return detail === ''
    ? { reason, zh, en }
    : { reason, zh: `${zh}：${detail}`, en: `${en}: ${detail}` };
}
