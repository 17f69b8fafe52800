import type { AlertId, CaseId, GridId, Millis, UnitId } from './ids.ts';

/** What the walls show. */
export const WALL_MODES = [
  'duty', // 值守
  'emergency', // 应急: the incident takes the wall
  'briefing', // 汇报
  'situation', // 态势: the subdistrict in relief
] as const;
export type WallMode = (typeof WALL_MODES)[number];

/** What a desk does with the walls. */
export const WALL_ACTS = [
  'mode', // 切换模式
  'focus', // 聚焦
  'clear', // 取消聚焦
  'enter', // 进入应急
  'leave', // 结束应急
  'log', // 记事
  'task', // 布置任务
  'finish', // 任务完成
] as const;
export type WallAct = (typeof WALL_ACTS)[number];

/** What a wall looks at, or an incident is about. */
export type WallSubject =
  | { on: 'grid'; id: GridId }
  | { on: 'case'; id: CaseId }
  | { on: 'alert'; id: AlertId };
export const WALL_SUBJECTS = ['grid', 'case', 'alert'] as const satisfies WallSubject['on'][];

export const wallSubject = (on: WallSubject['on'], id: string): WallSubject =>
  ({ on, id }) as WallSubject;

/**
 * What all walls show, by order of the desk. An incident stays under way while the walls look at
 * something else: its log and tasks go on, and `mode` says whether it has the wall.
 */
export interface StageRow {
  mode: WallMode;
  /** Since when it is that mode; null: nobody ever ordered one. */
  modeAt: Millis | null;
  /** Role or desk that ordered it; '': nobody. */
  by: string;
  /** What the wall draws the eye to; null: nothing. */
  focus: WallSubject | null;
  /** null: none is under way. */
  incident: IncidentRow | null;
}

export interface IncidentRow {
  /** Of the record that began it. */
  id: string;
  subject: WallSubject;
  title: string;
  since: Millis;
  by: string;
  /** Oldest first; the newest LOG_SHOWN of them. */
  log: { id: string; at: Millis; by: string; text: string }[];
  /** In the order in which they were set. */
  tasks: TaskRow[];
}

export interface TaskRow {
  id: string;
  at: Millis;
  by: string;
  text: string;
  /** Who is to do it; '': nobody was named. */
  unit: UnitId;
  dueAt: Millis | null;
  /** When it was said to be done; null: not yet. */
  doneAt: Millis | null;
}

export const LOG_SHOWN = 200;
