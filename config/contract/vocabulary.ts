/** 工单类型 (domain §2.1). */
export const CASE_TYPES = [
  'consultation', // 咨询
  'help', // 求助
  'complaint', // 投诉
  'report', // 举报
  'suggestion', // 建议
  'praise', // 表扬
  'other', // 其他
] as const;
export type CaseType = (typeof CASE_TYPES)[number];

/** 紧急度: 一般, 紧急, 特急. */
export const URGENCIES = ['normal', 'urgent', 'critical'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** How the matter was raised. */
export const CHANNELS = [
  'phone',
  'web',
  'app',
  'visit',
  'patrol',
  'media',
  'sensor',
  'staff',
  'other',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** States of a case (domain §1.3). */
export const CASE_STATES = [
  'reported', // 待受理
  'verifying', // 核实
  'filed', // 已立案
  'dispatched', // 待签收
  'returned', // 退回
  'handling', // 处置中
  'suspended', // 挂账
  'done', // 待核查
  'checked', // 待回访
  'reopened', // 重办
  'closed', // 结案
  'rejected', // 不受理
  'merged', // 并单
  'cancelled', // 作废
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/**
 * What a hop does to its case: the state it leads to, or null where it only adds a fact
 * (overlays such as 催办 and 督办 are not states; domain §1.3). The order of the keys is the order in
 * which hops of one instant are taken when the upstream gives none.
 */
export const STATE_AFTER = {
  // opens its case, which is `reported` until another hop moves it, even one dated before it
  report: null,
  verify: 'verifying',
  reject: 'rejected',
  file: 'filed',
  merge: 'merged',
  dispatch: 'dispatched',
  sign: 'handling',
  contact: null,
  return: 'returned',
  extend: null,
  suspend: 'suspended',
  resume: 'handling',
  finish: 'done',
  rework: 'dispatched',
  check: 'checked',
  visit: null,
  close: 'closed',
  reopen: 'reopened',
  cancel: 'cancelled',
  urge: null,
  supervise: null,
  comment: null,
  amend: null,
} as const satisfies Record<string, CaseState | null>;
export type HopEvent = keyof typeof STATE_AFTER;
export const HOP_EVENTS = Object.keys(STATE_AFTER) as [HopEvent, ...HopEvent[]];

/** States in which nobody has to do anything any more. */
export const ENDED: ReadonlySet<CaseState> = new Set(['closed', 'rejected', 'merged', 'cancelled']);
/** States in which the handling clock does not run (办结待核查, 挂账 and all ended ones). */
export const CLOCK_STOPPED: ReadonlySet<CaseState> = new Set([
  ...ENDED,
  'done',
  'checked',
  'suspended',
]);

/** 巡查上报分类 (domain §2.3). */
export const PATROL_CLASSES = [
  'opinion', // 社情民意
  'dispute', // 矛盾纠纷
  'safety', // 安全隐患
  'environment', // 环境保护
  'city', // 城市管理
  'livelihood', // 民生服务
  'security', // 治安
  'register', // 基础信息变更
  'party', // 党建服务
  'other', // 其他
] as const;
export type PatrolClass = (typeof PATROL_CLASSES)[number];

/** Data flags of HJ 212-2017: ok, stopped, maintenance, manual, fault, calibration, over range, link lost. */
export const READING_FLAGS = ['N', 'F', 'M', 'S', 'D', 'C', 'T', 'B'] as const;
export type ReadingFlag = (typeof READING_FLAGS)[number];

export const READING_INTERVALS = ['realtime', 'minute', 'hour', 'day'] as const;
export type ReadingInterval = (typeof READING_INTERVALS)[number];

/** 预警等级, from information to worst. 蓝 surge notice, 黄 70 %, 红 overdue, 紫 twice the limit. */
export const ALERT_LEVELS = ['blue', 'yellow', 'red', 'purple'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** What was doubtful in a record that was kept all the same. */
export const QUALITY_FLAGS = [
  'due-before-received',
  'due-far',
  'ended-before-received',
  'end-time-unknown',
  'placeholder-location',
  'location-outside',
  'unknown-category',
  'unknown-status',
] as const;
export type QualityFlag = (typeof QUALITY_FLAGS)[number];
