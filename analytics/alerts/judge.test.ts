import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertEvent, Fact } from '../../config/contract/facts.ts';
import { type Millis, reasonOf } from '../../config/contract/ids.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { AlertRules } from '../../config/deployment/alert-rules.ts';
import { isOverdue } from '../clocks/light.ts';
import { dueOf } from '../state/case-fold.ts';
import { LocalTime } from '../state/local-time.ts';
import { Model } from '../state/model.ts';
import { anyFacts, hop, MONDAY, Numbered } from '../state/samples.ts';
import { Judge, STAGES } from './judge.ts';
import { createNameCategory } from './name-category.ts';
import type { Alert } from './stage.ts';

const time = new LocalTime('Asia/Shanghai');

/**
 * A command centre whose clock is moved by hand. What the judge hands in comes back, once each; the store
 * holds all that was told, and gives no time back.
 */
function centre(now: Millis = MONDAY) {
  const model = new Model(time, now);
  let judge = new Judge();
  const journal: Fact[] = [];
  const numbered = new Numbered();
  const known = new Set<string>();
  const take = (fact: Fact) => {
    if (known.has(fact.id)) return;
    known.add(fact.id);
    journal.push(fact);
    model.apply(numbered.entry(fact));
  };
  const answered = () => {
    for (const { id, seq } of model.pauses.askable(journal.length, journal.length)) {
      model.pauses.settled(id, seq);
      model.cases.release(id);
    }
  };
  const judged = (): AlertEvent[] => {
    answered();
    const events = judge.judge(model);
    for (const event of events) take(event);
    return events;
  };
  return {
    model,
    take,
    judged,
    /** Judges at a time; what came of it in short. */
    at(when: Millis) {
      model.advance(when);
      return judged().map(
        ({ phase, level, at }) =>
          `${phase === 'raised' ? level : phase} at +${(at - MONDAY) / HOUR} h`,
      );
    },
    standing: () => [...model.alerts.active()].map((event) => event.alertId as string),
    restart() {
      judge = new Judge();
      for (const id of model.cases.openIds()) model.cases.unjudged.add(id);
    },
  };
}

/** Ten hours after it came: yellow after seven, purple after twenty. */
const due = MONDAY + 10 * HOUR;
const late = `+${10 + 1 / HOUR} h`;
const step = (
  event: 'sign' | 'finish' | 'suspend' | 'resume' | 'close' | 'extend' | 'contact',
  hours: number,
  dueAt = due,
) => hop({ no: '1', event, at: MONDAY + hours * HOUR, dueAt });

test('a case runs out of time, is alerted once a level, and the alert goes when the case is done', () => {
  const { take, at, standing } = centre();
  take(hop({ no: '1', dueAt: due }));
  expect(at(MONDAY + 7 * HOUR - 1)).toEqual([]);
  expect(at(MONDAY + 7 * HOUR)).toEqual(['yellow at +7 h']);
  expect(at(due)).toEqual([]);
  expect(at(due + 1)).toEqual([`red at ${late}`]);
  expect(at(due + HOUR)).toEqual([]);
  expect(standing()).toEqual([`overdue:12345:1:0:${due}`]);
  take(step('sign', 11.5));
  expect(at(due + 2 * HOUR)).toEqual([]);
  expect(at(due + 10 * HOUR)).toEqual(['purple at +20 h']);
  take(step('finish', 21));
  expect(at(due + 12 * HOUR)).toEqual(['cleared at +21 h']);
  expect(standing()).toEqual([]);
});

test('a clock that jumps over levels leaves none of them out', () => {
  const { take, at } = centre();
  take(hop({ no: '1', dueAt: due }));
  expect(at(due + 30 * HOUR)).toEqual(['yellow at +7 h', `red at ${late}`, 'purple at +20 h']);
});

test('a clock that is set back takes nothing back, and tells nothing twice', () => {
  const { take, at } = centre();
  take(hop({ no: '1', dueAt: due }));
  at(due + HOUR);
  expect(at(MONDAY)).toEqual([]);
  expect(at(due + 2 * HOUR)).toEqual([]);
  expect(at(due + 10 * HOUR)).toEqual(['purple at +20 h']);
});

