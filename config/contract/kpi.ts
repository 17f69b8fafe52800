/** What a KPI is: a part of a whole, a plain count, or a mean of multiples. */
export type KpiUnit = 'ratio' | 'count' | 'mean';

interface Kpi {
  zh: string;
  en: string;
  unit: KpiUnit;
  /** What is counted, over what. */
  formula: string;
  /** What it is counted of. */
  of: 'cases' | 'orders' | 'patrols' | 'grids' | 'people';
}

/**
 * The KPI of domain §1.5. All come from hops, patrol reports and registers, never from a state alone.
 *
 * 应结案: the last deadline lies in the period and has come, and the case was not cancelled, rejected or
 * merged; 缓办: it was suspended when its deadline came. 结案: the closing that stands. A sign deadline
 * counts from each dispatch and rework; what was taken back before it came is not 应签收.
 */
export const KPIS = {
  closedInTime: {
    zh: '按期结案率',
    en: 'Closed in time',
    unit: 'ratio',
    of: 'cases',
    formula: '按期结案 ÷ (应结案 − 缓办)',
  },
  closed: {
    zh: '结案率',
    en: 'Closed',
    unit: 'ratio',
    of: 'cases',
    formula: '结案 ÷ (应结案 − 缓办)',
  },
  urgentInTime: {
    zh: '紧急按期结案率',
    en: 'Urgent closed in time',
    unit: 'ratio',
    of: 'cases',
    formula: '紧急按期结案 ÷ 紧急应结案',
  },
  overdue: {
    zh: '超期件',
    en: 'Overdue',
    unit: 'count',
    of: 'cases',
    formula: '应结案中时限到时未结案',
  },
  overtime: {
    zh: '超时步',
    en: 'Late steps',
    unit: 'count',
    of: 'cases',
    formula: '环节时限到时未进入下一环节',
  },
  overrun: {
    zh: '超时倍数',
    en: 'Overrun',
    unit: 'mean',
    of: 'cases',
    formula: '(用时 − 时限) ÷ 时限, 逾期结案件的平均',
  },
  signedInTime: {
    zh: '按时签收率',
    en: 'Signed in time',
    unit: 'ratio',
    of: 'cases',
    formula: '时限内签收 ÷ 应签收',
  },
  responded: {
    zh: '响应率',
    en: 'Responded',
    unit: 'ratio',
    of: 'cases',
    formula: '时限内签收且联系诉求人 ÷ 应签收',
  },
  solved: {
    zh: '解决率',
    en: 'Solved',
    unit: 'ratio',
    of: 'cases',
    formula: '回访已解决 ÷ 有效回访 (未表态不计)',
  },
  satisfied: {
    zh: '满意率',
    en: 'Satisfied',
    unit: 'ratio',
    of: 'cases',
    formula: '(满意 + 基本满意) ÷ 有效评价',
  },
  firstTime: {
    zh: '一次解决',
    en: 'Solved at the first hand-over',
    unit: 'ratio',
    of: 'cases',
    formula: '一次交办即结案 ÷ 结案',
  },
  secondTime: {
    zh: '二次解决',
    en: 'Solved at the second',
    unit: 'ratio',
    of: 'cases',
    formula: '两次交办结案 ÷ 结案',
  },
  thirdTime: {
    zh: '三次解决',
    en: 'Solved at the third',
    unit: 'ratio',
    of: 'cases',
    formula: '三次交办结案 ÷ 结案',
  },
  reworked: {
    zh: '返工率',
    en: 'Reworked',
    unit: 'ratio',
    of: 'cases',
    formula: '反馈后返工的案件 ÷ 反馈的案件',
  },
  reworks: { zh: '返工次数', en: 'Reworks', unit: 'count', of: 'cases', formula: '返工' },
  dispatchedRight: {
    zh: '派遣准确率',
    en: 'Dispatched right',
    unit: 'ratio',
    of: 'cases',
    formula: '首派即终派单位 ÷ 派遣的案件',
  },
  validReports: {
    zh: '有效上报率',
    en: 'Valid reports',
    unit: 'ratio',
    of: 'cases',
    formula: '立案且未作废 ÷ 上报',
  },
  rejected: { zh: '不受理', en: 'Rejected', unit: 'count', of: 'cases', formula: '不受理' },
  repeated: {
    zh: '重复诉求率',
    en: 'Repeated',
    unit: 'ratio',
    of: 'orders',
    formula: '90 日内同一来电或地点的同类工单 ÷ 工单',
  },
  selfHandled: {
    zh: '自处置率',
    en: 'Handled on the spot',
    unit: 'ratio',
    of: 'patrols',
    formula: '自处置 ÷ 网格上报',
  },
  foundFirst: {
    zh: '主动发现率',
    en: 'Found by patrol',
    unit: 'ratio',
    of: 'patrols',
    formula: '巡查上报 ÷ (巡查上报 + 工单)',
  },
  covered: {
    zh: '巡查覆盖率',
    en: 'Grids patrolled',
    unit: 'ratio',
    of: 'grids',
    formula: '有巡查的网格 ÷ 网格',
  },
  perTenThousand: {
    zh: '万人诉求比',
    en: 'Orders per 10,000 people',
    unit: 'mean',
    of: 'people',
    formula: '工单 ÷ 常住人口 × 10,000',
  },
} as const satisfies Record<string, Kpi>;

export type KpiId = keyof typeof KPIS;
export const KPI_IDS = Object.keys(KPIS) as KpiId[];

/** One KPI of a period. */
export interface KpiRow {
  id: KpiId;
  numerator: number;
  /** Of a count: 0. */
  denominator: number;
  /** Null: nothing to divide by, or a count. */
  value: number | null;
  /** 95 % interval of a ratio (Wilson 1927); null: no ratio, or nothing to divide by. */
  interval: readonly [low: number, high: number] | null;
}

/** A case behind a KPI: what it adds to the numerator and to the denominator. */
export interface KpiCase {
  caseId: string;
  numerator: number;
  denominator: number;
}
