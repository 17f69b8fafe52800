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

/** What a hop may state besides its own columns (domain §2.1), each as text. */
export const HOP_DETAILS = [
  'stage', // 阶段码 as the upstream writes it
  'startedAt', // 开始时间 of the step, ISO 8601
  'deadline', // 截止时间 of the step (not of the case), ISO 8601
  'used', // 用时 of the step in minutes, as the upstream counts it
  'overtime', // 超时标志 of the step, the upstream's own: 0, 1
  'archive', // 结案类型: 1 正常, 2 超时, 3 差错, 4 特殊
  'cityNo', // 市级编号
  'occurredAt', // 发生时间, ISO 8601
  'coUnits', // 协办单位, ids joined by a comma
  'tags', // 标签, joined by a comma
  'satisfaction', // 结果满意度
  'unitSatisfaction', // 单位满意度
  'failReason', // 未解决原因
  'publicAnswer', // 公开答复
  'photos', // content hashes joined by a comma
  'photosAfter', // those of them that show the place after handling (处置后)
  'revisitDue', // 复查期限, ISO 8601
  'firm', // 企业
  'hazard', // 隐患级别: general, major
  'checkItem', // item of a check list, e.g. 331/3
  'component', // 部件编码, 16 digits
  'campaign', // 专项
  'words', // urgent words found in the texts that the hop states, with their tag: given at its acceptance
  'stepDue', // until when the step that the hop begins is in time: given at its acceptance, ISO 8601
  'joined', // cases that an officer says are of one matter with this one, ids joined by a comma
  'parted', // cases that an officer says are of another matter
] as const;
export type HopDetail = (typeof HOP_DETAILS)[number];

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

/** Rtd, Avg, Min, Max, Cou of HJ 212; the Zs values are converted ones (折算). */
export const READING_STATS = [
  'value',
  'avg',
  'min',
  'max',
  'sum',
  'zs',
  'zs-avg',
  'zs-min',
  'zs-max',
] as const;
export type ReadingStat = (typeof READING_STATS)[number];

/** 基础台账. */
export const REGISTERS = [
  'people', // 人口, counts by grid
  'firms', // 企业
  'addresses', // 地址
  'components', // 部件
  'stations', // 监测站点
  'posts', // 岗亭、党群阵地
  'roster', // 巡查员名册
] as const;
export type RegisterName = (typeof REGISTERS)[number];

/** What an officer does about an alert. */
export const ALERT_ACTS = ['acknowledge', 'comment', 'silence', 'false-alarm'] as const;
export type AlertAct = (typeof ALERT_ACTS)[number];

/** 预警等级, from information to worst. 蓝 surge notice, 黄 70 %, 红 overdue, 紫 twice the limit. */
export const ALERT_LEVELS = ['blue', 'yellow', 'red', 'purple'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** Who is to act on an alert (domain §1.6): the unit that has the case, the command centre, the deputy in charge, the chief. */
export const AUDIENCES = [
  'unit', // 处置单位
  'centre', // 指挥中心
  'deputy', // 分管领导
  'chief', // 主要领导
] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Why an alert was not told. */
export const UNTOLD = [
  'matter', // 同一事项已有预警
  'group', // 同类预警成批, 由一条代表
  'inhibited', // 已有更重要的预警说明
  'silenced', // 值班员已静默
  'false-alarm', // 同类刚被标为误报
  'over', // 判定时已解除
] as const;
export type Untold = (typeof UNTOLD)[number];

/** What was doubtful in a record that was kept all the same. */
export const QUALITY_FLAGS = [
  'clock-ahead', // told time lies after ours by more than the port allows
  'clock-behind',
  'leap-second',
  'no-component', // 部件编码 that names no known kind
  'crc-modbus', // taken from a device that is known to compute the Modbus CRC
  'unknown-factor',
  'due-before-received',
  'due-far',
  'due-provisional', // counted by the working days of a year whose calendar is not published yet
  'ended-before-received',
  'end-time-unknown',
  'placeholder-location',
  'location-outside',
  'unknown-category',
  'unknown-status',
] as const;
export type QualityFlag = (typeof QUALITY_FLAGS)[number];
