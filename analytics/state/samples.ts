import fc from 'fast-check';
import type {
  AlertEvent,
  Entry,
  Fact,
  HallEvent,
  Hop,
  PatrolReport,
  Reading,
} from '../../config/contract/facts.ts';
import {
  alertId,
  type CaseId,
  caseId,
  gridId,
  type Millis,
  sourceId,
  stationId,
  unitId,
} from '../../config/contract/ids.ts';
import { clockFlags } from '../../config/contract/told-time.ts';
import { HOP_EVENTS, PATROL_CLASSES } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { AIR_FACTORS } from '../air/hour.ts';

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
    // joined, it is one text as from the store, and not one put together when it is first read
    id: [source, no, event, at, rest.order ?? 0].join(':'),
    caseId: caseId(source, no, 0),
    source,
    upstreamNo: no,
    redo: 0,
    event,
    at,
    order: 0,
    asOf: at,
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
    parent: '',
    details: {},
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
    version: 0,
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
    photos: [],
    details: {},
    ...of,
  };
}

export function reading(of: Partial<Reading> & { at: Millis; value: number }): Reading {
  const station = of.station ?? stationId('s1');
  const factor = of.factor ?? 'a34004';
  return {
    kind: 'reading',
    id: `env:${station}:${factor}:${of.at}`,
    version: 0,
    source: sourceId('env'),
    station,
    factor,
    interval: 'hour',
    unit: 'µg/m³',
    flag: 'N',
    stat: 'avg',
    flags: [],
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
    version: 0,
    alertId: id,
    source: sourceId('analytics'),
    rule: 'overdue',
    ruleVersion: 1,
    level: 'red',
    caseId: null,
    grid: gridId('g1'),
    unit: unitId('u1'),
    title: { zh: '工单超期', en: 'Overdue' },
    figures: null,
    evidence: [],
    ...of,
  };
}

export function ticket(of: { no: string; at: Millis; version?: number }): HallEvent {
  return {
    kind: 'hall',
    id: `hall:${of.no}`,
    version: 0,
    source: sourceId('hall'),
    subject: 'ticket',
    event: 'taken',
    window: '3',
    item: '社保卡申领',
    department: '人社',
    ...of,
  };
}

/** Tells a fact from all others, and a version of it from its other versions. */
export const identityOf = (fact: Fact): string =>
  fact.kind === 'hop' ? fact.id : `${fact.id}~${fact.version}`;

/** When the journal took a fact in: each at a time of its own, after all sound times of `anyFacts`. */
export const acceptedAt = (fact: Fact): Millis =>
  MONDAY +
  20 * DAY +
  [...identityOf(fact)].reduce((sum, c) => (31 * sum + c.charCodeAt(0)) % DAY, 0);

/** A journal: it numbers facts, and knows which hop is the first of its case. */
export class Numbered {
  #seq = 0;
  readonly #cases = new Set<CaseId>();

  entry(fact: Fact, accepted = acceptedAt(fact)): Entry {
    const entry: Entry = { seq: ++this.#seq, accepted, fact };
    if (fact.kind !== 'hop' || this.#cases.has(fact.caseId)) return entry;
    this.#cases.add(fact.caseId);
    return { ...entry, begins: true };
  }
}

/** Facts as a journal that begins with them numbers them. */
export function entriesOf(facts: readonly Fact[]): Entry[] {
  const journal = new Numbered();
  return facts.map((fact) => journal.entry(fact));
}

/** A hop with the flags that its times deserve. */
const flagged = (of: Hop): Hop => ({
  ...of,
  flags: clockFlags([of.at, of.receivedAt, of.asOf || of.at], acceptedAt(of)),
});

/** Two months round MONDAY, to the minute, so that facts share instants and days. */
const time = fc
  .integer({ min: -40 * 24 * 60, max: 20 * 24 * 60 })
  .map((minutes) => MONDAY + minutes * 60_000);
const near = fc.integer({ min: -600, max: 600 }).map((minutes) => MONDAY + minutes * 60_000);
const grid = fc.constantFrom('g1', 'g2', '').map(gridId);
const unit = fc.constantFrom('u1', 'u2', '').map(unitId);

/** Told by clocks that were never set, or by a slip of the pen. */
const wrong = fc.constantFrom(Date.UTC(1975, 0, 1), Date.UTC(2099, 0, 1), Date.UTC(2098, 5, 1));
const anyTime = fc.oneof(
  { weight: 4, arbitrary: near },
  { weight: 4, arbitrary: time },
  { weight: 1, arbitrary: wrong },
);

const version = fc.constantFrom(0, 0, 1, 2);

/** What some hops state besides: of a hazard, and the urgent words of their texts. */
const details = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        hazard: fc.constantFrom('general', 'major'),
        firm: fc.constantFrom('甲厂', '乙\n厂\0'),
        revisitDue: fc.constantFrom('2026-03-05T15:59:59.000Z', '2026-03-20', 'soon'),
        words: fc.constantFrom('urgent:起火,被困', 'plain:群租'),
      },
      { requiredKeys: [] },
    ),
  },
);

