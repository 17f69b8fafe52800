import type {
  AlertAction,
  AlertEvent,
  Attendance,
  DeadLetter,
  DeviceEvent,
  Entry,
  HallEvent,
  Hop,
  Inspection,
  PatrolReport,
  Reading,
  RegisterRecord,
  SealedValues,
  Telling,
  TrackPoint,
  WallEvent,
} from '../../config/contract/facts.ts';
import { alertId, caseId, gridId, sourceId, stationId, unitId } from '../../config/contract/ids.ts';
import { HOP_EVENTS } from '../../config/contract/vocabulary.ts';

/** 2026-03-09 20:00 in UTC, which is the 10th in Shanghai. */
export const EVENING = Date.UTC(2026, 2, 9, 20);

/** The `n`th hop of a made-up day: eight hops a case, a minute apart. */
export function hop(n: number, changes: Partial<Hop> = {}): Hop {
  const number = String(2603090000 + Math.floor(n / 8));
  const event = HOP_EVENTS[n % 8]!;
  const id = caseId('12345', number, 0);
  const at = EVENING + n * 60_000;
  return {
    kind: 'hop',
    id: `${id}/${event}/${at}`,
    caseId: id,
    source: sourceId('12345'),
    upstreamNo: number,
    redo: 0,
    event,
    at,
    order: n % 8,
    asOf: changes.at ?? at,
    receivedAt: EVENING + Math.floor(n / 8) * 480_000,
    dueAt: n % 3 === 0 ? null : at + 86_400_000,
    channel: 'phone',
    type: 'complaint',
    urgency: 'normal',
    category: ['市容环境', '暴露垃圾', '', ''],
    grid: gridId(`hq-${n % 65}`),
    community: `c${n % 13}`,
    unit: unitId(`unit-${n % 7}`),
    actor: '派遣员',
    note: n % 2 === 0 ? '' : '已联系诉求人,\n\n明日处理',
    lon: n % 5 === 0 ? null : 120.58 + n / 1e6,
    lat: n % 5 === 0 ? null : 31.38,
    solved: null,
    parent: n % 16 === 1 ? caseId('12345', '2603080000', 0) : '',
    details: n % 8 === 0 ? { stage: '立案', tags: '重复诉求,\n\n舆情' } : {},
    text:
      n % 8 === 0
        ? {
            subject: '小区门口垃圾堆放',
            content: '来电人反映小区门口垃圾多日无人清理,\n\n希望尽快处理。'.repeat(2),
            address: '黄桥街道占上路',
            caller: '张*',
            phone: '138****1234',
            phoneHash: 'b2f1c0',
            confidential: false,
          }
        : null,
    flags: n % 4 === 0 ? ['unknown-category'] : [],
    ...changes,
  };
}

export const patrol = (n: number, changes: Partial<PatrolReport> = {}): PatrolReport => ({
  kind: 'patrol',
  id: `grid:P${n}`,
  version: 0,
  source: sourceId('grid'),
  reportNo: `P${n}`,
  at: EVENING + n * 1000,
  grid: gridId(`hq-${n % 65}`),
  community: 'c1',
  patroller: `p${n % 293}`,
  class: n % 2 === 0 ? 'safety' : 'city',
  text: '楼道堆物',
  lon: 120.58,
  lat: null,
  selfHandled: n % 4 !== 0,
  caseId: n % 4 === 0 ? caseId('grid', `P${n}`, 0) : null,
  hazard: n % 2 === 0 ? 'general' : '',
  photos: n % 3 === 0 ? ['ab'.repeat(32)] : [],
  details: n % 3 === 0 ? { campaign: '331' } : {},
  ...changes,
});

export const reading = (n: number): Reading => ({
  kind: 'reading',
  id: `env:s1:a34004:${n}`,
  version: n % 2,
  source: sourceId('env'),
  station: stationId('s1'),
  factor: 'a34004',
  at: EVENING + n * 3_600_000,
  interval: 'hour',
  value: 35.5 + n / 10,
  unit: 'µg/m³',
  flag: 'N',
  stat: n % 3 === 0 ? 'max' : 'avg',
  flags: n % 5 === 0 ? ['clock-ahead'] : [],
});

export const alert = (n: number): AlertEvent => ({
  kind: 'alert',
  id: `overdue:${n}:raised`,
  version: 0,
  alertId: alertId(`overdue:${n}`),
  source: sourceId('analytics'),
  phase: 'raised',
  rule: 'overdue',
  ruleVersion: 1,
  level: 'red',
  at: EVENING + n,
  caseId: n % 2 === 0 ? null : caseId('12345', '2603090001', 0),
  grid: gridId('hq-1'),
  unit: unitId(''),
  title: { zh: '超期未结', en: `Overdue ${n}` },
  figures:
    n % 3 === 0 ? null : { observed: n, expected: 0.5, probability: n % 3 === 1 ? null : 0.001 },
  evidence: n % 2 === 0 ? [] : ['a', 'b\n\nc'],
});

export const dead = (n: number): DeadLetter => ({
  kind: 'dead',
  id: `dead:${n}`,
  version: 0,
  source: sourceId('boston-311'),
  at: EVENING + n,
  reason: 'open_dt: not a date',
  place: `requests.csv:${n}`,
  raw: `101,"a\n\nDROP TABLE hops","’\u0000\\N"\r\n`,
});

