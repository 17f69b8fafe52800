import type { Millis } from './ids.ts';
import type { HopEvent } from './vocabulary.ts';

/** A part of a whole, a plain count, or how many times something: a mean of multiples, a number a head. */
export type KpiUnit = 'ratio' | 'count' | 'multiple';

interface Kpi {
  zh: string;
  en: string;
  unit: KpiUnit;
  /** What is counted, over what. */
  formula: { zh: string; en: string };
  /** What it is counted of, and what the list behind it names. */
  of: 'cases' | 'reports' | 'grids';
}

/**
 * The KPI of domain §1.5, each with its formula; the sources in brackets are those of domain §7. All come
 * from hops, patrol reports and registers, as far as they are known when asked, never from a state alone.
 *
 * What counts when, and for whom:
 * - 应结案 [S20]: the last known deadline of the case lies in the period and has come. So an extension moves a
 *   case to the period of its new deadline, and a resumed case to that of its moved one. Left out: what ended
 *   as 作废, 不受理 or 并单, and 缓办, which is what was suspended (挂账) when the deadline came.
 * - 结案 [S20]: the closing that stands, also after the period. A case reopened (重办) after it was closed is
 *   not closed until it is closed again, and that later closing is judged by the last deadline, its limit
 *   (超时倍数) being counted from the reopening. Of closings
 *   told one after the other the first is the one.
 * - A step's limit (签收, 联系, 核实, 核查, 回访) counts in the period in which it ends, for the unit that the
 *   step names; a limit that ends before its step, or more than 92 days after it, is none.
 * - 应签收 [S21]: each dispatch and rework whose sign limit ends in the period, but for those taken back,
 *   recalled or ended before it ended.
 * - Whatever else is counted of cases counts for the unit that has the case, or had it last; grid, community,
 *   source, category and urgency are those that the newest word on the case gives.
 * - Call-backs count one by one [S12]: a case asked twice counts twice. 未表态 and unjudged ones are dropped.
 * - 上报, 派遣, 反馈, 不受理 and the tags 不合理 and 申诉 count when they happened, rework also after the period.
 * - A patrol report has no unit, category or urgency: asked by these, what is counted of reports or grids is
 *   left open, and so is what compares sources when asked by source.
 */