test('the alert says what and where, and stands on the hop that it saw', () => {
  const { take, at, model } = centre();
  const report = hop({ no: '1', dueAt: due });
  take(report);
  at(due + 1);
  const [alert] = model.alerts.active();
  expect(alert).toMatchObject({
    rule: 'overdue',
    level: 'red',
    title: { zh: '工单超期 · 路灯不亮 1 · 1', en: 'Overdue · 路灯不亮 1 · 1' },
    caseId: report.caseId,
    grid: 'g1',
    unit: 'u1',
    evidence: [report.id],
  });
});

test('an extension ends the alert, and the new due time makes a new one', () => {
  const { take, at, standing } = centre();
  take(hop({ no: '1', dueAt: due }));
  at(due + 1);
  take(step('extend', 11, due + 10 * HOUR));
  expect(at(due + 2 * HOUR)).toEqual(['cleared at +11 h']);
  expect(at(due + 10 * HOUR + 1)).toEqual(['yellow at +14 h', `red at +${20 + 1 / HOUR} h`]);
  expect(standing()).toEqual([`overdue:12345:1:0:${due + 10 * HOUR}`]);
});

test('a case that is suspended when overdue and goes on later is alerted again from then', () => {
  const { take, at, standing } = centre();
  take(hop({ no: '1', dueAt: due }));
  at(due + 1);
  take(step('suspend', 12));
  expect(at(MONDAY + 13 * HOUR)).toEqual(['cleared at +12 h']);
  take(step('resume', 18));
  expect(at(MONDAY + 19 * HOUR)).toEqual(['red at +18 h']);
  expect(standing()).toEqual([`overdue:12345:1:0:${due}@${MONDAY + 18 * HOUR}`]);
  expect(at(MONDAY + 20 * HOUR)).toEqual(['purple at +20 h']);
  take(step('close', 22));
  expect(at(MONDAY + 23 * HOUR)).toEqual(['cleared at +22 h']);
  expect(standing()).toEqual([]);
});

test('a case that goes on is not judged until the store has said what time it has back', () => {
  const { take, model, judged } = centre();
  const judge = new Judge();
  take(hop({ no: '1', dueAt: due }));
  take(step('suspend', 8));
  take(step('resume', 9));
  model.advance(due + 1);
  expect(judge.judge(model)).toEqual([]);
  expect(judged().map(({ level }) => level)).toContain('red');
});

test('a case closed in time and told late is not alerted after the fact', () => {
  const { take, at } = centre();
  take(hop({ no: '1', dueAt: due }));
  take(step('close', 9));
  expect(at(due + HOUR)).toEqual([]);
});

test('a dispatch that nobody signs for is told to the centre, and then to the deputy', () => {
  const { take, at, standing } = centre();
  const signDue = MONDAY + 2 * HOUR;
  const stepDue = new Date(signDue).toISOString();
  take(hop({ no: '1', dueAt: null }));
  take(hop({ no: '1', event: 'dispatch', at: MONDAY, dueAt: null, details: { stepDue } }));
  expect(at(signDue)).toEqual([]);
  expect(at(signDue + 1)).toEqual([`yellow at +${2 + 1 / HOUR} h`]);
  expect(standing()).toEqual([`unsigned:12345:1:0:${signDue}`]);
  expect(at(MONDAY + 4 * HOUR)).toEqual(['red at +4 h']);
  take(hop({ no: '1', event: 'sign', at: MONDAY + 5 * HOUR, dueAt: null }));
  expect(at(MONDAY + 6 * HOUR)).toEqual(['cleared at +5 h']);
});

test('a caller whom nobody contacts is told of, and one who was contacted is not', () => {
  const signed = (contacted: boolean) => {
    const { take, at } = centre();
    const details = { stepDue: new Date(MONDAY + 4 * HOUR).toISOString() };
    take(hop({ no: '1', dueAt: null }));
    take(hop({ no: '1', event: 'sign', at: MONDAY + HOUR, dueAt: null, details }));
    if (contacted) take(step('contact', 3));
    return at(MONDAY + 5 * HOUR).length;
  };
  expect([signed(false), signed(true)]).toEqual([1, 0]);
});

