import fc from 'fast-check';
import type { AlertEvent, Fact, Hop, PatrolReport, Reading } from '../../config/contract/facts.ts';
import {
  alertId,
  caseId,
  gridId,
  type Millis,
  sourceId,
  stationId,
  unitId,
} from '../../config/contract/ids.ts';
import { HOP_EVENTS, PATROL_CLASSES } from '../../config/contract/vocabulary.ts';
import { HOUR } from '../../config/contract/zone.ts';

/** Facts for tests: whole ones, of which a test states what it is about. */

/** 10:00 on Monday 2 March 2026 in Shanghai. */
export const MONDAY: Millis = Date.UTC(2026, 2, 2, 2);

export function hop(of: Partial<Hop> & { no: string }): Hop {
  const { no, ...rest } = of;
  const source = rest.source ?? sourceId('12345');
  const event = rest.event ?? 'report';
  const at = rest.at ?? MONDAY;
  return {
    kind: 'hop',
    id: `${source}:${no}:${event}:${at}:${rest.order ?? 0}`,
    caseId: caseId(source, no, 0),
    source,
    upstreamNo: no,
    redo: 0,
    event,
    at,
    order: 0,
    receivedAt: MONDAY,
    dueAt: MONDAY + 48 * HOUR,
    channel: 'phone',
    type: 'help',
    urgency: 'normal',
    category: ['城市管理', '市容', '', ''],
    grid: gridId('g1'),
    community: 'c1',
    unit: unitId('u1'),
    actor: '',
    note: '',
    lon: 120.58,
    lat: 31.38,
    solved: null,
    text:
      event === 'report'
        ? {
            subject: `路灯不亮 ${no}`,
            content: '路灯不亮',
            address: '',
            caller: '张*',
            phone: '138****1234',
            phoneHash: '',
            confidential: false,
          }
        : null,
    flags: [],
    ...rest,
  };
}

export function patrol(of: Partial<PatrolReport> & { reportNo: string }): PatrolReport {
  return {
    kind: 'patrol',
    id: `grid:${of.reportNo}`,
    source: sourceId('grid'),
    at: MONDAY,
    grid: gridId('g1'),
    community: 'c1',
    patroller: 'p1',
    class: 'safety',
    text: '楼道堆物',
    lon: null,
    lat: null,
    selfHandled: true,
    caseId: null,
    hazard: '',
    ...of,
  };
}

export function reading(of: Partial<Reading> & { at: Millis; value: number }): Reading {
  const station = of.station ?? stationId('s1');
  const factor = of.factor ?? 'a34004';
  return {
    kind: 'reading',
    id: `env:${station}:${factor}:${of.at}`,
    source: sourceId('env'),
    station,
    factor,
    interval: 'hour',
    unit: 'µg/m³',
    flag: 'N',
    ...of,
  };
}

export function alert(
  of: Partial<AlertEvent> & { phase: AlertEvent['phase']; at: Millis },
): AlertEvent {
  const id = of.alertId ?? alertId('overdue:x:1');
  return {
    kind: 'alert',
    id: `${id}:${of.phase}:${of.at}`,
    alertId: id,
    source: sourceId('analytics'),
    rule: 'overdue',
    ruleVersion: 1,
    level: 'red',
    caseId: null,
    grid: gridId('g1'),
    unit: unitId('u1'),
    title: '工单超期',
    evidence: [],
    ...of,
  };
}

/** Two months round MONDAY, to the minute, so that facts share instants and days. */
const time = fc
  .integer({ min: -40 * 24 * 60, max: 20 * 24 * 60 })
  .map((minutes) => MONDAY + minutes * 60_000);
const near = fc.integer({ min: -600, max: 600 }).map((minutes) => MONDAY + minutes * 60_000);
const grid = fc.constantFrom('g1', 'g2', '').map(gridId);
const unit = fc.constantFrom('u1', 'u2', '').map(unitId);

const anyHop = fc
  .record({
    no: fc.integer({ min: 1, max: 6 }).map(String),
    event: fc.constantFrom(...HOP_EVENTS),
    at: fc.oneof(near, time),
    order: fc.nat(2),
    grid,
    unit,
    receivedAt: time,
    dueAt: fc.option(fc.oneof(near, time)),
    channel: fc.constantFrom('phone' as const, 'patrol' as const),
  })
  .map(hop);

const anyPatrol = fc
  .record({
    reportNo: fc.nat(1_000_000).map(String),
    at: fc.oneof(near, time),
    grid,
    class: fc.constantFrom(...PATROL_CLASSES),
    selfHandled: fc.boolean(),
  })
  .map(patrol);

const anyReading = fc
  .record({
    at: fc.oneof(near, time),
    value: fc.nat(100),
    factor: fc.constantFrom('a34004', 'a34002'),
    station: fc.constantFrom('s1', 's2').map(stationId),
  })
  .map(reading);

const anyAlert = fc
  .record({
    alertId: fc.constantFrom('a1', 'a2', 'a3').map(alertId),
    phase: fc.constantFrom('raised' as const, 'cleared' as const),
    at: near,
  })
  .map(alert);

/** Any facts, each at most once. */
export const anyFacts: fc.Arbitrary<Fact[]> = fc.uniqueArray(
  fc.oneof({ weight: 4, arbitrary: anyHop }, anyPatrol, anyReading, anyAlert),
  { selector: (fact: Fact) => fact.id, maxLength: 80 },
);
