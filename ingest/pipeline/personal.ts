import type { CaseText, Fact, FactKind } from '../../config/contract/facts.ts';
import type { HopDetail } from '../../config/contract/vocabulary.ts';

/**
 * How a text is kept in clear:
 *
 * - `open`: as it is; it says nothing of a person (ids, dates, words of ours)
 * - `text`: without phones, resident numbers, cards, plates and mail addresses
 * - `person`: who did something: a desk or a badge as a text, a name by its first sign
 * - `name`, `phone`: by their first or outer signs
 * - `secret`: not at all
 * - `caller`, `contact`: a name or phone that is hidden altogether of 举报 and confidential orders
 * - `input`: what came as it came: its shape alone
 */
export type Mask =
  | 'open'
  | 'text'
  | 'person'
  | 'name'
  | 'phone'
  | 'secret'
  | 'caller'
  | 'contact'
  | 'input';

/** Texts by their keys: each by its key, as `DETAILS`, `CASE_TEXT`, `columnMask` and `itemMask` say. */
export type Masks = Mask | 'details' | 'case' | 'columns' | 'items';

/** Fields that are no numbers and no yes or no. */
type Said<F> = Exclude<
  { [K in keyof F]-?: F[K] extends number | boolean | null ? never : K }[keyof F],
  'kind'
>;
type Judged<F> = F extends Fact ? Readonly<Record<Said<F>, Masks>> : never;

const ID = { id: 'open', source: 'open' } as const;
const PLACE = { grid: 'open', community: 'open' } as const;

/** What each field of each fact may say of a person. A field that is not judged here does not compile. */
export const PERSONAL: { readonly [K in FactKind]: Judged<Extract<Fact, { kind: K }>> } = {
  hop: {
    ...ID,
    ...PLACE,
    caseId: 'open',
    upstreamNo: 'open',
    event: 'open',
    channel: 'open',
    type: 'open',
    urgency: 'open',
    category: 'open',
    unit: 'open',
    actor: 'person',
    note: 'text',
    parent: 'open',
    details: 'details',
    text: 'case',
    flags: 'open',
  },
  patrol: {
    ...ID,
    ...PLACE,
    reportNo: 'open',
    patroller: 'open', // a number: its port takes nothing else
    class: 'open',
    text: 'text',
    caseId: 'open',
    hazard: 'open',
    photos: 'open',
    details: 'details',
  },
  track: { ...ID, patroller: 'open', track: 'open', grid: 'open' },
  attendance: { ...ID, patroller: 'open', phase: 'open', grid: 'open' },
  inspection: {
    ...ID,
    inspectionNo: 'open',
    grid: 'open',
    firm: 'text',
    checklist: 'open',
    inspector: 'person',
    failed: 'open',
    hazards: 'open',
    note: 'text',
  },
  reading: {
    ...ID,
    station: 'open',
    factor: 'open',
    interval: 'open',
    unit: 'open',
    flag: 'open',
    stat: 'open',
    flags: 'open',
  },
  device: { ...ID, station: 'open', event: 'open', values: 'items', flags: 'open' },
  register: {
    ...ID,
    register: 'open',
    key: 'open',
    name: 'text',
    grid: 'open',
    validFrom: 'open',
    validTo: 'open',
    values: 'columns',
    flags: 'open',
  },
  hall: {
    ...ID,
    subject: 'open',
    no: 'open',
    event: 'open',
    window: 'text',
    item: 'text',
    department: 'text',
  },
  alert: {
    ...ID,
    alertId: 'open',
    phase: 'open',
    rule: 'open',
    level: 'open',
    caseId: 'open',
    grid: 'open',
    unit: 'open',
    title: 'open', // made of what is masked already
    figures: 'open',
    evidence: 'open',
  },
  telling: {
    ...ID,
    alertId: 'open',
    level: 'open',
    to: 'open',
    untold: 'open',
    by: 'open',
    group: 'open',
  },
  'alert-act': { ...ID, alertId: 'open', act: 'open', actor: 'person', note: 'text' },
  wall: {
    ...ID,
    act: 'open',
    actor: 'person',
    mode: 'open',
    subject: 'open',
    text: 'text',
    unit: 'open',
    task: 'open',
  },
  dead: { ...ID, reason: 'text', place: 'text', raw: 'input' },
  sealed: {
    ...ID,
    about: 'open',
    fields: 'open',
    key: 'open',
    cipher: 'open',
    nonce: 'open',
    sealed: 'open',
  },
};

export const CASE_TEXT: Readonly<Record<Said<CaseText>, Mask>> = {
  subject: 'text',
  content: 'text',
  address: 'text',
  caller: 'caller',
  phone: 'contact',
  phoneHash: 'open',
};

export const DETAILS: Readonly<Record<HopDetail, Mask>> = {
  stage: 'text',
  startedAt: 'open',
  deadline: 'open',
  used: 'open',
  overtime: 'open',
  archive: 'text',
  cityNo: 'text',
  occurredAt: 'open',
  coUnits: 'text',
  tags: 'text',
  satisfaction: 'text',
  unitSatisfaction: 'text',
  failReason: 'text',
  publicAnswer: 'text',
  photos: 'open',
  photosAfter: 'open',
  revisitDue: 'open',
  firm: 'text',
  hazard: 'text',
  checkItem: 'text',
  component: 'open',
  campaign: 'text',
  words: 'open',
  stepDue: 'open',
  joined: 'open',
  parted: 'open',
};

const PASSWORD = /^PW$|密码|口令|password/i;
const ID_NUMBER = /身份证|公民身份|证件号|id.?card|id.?no|id.?number/i;
const PHONE = /电话|手机|联系方式|phone|mobile|\btel/i;
const PERSON =
  /姓名|法人代表|^(企业)?法人$|法定代表人|(联系|负责|责任|经办|承办|办理|监护|申请|当事|产权|出租|承租|举报|投诉|反映|诉求)人|巡查员|网格[员长]|楼长|房东|租[客户]|业主|居民|住户|户主|person|contact|owner|tenant|landlord|resident|(full|first|last|sur|given).?name/i;

/** What a column of a table may say of a person, by its heading. */
export function columnMask(heading: string): Mask {
  if (PASSWORD.test(heading) || ID_NUMBER.test(heading)) return 'secret';
  if (PHONE.test(heading)) return 'phone';
  return PERSON.test(heading) ? 'name' : 'text';
}

/** 人工置数 of SL 651, in as many pieces as it takes: what somebody typed at the station. */
const TYPED = /^F2(\.\d+)?$/;

/** What a device says of itself names nobody, but may hold the password of its line, or what somebody typed there. */
export function itemMask(item: string): Mask {
  if (PASSWORD.test(item)) return 'secret';
  return TYPED.test(item) ? 'text' : 'open';
}