export const track = (n: number): TrackPoint => ({
  kind: 'track',
  id: `track:p1:${n}`,
  version: 0,
  source: sourceId('grid'),
  patroller: `p${n % 3}`,
  track: 't1',
  at: EVENING + n * 10_000,
  grid: gridId('hq-1'),
  lon: 120.58,
  lat: 31.38,
});

export const attendance = (n: number): Attendance => ({
  kind: 'attendance',
  id: `attendance:${n}`,
  version: 0,
  source: sourceId('grid'),
  patroller: `p${n}`,
  phase: n % 2 === 0 ? 'on' : 'off',
  at: EVENING + n,
  grid: gridId('hq-1'),
});

export const inspection = (n: number): Inspection => ({
  kind: 'inspection',
  id: `inspection:${n}`,
  version: n % 2,
  source: sourceId('safety'),
  inspectionNo: `AQ${n}`,
  at: EVENING + n,
  grid: gridId('hq-1'),
  firm: '苏州某某电镀厂',
  checklist: '331',
  inspector: 'i1',
  failed: n % 2 === 0 ? ['331/3', '331/7'] : [],
  checked: 21,
  hazards: n % 2 === 0 ? [caseId('safety', `H${n}`, 0)] : [],
  note: '限期整改',
});

/** Some are told by devices that woke up in 1970, or in 2099. */
export const device = (n: number): DeviceEvent => ({
  kind: 'device',
  id: `device:s1:status:${n}`,
  version: 0,
  source: sourceId('env'),
  station: stationId('s1'),
  event: 'status',
  at: [EVENING + n, -28_800_000 + n, Date.UTC(2099, 11, 31) + n][n % 3]!,
  values: n % 2 === 0 ? { i11001: '1', 说明: '正常\n\n"运行"' } : {},
  flags: n % 3 === 0 ? [] : ['clock-behind'],
});

export const register = (n: number): RegisterRecord => ({
  kind: 'register',
  id: `register:firms:F${n}:2026-01-01`,
  version: 0,
  source: sourceId('registers'),
  register: 'firms',
  key: `F${n}`,
  name: '某某精密机械',
  grid: gridId('hq-1'),
  validFrom: '2026-01-01',
  validTo: n % 2 === 0 ? '' : '2027-01-01',
  lon: n % 2 === 0 ? null : 120.58,
  lat: n % 2 === 0 ? null : 31.38,
  at: EVENING + n,
  values: { 行业: '机械', 员工: String(n) },
  flags: [],
});

export const hall = (n: number): HallEvent => ({
  kind: 'hall',
  id: `hall:ticket:A${n}`,
  version: 0,
  source: sourceId('hall'),
  subject: 'ticket',
  no: `A${n}`,
  event: 'taken',
  at: EVENING + n,
  window: '3',
  item: '社保卡申领',
  department: '人社',
});

export const alertAction = (n: number): AlertAction => ({
  kind: 'alert-act',
  id: `alert-act:desk:${n}`,
  version: 0,
  source: sourceId('desk'),
  alertId: alertId(`overdue:${n}`),
  act: n % 2 === 0 ? 'acknowledge' : 'silence',
  at: EVENING + n,
  actor: 'duty',
  note: '已电话督办',
  until: n % 2 === 0 ? null : EVENING + 3_600_000,
});

export const telling = (n: number): Telling => ({
  kind: 'telling',
  id: `telling:overdue:${n}:red`,
  version: 0,
  source: sourceId('analytics'),
  alertId: alertId(`overdue:${n}`),
  level: 'red',
  at: EVENING + n,
  to: 'deputy',
  untold: n % 2 === 0 ? null : 'group',
  by: alertId(n % 2 === 0 ? '' : 'overdue:0'),
  group: 'overdue:red',
});

export const sealed = (n: number): SealedValues => ({
  kind: 'sealed',
  id: `sealed:12345/${n}/0/report`,
  version: n % 2,
  source: sourceId('12345'),
  about: `12345/${n}/0`,
  at: EVENING + n,
  fields: ['caller', 'phone'],
  key: 'demo',
  cipher: 'aes-256-gcm',
  nonce: `nonce${n}`,
  sealed: 'c2VhbGVk',
});

export const wallEvent = (n: number): WallEvent => ({
  kind: 'wall',
  id: `wall:desk:${n}`,
  version: 0,
  source: sourceId('desk'),
  act: n % 2 === 0 ? 'mode' : 'enter',
  at: EVENING + n,
  actor: 'desk-1',
  mode: n % 2 === 0 ? 'briefing' : '',
  subject: n % 2 === 0 ? null : { on: 'grid', id: gridId('hq-1') },
  text: '河道漂油',
  unit: unitId('water'),
  dueAt: n % 2 === 0 ? null : EVENING + 3_600_000,
  task: '',
});

/** The facts as the journal would number them. */
export const entries = (facts: Entry['fact'][], first = 1): Entry[] =>
  facts.map((fact, i) => ({ seq: first + i, accepted: EVENING + 90_000_000 + i, fact }));

export const range = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
