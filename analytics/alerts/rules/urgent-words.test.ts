import { expect, test } from 'vitest';
import type { Hop } from '../../../config/contract/facts.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import { hop, MONDAY } from '../../state/samples.ts';
import { Desk } from './desk.fixture.ts';

const RULE = 'urgent-words';
const told = (words: string | null, hours = 0, event: Hop['event'] = 'report'): Hop =>
  hop({
    no: '1',
    event,
    at: MONDAY + hours * HOUR,
    dueAt: null,
    details: words === null ? {} : { words },
    text: {
      ...{ subject: '厂房', content: '', address: '', caller: '', phone: '', phoneHash: '' },
      confidential: false,
    },
  });

test('a case that names fire is told at once, as long as it is open', () => {
  const desk = new Desk();
  desk.take(told('urgent:起火,被困'));
  expect(desk.at(MONDAY + 1, RULE)).toEqual(['red 0']);
  expect(desk.standing(RULE)).toMatchObject([
    {
      title: { zh: '紧急件 起火、被困 · 厂房 · 1', en: 'Urgent 起火, 被困 · 厂房 · 1' },
      evidence: [told(null).id],
    },
  ]);
  desk.restart();
  expect(desk.at(MONDAY + HOUR, RULE)).toEqual([]);
  desk.take(told(null, 2, 'close'));
  expect(desk.at(MONDAY + 2 * HOUR, RULE)).toEqual(['cleared 2']);
});

test('the newest text counts: it may be worse than the first, or harmless', () => {
  const desk = new Desk();
  desk.take(told('hot:停水'));
  expect(desk.at(MONDAY, RULE)).toEqual(['yellow 0']);
  desk.take(told('urgent:触电', 1, 'amend'));
  expect(desk.at(MONDAY + HOUR, RULE)).toEqual(['red 1']);
  desk.take(told(null, 2, 'amend'));
  expect(desk.at(MONDAY + 2 * HOUR, RULE)).toEqual(['cleared 2']);
});

test('a case without such words is not told', () => {
  const desk = new Desk();
  desk.take(told(null), hop({ no: '2', details: { words: 'unknown:x' } }));
  expect(desk.at(MONDAY, RULE)).toEqual([]);
});
