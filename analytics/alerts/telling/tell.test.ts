import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertAction, AlertEvent } from '../../../config/contract/facts.ts';
import { alertId, type CaseId, caseId, sourceId, unitId } from '../../../config/contract/ids.ts';
import { DAY, HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { TellingRules } from '../../../config/deployment/telling.ts';
import { AlertActs } from '../../state/alert-acts.ts';
import { AlertFold } from '../../state/alert-fold.ts';
import { alert as anyAlert, MONDAY } from '../../state/samples.ts';
import { Tellings } from '../../state/tellings.ts';
import { tell } from './tell.ts';

const rules = TellingRules.parse({});

/** A command centre that takes in events and acts, and tells what there is to tell. */
function centre() {
  const alerts = new AlertFold();
  const acts = new AlertActs();
  const tellings = new Tellings();
  const matters = new Map<string, string>();
  return {
    matters,
    tellings,
    raise(id: string, of: Partial<AlertEvent> = {}) {
      const event = anyAlert({
        phase: 'raised',
        at: MONDAY,
        alertId: alertId(id),
        rule: id.split(':')[0]!,
        ...of,
      });
      alerts.apply(event);
      tellings.raised(event);
    },
    clear(id: string, at: number) {
      const event = alerts.get(alertId(id))!;
      alerts.apply({ ...event, phase: 'cleared', at });
      tellings.forget(event.alertId);
    },
    act(id: string, of: Partial<AlertAction> & Pick<AlertAction, 'act'>) {
      acts.apply({
        kind: 'alert-act',
        id: `${of.act}:${id}`,
        version: 0,
        source: sourceId('desk'),
        alertId: alertId(id),
        at: MONDAY,
        actor: 'duty-officer',
        note: '',
        until: null,
        ...of,
      });
    },
    /** What was decided, in short: `id level → whom`, or why not and who speaks for it. */
    tell(now = MONDAY) {
      const kinOf = (id: CaseId) =>
        ([...matters.keys()] as CaseId[]).filter(
          (other) => other !== id && matters.get(other) === matters.get(id),
        );
      const decided = tell({ now, rules, alerts, acts, tellings, kinOf });
      for (const telling of decided) tellings.apply(telling);
      return decided.map(({ alertId: id, level, to, untold, by }) =>
        untold === null
          ? `${id} ${level} → ${to}`
          : `${id} ${level} ${untold}${by === '' ? '' : ` by ${by}`}`,
      );
    },
  };
}

describe('an alert', () => {
  test('is told once a level, to whom the level says, and to nobody twice', () => {
    const duty = centre();
    duty.raise('overdue:a:1', { level: 'yellow' });
    expect(duty.tell()).toEqual(['overdue:a:1 yellow → unit']);
    expect(duty.tell()).toEqual([]);
    duty.raise('overdue:a:1', { level: 'red', at: MONDAY + HOUR });
    duty.raise('overdue:a:1', { level: 'yellow' });
    expect(duty.tell()).toEqual(['overdue:a:1 red → deputy']);
    duty.raise('overdue:a:1', { level: 'purple', at: MONDAY + 2 * HOUR });
    expect(duty.tell()).toEqual(['overdue:a:1 purple → chief']);
  });

  test('of a case that no unit has goes to the centre', () => {
    const duty = centre();
    duty.raise('overdue:a:1', { level: 'yellow', unit: unitId('') });
    expect(duty.tell()).toEqual(['overdue:a:1 yellow → centre']);
  });

  test('that was over, or had climbed on, before anybody could be told is not told', () => {
    const duty = centre();
    duty.raise('overdue:a:1', { level: 'yellow' });
    duty.raise('overdue:a:1', { level: 'red', at: MONDAY + HOUR });
    duty.raise('overdue:b:1', { level: 'red' });
    duty.clear('overdue:b:1', MONDAY + HOUR);
    expect(duty.tell().sort()).toEqual([
      'overdue:a:1 red → deputy',
      'overdue:a:1 yellow over',
      'overdue:b:1 red over',
    ]);
  });

  test('of a second report of one matter is spoken for by the first', () => {
    const duty = centre();
    const [a, b] = [caseId('12345', 'a', 0), caseId('grid', 'b', 0)];
    duty.matters.set(a, 'm').set(b, 'm');
    duty.raise('overdue:a:1', { caseId: a });
    expect(duty.tell()).toEqual(['overdue:a:1 red → deputy']);
    duty.raise('overdue:b:1', { caseId: b, at: MONDAY + HOUR });
    expect(duty.tell()).toEqual(['overdue:b:1 red matter by overdue:a:1']);
    duty.raise('overdue:c:1', { caseId: caseId('grid', 'c', 0), at: MONDAY + HOUR });
    duty.raise('overdue:b:2', { caseId: b, unit: unitId('u2'), at: MONDAY + HOUR });
    expect(duty.tell()).toEqual(['overdue:b:2 red → deputy', 'overdue:c:1 red → deputy']);
  });

  test('of two reports of one matter that come at once is told once', () => {
    const duty = centre();
    const [a, b] = [caseId('12345', 'a', 0), caseId('grid', 'b', 0)];
    duty.matters.set(a, 'm').set(b, 'm');
    duty.raise('overdue:a:1', { caseId: a });
    duty.raise('overdue:b:1', { caseId: b });
    expect(duty.tell()).toEqual([
      'overdue:a:1 red → deputy',
      'overdue:b:1 red matter by overdue:a:1',
    ]);
  });

  test('of a hazard whose order runs out with it is told once, by the worse of both', () => {
    const duty = centre();
    const [a, b] = [caseId('12345', 'a', 0), caseId('12345', 'b', 0)];
    duty.raise('hazard:a', { caseId: a, level: 'red' });
    duty.raise('overdue:a', { caseId: a, level: 'red' });
    duty.raise('hazard:b', { caseId: b, level: 'yellow' });
    duty.raise('overdue:b', { caseId: b, level: 'red' });
    expect(duty.tell().sort()).toEqual([
      'hazard:a red → deputy',
      'hazard:b yellow inhibited by overdue:b',
      'overdue:a red inhibited by hazard:a',
      'overdue:b red → deputy',
    ]);
    duty.raise('overdue:a', { caseId: a, level: 'purple', at: MONDAY + HOUR });
    expect(duty.tell()).toEqual(['overdue:a purple → chief']);
  });

  test('of a station that is lost speaks for what it cannot measure', () => {
    const duty = centre();
    duty.raise('lost:hq-air-01', { level: 'yellow' });
    duty.tell();
    duty.raise('constant:hq-air-01:a34004', { level: 'blue', at: MONDAY + HOUR });
    duty.raise('constant:hq-air-02:a34004', { level: 'blue', at: MONDAY + HOUR });
    expect(duty.tell()).toEqual([
      'constant:hq-air-01:a34004 blue inhibited by lost:hq-air-01',
      'constant:hq-air-02:a34004 blue → centre',
    ]);
  });
});

test('one event that shows in many series is told by the least likely of them', () => {
  const duty = centre();
  const surge = (series: string, probability: number, evidence: string[]) =>
    duty.raise(`surge:order/${series}`, {
      level: 'blue',
      figures: { observed: evidence.length, expected: 0.1, probability },
      evidence,
    });
  surge('category', 1e-4, ['a', 'b', 'c', 'x', 'y']);
  surge('grid', 1e-7, ['a', 'b', 'c', 'd']);
  surge('elsewhere', 1e-4, ['p', 'q', 'r']);
  expect(duty.tell().sort()).toEqual([
    'surge:order/category blue inhibited by surge:order/grid',
    'surge:order/elsewhere blue → centre',
    'surge:order/grid blue → centre',
  ]);
  surge('community', 1e-9, ['a', 'b', 'c', 'd', 'e']);
  expect(duty.tell()).toEqual(['surge:order/community blue inhibited by surge:order/grid']);
});

describe('what an officer says', () => {
  test('a silence mutes what comes back, until its end and unless it is worse', () => {
    const duty = centre();
    duty.raise('exceed:s:f', { level: 'yellow' });
    duty.tell();
    duty.act('exceed:s:f', { act: 'silence', until: MONDAY + 4 * HOUR });
    duty.clear('exceed:s:f', MONDAY + HOUR);
    const again = `exceed:s:f@${MONDAY + 2 * HOUR}`;
    duty.raise(again, { level: 'yellow', at: MONDAY + 2 * HOUR });
    expect(duty.tell()).toEqual([`${again} yellow silenced by exceed:s:f`]);
    duty.raise(again, { level: 'red', at: MONDAY + 3 * HOUR });
    expect(duty.tell()).toEqual([`${again} red → centre`]);
    duty.clear(again, MONDAY + 4 * HOUR);
    const later = `exceed:s:f@${MONDAY + 5 * HOUR}`;
    duty.raise(later, { level: 'yellow', at: MONDAY + 5 * HOUR });
    expect(duty.tell()).toEqual([`${later} yellow → centre`]);
  });

  test('a silence does not keep the same alert from climbing', () => {
    const duty = centre();
    duty.raise('overdue:a:1', { level: 'yellow' });
    duty.tell();
    duty.act('overdue:a:1', { act: 'silence', until: MONDAY + DAY });
    duty.raise('overdue:a:1', { level: 'red', at: MONDAY + HOUR });
    expect(duty.tell()).toEqual(['overdue:a:1 red → deputy']);
  });

  test('a false alarm is not told again for a week', () => {
    const duty = centre();
    duty.raise('surge:order/x', { level: 'blue' });
    duty.act('surge:order/x', { act: 'false-alarm' });
    duty.clear('surge:order/x', MONDAY + HOUR);
    for (const [days, said] of [
      [2, ' blue false-alarm by surge:order/x'],
      [8, ' blue → centre'],
    ] as const) {
      const id = `surge:order/x@${MONDAY + days * DAY}`;
      duty.raise(id, { level: 'blue', at: MONDAY + days * DAY });
      expect(duty.tell()).toContain(`${id}${said}`);
      duty.clear(id, MONDAY + days * DAY + HOUR);
    }
  });
});

describe('a flood', () => {
  test('of five thousand alerts in a minute is what one person can read, and each has its reason', () => {
    const duty = centre();
    const levels = ['blue', 'yellow', 'red', 'purple'] as const;
    const said: string[] = [];
    for (let n = 0; n < 5_000; n++) {
      const at = MONDAY + Math.floor((n / 5_000) * MINUTE);
      duty.raise(`overdue:${n}:1`, { level: levels[n % 4]!, at, unit: unitId(`u${n % 12}`) });
      if (n % 250 === 249) said.push(...duty.tell(at));
    }
    expect(said).toHaveLength(5_000);
    const told = said.filter((each) => each.includes('→'));
    const most = Object.values(rules.most.level).reduce((a, b) => a + b, 0);
    expect(told.length).toBeLessThanOrEqual(most);
    expect(told.filter((each) => each.includes('purple')).length).toBeGreaterThan(0);
    for (const each of said)
      if (!told.includes(each)) expect(each).toMatch(/group by overdue:\d+:1$/);
  });

  test('is told again once its minutes are over', () => {
    const duty = centre();
    for (let n = 0; n < 9; n++) duty.raise(`overdue:${n}:1`);
    expect(duty.tell().filter((each) => each.includes('→'))).toHaveLength(3);
    duty.raise('overdue:late:1', { at: MONDAY + (rules.minutes + 1) * MINUTE });
    expect(duty.tell()).toEqual(['overdue:late:1 red → deputy']);
  });
});

test('decided in any batches, with events told twice: each level is decided once', () => {
  const events = fc.array(
    fc.record({
      n: fc.integer({ min: 0, max: 5 }),
      level: fc.constantFrom('yellow' as const, 'red' as const, 'purple' as const),
      minute: fc.integer({ min: 0, max: 60 }),
      ask: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(events, (all) => {
      const duty = centre();
      const decided: string[] = [];
      for (const { n, level, minute, ask } of all) {
        duty.raise(`overdue:${n}:1`, { level, at: MONDAY + minute * MINUTE });
        if (ask) decided.push(...duty.tell());
      }
      decided.push(...duty.tell());
      const keys = decided.map((each) => each.split(' ').slice(0, 2).join(' '));
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(keys)).toEqual(new Set(all.map(({ n, level }) => `overdue:${n}:1 ${level}`)));
    }),
  );
});