test('judging again after a restart, before and after the events came back, changes nothing', () => {
  const { take, at, restart, model, standing } = centre();
  take(hop({ no: '1', dueAt: due }));
  model.advance(due + 1);
  const lost = new Judge().judge(model); // handed in, and the process died before it came back
  restart();
  for (const event of lost) take(event);
  expect(at(due + 2)).toEqual([]);
  restart();
  expect(at(due + HOUR)).toEqual([]);
  expect(standing()).toHaveLength(1);
});

test('a year of old cases is judged at one go', () => {
  const { take, model, judged, standing } = centre();
  for (let n = 0; n < 3_000; n++) {
    const at = MONDAY - (n + 200) * HOUR;
    take({ ...hop({ no: String(n), at, receivedAt: at, dueAt: at + 24 * HOUR }) });
  }
  expect(judged()).toHaveLength(3 * 3_000);
  expect(judged()).toEqual([]);
  expect(standing()).toHaveLength(model.cases.overdue);
});

/** Hops of any course, with the times given to their steps. */
const anyCourse = anyFacts.map((facts) =>
  facts.map((fact, n): Fact => {
    if (fact.kind !== 'hop' || n % 3 === 0) return fact;
    const stepDue = new Date(fact.at + (n % 9) * HOUR).toISOString();
    return { ...fact, details: { ...fact.details, stepDue } };
  }),
);

test('whatever happens in whatever order: in the end the alerts that stand are those that a first look finds', () => {
  const whatever = fc.record({
    facts: anyCourse,
    pauses: fc.array(fc.nat(10), { minLength: 3, maxLength: 3 }),
    restarts: fc.array(fc.nat(80), { maxLength: 3 }),
  });
  const ended = (of: ReturnType<typeof centre>) => {
    const { model, at, judged } = of;
    at(MONDAY + 100 * HOUR);
    judged(); // what came back is judged too
    expect(judged()).toEqual([]);
    return new Set([...model.alerts.active()].map(({ alertId }) => reasonOf(alertId)));
  };
  fc.assert(
    fc.property(whatever, ({ facts, pauses, restarts }) => {
      const told = facts.filter(({ kind }) => kind !== 'alert');
      const live = centre(MONDAY - 24 * HOUR);
      for (const [index, fact] of told.entries()) {
        live.take(fact);
        if (restarts.includes(index)) live.restart();
        if (pauses.includes(index % 11)) live.at(MONDAY - 24 * HOUR + index * HOUR);
      }
      const standing = ended(live);
      const fresh = centre(MONDAY - 24 * HOUR);
      for (const fact of told) fresh.take(fact);
      for (const reason of ended(fresh)) expect(standing).toContain(reason);

      const { model } = live;
      const cases = [...model.cases.openIds()].map((id) => model.cases.get(id)!.fold);
      const { cases: rules } = AlertRules.parse({});
      const nameCategory = createNameCategory([]);
      const context = { now: model.now, rules, cases, nameCategory, stands: () => true };
      const may = STAGES.reduce<readonly Alert[]>((found, stage) => stage(context, found), []);
      const reasons = new Set(may.map(({ alertId }) => alertId));
      for (const reason of standing)
        if (!reason.startsWith('hazard-firm:')) expect(reasons).toContain(reason);

      const overdue = cases.flatMap((fold) =>
        isOverdue(model.cases.get(fold.id)!.light) ? [`overdue:${fold.id}:${dueOf(fold)}`] : [],
      );
      const late = [...model.alerts.active()].filter(
        ({ rule, level }) => rule === 'overdue' && level !== 'yellow',
      );
      expect(late.map(({ alertId }) => reasonOf(alertId)).sort()).toEqual(overdue.sort());
    }),
    { numRuns: 60 },
  );
});
