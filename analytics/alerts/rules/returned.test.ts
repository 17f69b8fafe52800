import { expect, test } from 'vitest';
import type { HopEvent } from '../../../config/contract/vocabulary.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import { CaseRules } from '../../../config/deployment/alert-rules.ts';
import { hop, MONDAY } from '../../state/samples.ts';
import { Desk } from './desk.fixture.ts';

const step = (event: HopEvent, hours: number) =>
  hop({ no: '1', event, at: MONDAY + hours * HOUR, dueAt: null });
const report = hop({ no: '1', dueAt: null });

test('a case returned for the second time is for the centre to decide, until it does', () => {
  const desk = new Desk();
  desk.take(report, step('dispatch', 1), step('return', 2), step('dispatch', 3));
  expect(desk.at(MONDAY + 3 * HOUR, 'returned')).toEqual([]);
  desk.take(step('return', 4));
  expect(desk.at(MONDAY + 5 * HOUR, 'returned')).toEqual(['red 4']);
  expect(desk.standing('returned')).toMatchObject([
    {
      alertId: 'returned:12345:1:0',
      title: {
        zh: '反复退回 2 次，由指挥中心指定 · 路灯不亮 1 · 1',
        en: 'Returned 2×, centre decides · 路灯不亮 1 · 1',
      },
      figures: { observed: 2, expected: 2, probability: null },
      evidence: [step('return', 2).id, step('return', 4).id],
    },
  ]);
  desk.take(step('dispatch', 6));
  expect(desk.at(MONDAY + 6 * HOUR, 'returned')).toEqual(['cleared 6']);
});

test('a third return is told anew, and not again when it is only urged', () => {
  const desk = new Desk();
  desk.take(report, step('return', 1), step('dispatch', 2), step('return', 3));
  desk.at(MONDAY + 3 * HOUR, 'returned');
  desk.take(step('dispatch', 4));
  desk.at(MONDAY + 4 * HOUR, 'returned');
  desk.take(step('return', 5));
  expect(desk.at(MONDAY + 5 * HOUR, 'returned')).toEqual(['red 5']);
  desk.take(step('return', 6), step('urge', 7));
  expect(desk.at(MONDAY + 8 * HOUR, 'returned')).toEqual([]);
  expect(desk.standing('returned')).toHaveLength(1);
});

test('returns that come late and twice count once, and a restart tells nothing again', () => {
  const desk = new Desk();
  desk.take(report, step('return', 4), step('return', 4));
  expect(desk.at(MONDAY + 5 * HOUR, 'returned')).toEqual([]);
  desk.take(step('return', 2));
  expect(desk.at(MONDAY + 6 * HOUR, 'returned')).toEqual(['red 4']);
  desk.restart();
  expect(desk.at(MONDAY + 7 * HOUR, 'returned')).toEqual([]);
  expect(desk.standing('returned')).toHaveLength(1);
});

test('how many, and how bad, is the deployment’s', () => {
  const desk = new Desk(CaseRules.parse({ returned: { times: 3, level: 'purple' } }));
  desk.take(report, step('return', 1), step('return', 2));
  expect(desk.at(MONDAY + 2 * HOUR, 'returned')).toEqual([]);
  desk.take(step('return', 3));
  expect(desk.at(MONDAY + 3 * HOUR, 'returned')).toEqual(['purple 3']);
});