const anyHop = fc
  .record({
    no: fc.integer({ min: 1, max: 6 }).map(String),
    event: fc.constantFrom(...HOP_EVENTS),
    at: anyTime,
    order: fc.nat(2),
    grid,
    unit,
    receivedAt: time,
    dueAt: fc.option(fc.oneof(near, time)),
    channel: fc.constantFrom('phone' as const, 'patrol' as const),
    newer: fc.constantFrom(0, 0, HOUR),
    updated: fc.option(anyTime, { freq: 3 }),
    details,
  })
  .map(({ newer, updated, ...of }) => flagged(hop({ ...of, asOf: updated ?? of.at + newer })));

/** Steps whose sender tells nothing else of their case: any, and those that move its unit or deadline. */
const anyStep = fc
  .record({
    no: fc.integer({ min: 1, max: 8 }).map(String),
    event: fc.oneof(
      fc.constantFrom(...HOP_EVENTS),
      fc.constantFrom('dispatch' as const, 'return' as const, 'extend' as const),
    ),
    at: anyTime,
    order: fc.nat(2),
    unit,
    dueAt: fc.option(fc.oneof(near, time)),
    details,
  })
  .map((of) => {
    const blank = { grid: gridId(''), community: '', lon: null, lat: null };
    const plain = { channel: 'other', type: 'other', category: ['', '', '', ''] } as const;
    const step = hop({ ...of, ...blank, ...plain, receivedAt: of.at, asOf: 0, text: null });
    return flagged({ ...step, id: `${step.id}:step` });
  });

/** Hops of a few cases, each once. */
export const anyHops: fc.Arbitrary<Hop[]> = fc.uniqueArray(fc.oneof(anyHop, anyStep), {
  selector: identityOf,
  maxLength: 60,
});

const anyPatrol = fc
  .record({
    reportNo: fc.nat(60).map(String),
    at: fc.oneof(near, time),
    grid,
    class: fc.constantFrom(...PATROL_CLASSES),
    selfHandled: fc.boolean(),
    version,
  })
  .map(patrol);

const anyReading = fc
  .record({
    at: fc.oneof(near, time),
    value: fc.nat(100),
    factor: fc.constantFrom('a34004', 'a34002'),
    station: fc.constantFrom('s1', 's2').map(stationId),
    version,
    stat: fc.constantFrom('value' as const, 'avg' as const, 'max' as const),
    flags: fc.constantFrom([], [], ['clock-ahead' as const]),
  })
  .map(reading);

/** Hourly means of the six factors of the air, at two stations in three hours. */
const anyHourOfAir = fc
  .record({
    at: fc.nat(2).map((hour) => MONDAY + hour * HOUR),
    value: fc.nat(400),
    factor: fc.constantFrom(...AIR_FACTORS),
    station: fc.constantFrom('s1', 's2').map(stationId),
    version,
    flag: fc.constantFrom('N' as const, 'N' as const, 'M' as const),
  })
  .map((of) => reading({ ...of, id: `hour:${of.station}:${of.factor}:${of.at}` }));

const anyTicket = fc.record({ no: fc.nat(30).map(String), at: near, version }).map(ticket);

const anyAlert = fc
  .record({
    alertId: fc.constantFrom('a1', 'a2', 'a3').map(alertId),
    phase: fc.constantFrom('raised' as const, 'cleared' as const),
    at: near,
  })
  .map(alert);

/** Any facts, each version of each at most once. */
export const anyFacts: fc.Arbitrary<Fact[]> = fc
  .tuple(
    fc.uniqueArray<Fact, string>(
      fc.oneof(
        { weight: 4, arbitrary: anyHop },
        { weight: 2, arbitrary: anyStep },
        ...[anyPatrol, anyReading, anyTicket, anyAlert],
      ),
      { selector: identityOf, maxLength: 80 },
    ),
    fc.uniqueArray(anyHourOfAir, { selector: identityOf, maxLength: 40 }),
  )
  .map((facts) => facts.flat());