export const KPIS = {
  closedInTime: {
    zh: '按期结案率',
    en: 'Closed in time',
    unit: 'ratio',
    of: 'cases',
    formula: { zh: '按期结案 ÷ (应结案 − 缓办)', en: 'closed by their deadline ÷ (due − put off)' },
  },
  closed: {
    zh: '结案率',
    en: 'Closed',
    unit: 'ratio',
    of: 'cases',
    formula: { zh: '结案 ÷ (应结案 − 缓办)', en: 'closed ÷ (due − put off)' },
  },
  urgentInTime: {
    zh: '紧急按期结案率',
    en: 'Urgent closed in time',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '紧急按期结案 ÷ 紧急应结案',
      en: 'closed by their deadline ÷ due, of urgent ones',
    },
  },
  overdue: {
    zh: '超期件',
    en: 'Overdue',
    unit: 'count',
    of: 'cases',
    formula: { zh: '应结案中到期未结案', en: 'of those due, not closed by their deadline' },
  },
  overtime: {
    zh: '超时步',
    en: 'Late steps',
    unit: 'count',
    of: 'cases',
    formula: {
      zh: '环节时限到时未进入下一环节; 签收后以联系诉求人为准',
      en: 'steps not followed by the next when their limit ended; after signing, by a contact',
    },
  },
  overrun: {
    zh: '超时倍数',
    en: 'Overrun',
    unit: 'multiple',
    of: 'cases',
    formula: {
      zh: '(用时 − 时限) ÷ 时限 之和 ÷ 期内超期结案件, 按自然时间',
      en: 'sum of (time used − limit) ÷ limit, over those closed late in the period; natural time',
    },
  },
  signedInTime: {
    zh: '按时签收率',
    en: 'Signed in time',
    unit: 'ratio',
    of: 'cases',
    formula: { zh: '时限内签收 ÷ 应签收', en: 'signed by their limit ÷ to be signed' },
  },
  responded: {
    zh: '响应率',
    en: 'Responded',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '时限内签收且时限内联系诉求人 ÷ 应签收',
      en: 'signed, and the caller contacted, by their limits ÷ to be signed',
    },
  },
  solved: {
    zh: '解决率',
    en: 'Solved',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '回访已解决 ÷ 有效回访 (未表态不计)',
      en: 'call-backs that say solved ÷ call-backs that say so or not',
    },
  },
  satisfied: {
    zh: '满意率',
    en: 'Satisfied',
    unit: 'ratio',
    of: 'cases',
    formula: { zh: '(满意 + 基本满意) ÷ 有效评价', en: '(content + fairly content) ÷ judgements' },
  },
  firstTime: {
    zh: '一次解决率',
    en: 'Solved at the first hand-over',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '至多一次派遣或返工即结案 ÷ 期内结案',
      en: 'closed after at most one dispatch or rework ÷ closed in the period',
    },
  },
  secondTime: {
    zh: '二次解决率',
    en: 'Solved at the second',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '两次派遣或返工后结案 ÷ 期内结案',
      en: 'closed after two dispatches or reworks ÷ closed in the period',
    },
  },
  thirdTime: {
    zh: '三次解决率',
    en: 'Solved at the third',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '三次派遣或返工后结案 ÷ 期内结案',
      en: 'closed after three dispatches or reworks ÷ closed in the period',
    },
  },
  reworked: {
    zh: '返工率',
    en: 'Reworked',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '期内首次反馈后被返工的案件 ÷ 期内反馈的案件',
      en: 'cases sent back after they were reported done in the period ÷ cases reported done',
    },
  },
  reworks: {
    zh: '返工次数',
    en: 'Reworks',
    unit: 'count',
    of: 'cases',
    formula: { zh: '返工次数', en: 'times that a case was sent back to be done again' },
  },
  dispatchedRight: {
    zh: '派遣准确率',
    en: 'Dispatched right',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '首派即终派单位 ÷ 期内首次派遣的案件',
      en: 'first sent to the unit it was last sent to ÷ first dispatched in the period',
    },
  },
  validReports: {
    zh: '有效上报率',
    en: 'Valid reports',
    unit: 'ratio',
    of: 'cases',
    formula: { zh: '立案且未作废 ÷ 上报', en: 'taken up and not cancelled ÷ reported' },
  },
  rejected: {
    zh: '不受理',
    en: 'Rejected',
    unit: 'count',
    of: 'cases',
    formula: { zh: '不受理件', en: 'not accepted' },
  },
  unreasonable: {
    zh: '不合理诉求',
    en: 'Unreasonable',
    unit: 'count',
    of: 'cases',
    formula: { zh: '标为不合理的案件, 不从他项剔除', en: 'tagged so, and left in all else' },
  },
  appealed: {
    zh: '申诉件',
    en: 'Appealed',
    unit: 'count',
    of: 'cases',
    formula: { zh: '标为申诉的案件, 不从他项剔除', en: 'tagged so, and left in all else' },
  },
  repeated: {
    zh: '重复诉求率',
    en: 'Repeated',
    unit: 'ratio',
    of: 'cases',
    formula: {
      zh: '同一来电或同一地点的同类工单 (默认 90 日内) ÷ 工单',
      en: 'orders after one of the same matter and caller or place (in 90 days by default) ÷ orders',
    },
  },
  selfHandled: {
    zh: '自处置率',
    en: 'Handled on the spot',
    unit: 'ratio',
    of: 'reports',
    formula: { zh: '自处置 ÷ 网格上报', en: 'handled on the spot ÷ patrol reports' },
  },
  foundFirst: {
    zh: '主动发现率',
    en: 'Found by patrol',
    unit: 'ratio',
    of: 'reports',
    formula: {
      zh: '巡查上报 ÷ (巡查上报 + 工单)',
      en: 'patrol reports ÷ (patrol reports + orders)',
    },
  },
  covered: {
    zh: '巡查覆盖率',
    en: 'Grids patrolled',
    unit: 'ratio',
    of: 'grids',
    formula: { zh: '期内有巡查上报的网格 ÷ 网格', en: 'grids with a patrol report ÷ grids' },
  },
  perTenThousand: {
    zh: '万人诉求比',
    en: 'Orders per 10,000 people',
    unit: 'multiple',
    of: 'grids',
    formula: { zh: '工单 ÷ 常住人口 × 10,000', en: 'orders ÷ residents × 10,000' },
  },
} as const satisfies Record<string, Kpi>;

export type KpiId = keyof typeof KPIS;
export const KPI_IDS = Object.keys(KPIS) as KpiId[];

/** Why a KPI has no value. */
export const KPI_NOTES = {
  nothing: { zh: '期内无应计件', en: 'Nothing to count in the period' },
  unasked: { zh: '不分此项统计', en: 'Not counted by what was asked' },
  residents: { zh: '常住人口未登记或不全', en: 'Residents not registered for every grid' },
} as const;
export type KpiNote = keyof typeof KPI_NOTES;

/** One KPI of a period. */
export interface KpiRow {
  id: KpiId;
  numerator: number;
  /** Of a count: 0. */
  denominator: number;
  /** Of a count its numerator. Null: see `note`. */
  value: number | null;
  /** 95 % interval of a ratio (Wilson 1927); null where there is none. */
  low: number | null;
  high: number | null;
  note: KpiNote | null;
}

/** A case, patrol report or grid behind a KPI: what it adds to numerator and denominator, and why. */
export interface KpiItem {
  /** Of the case, report or grid, as `KPIS[…].of` says. */
  id: string;
  numerator: number;
  denominator: number;
  /** What was looked at, in order. */
  why: KpiGround[];
}

export interface KpiGround {
  /** A step; the deadline of the case; an earlier order that it repeats; a patrol report; the register of people. */
  what: HopEvent | 'due' | 'repeats' | 'patrol' | 'residents';
  at: Millis | null;
  /** Until when a step was in time. */
  due: Millis | null;
  /** Of a step its unit, of a repetition the earlier case, of a report its grid; '': nothing. */
  of: string;
}
