import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertAction } from '../../config/contract/facts.ts';
import { alertId, sourceId } from '../../config/contract/ids.ts';
import { AlertActs } from './alert-acts.ts';

const OVERDUE = alertId('overdue:12345:1:0:7');
const act = (of: Partial<AlertAction> & Pick<AlertAction, 'id'>): AlertAction => ({
  kind: 'alert-act',
  version: 0,
  source: sourceId('desk'),
  alertId: OVERDUE,
  act: 'acknowledge',
  at: 0,
  actor: 'duty-officer',
  note: '',
  until: null,
  ...of,
});

test('whatever the order in which acts come, and however often: what was done is the same', () => {
  const acts = [
    act({ id: '1', at: 20 }),
    act({ id: '2', at: 10, actor: 'officer-2' }),
    act({ id: '3', act: 'silence', at: 5, until: 100 }),
    act({ id: '4', act: 'silence', at: 6, until: 50 }),
    act({ id: '5', act: 'comment', at: 7 }),
    act({ id: '5', act: 'comment', at: 7, version: 1 }),
  ];
  const orders = fc.tuple(
    fc.shuffledSubarray(acts, { minLength: acts.length }),
    fc.array(fc.constantFrom(...acts)),
  );
  fc.assert(
    fc.property(orders, ([all, again]) => {
      const fold = new AlertActs();
      for (const each of [...all, ...again]) fold.apply(each);
      expect(fold.of(OVERDUE)).toEqual({
        acknowledgedAt: 10,
        acknowledgedBy: 'officer-2',
        silencedUntil: 100,
        falseAlarmAt: null,
        comments: 1,
      });
      expect(fold.of(alertId('another')).acknowledgedAt).toBeNull();
    }),
  );
});

test('a false alarm is one whoever says so, and changes nothing else', () => {
  const fold = new AlertActs();
  fold.apply(act({ id: '1', act: 'false-alarm' }));
  expect(fold.of(OVERDUE)).toMatchObject({ falseAlarmAt: 0, acknowledgedAt: null });
  expect([...fold.changed]).toEqual([OVERDUE]);
});
