import type {
  AlertEvent,
  DeadLetter,
  Entry,
  Hop,
  PatrolReport,
  Reading,
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

export const patrol = (n: number): PatrolReport => ({
  kind: 'patrol',
  id: `grid:P${n}`,
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
});

export const reading = (n: number): Reading => ({
  kind: 'reading',
  id: `env:s1:a34004:${n}`,
  source: sourceId('env'),
  station: stationId('s1'),
  factor: 'a34004',
  at: EVENING + n * 3_600_000,
  interval: 'hour',
  value: 35.5 + n / 10,
  unit: 'µg/m³',
  flag: 'N',
});

export const alert = (n: number): AlertEvent => ({
  kind: 'alert',
  id: `overdue:${n}:raised`,
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
  title: '超期未结',
  evidence: n % 2 === 0 ? [] : ['a', 'b\n\nc'],
});

export const dead = (n: number): DeadLetter => ({
  kind: 'dead',
  id: `dead:${n}`,
  source: sourceId('boston-311'),
  at: EVENING + n,
  reason: 'open_dt: not a date',
  place: `requests.csv:${n}`,
  raw: `101,"a\n\nDROP TABLE hops","’\u0000\\N"\r\n`,
});

/** The facts as the journal would number them. */
export const entries = (facts: Entry['fact'][], first = 1): Entry[] =>
  facts.map((fact, i) => ({ seq: first + i, accepted: EVENING + 90_000_000 + i, fact }));

export const range = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
