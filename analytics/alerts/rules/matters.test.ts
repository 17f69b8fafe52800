import { describe, expect, test } from 'vitest';
import type { Hop } from '../../../config/contract/facts.ts';
import { sourceId, unitId } from '../../../config/contract/ids.ts';
import type { HopEvent } from '../../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import { hop, MONDAY } from '../../state/samples.ts';
import { Desk } from './desk.fixture.ts';

/** An order about one lamp, told by somebody. */
const lamp = (no: string, hours: number, caller: string, of: Partial<Hop> = {}): Hop => {
  const at = MONDAY + hours * HOUR;
  const subject = '太阳路120号路灯不亮';
  const content = `太阳路120号门口路灯坏了，晚上漆黑一片 ${no}`;
  const text = { subject, content, address: '', caller: '', phone: '', phoneHash: caller };
  const told = { at, receivedAt: at, dueAt: at + 40 * DAY, text: { ...text, confidential: false } };
  return hop({ no, ...told, ...of });
};
const step = (no: string, event: HopEvent, hours: number, of: Partial<Hop> = {}) =>
  hop({ no, event, at: MONDAY + hours * HOUR, dueAt: MONDAY + 40 * DAY, ...of });
const idOf = (no: string) => lamp(no, 0, '').caseId;

describe('reports of one matter', () => {
  test('of several people are told when the third comes, until the last case is closed', () => {
    const desk = new Desk();
    desk.take(lamp('1', 0, 'a'), lamp('2', 5, 'b'));
    expect(desk.at(MONDAY + 5 * HOUR, 'repeat')).toEqual([]);
    desk.take(lamp('3', 9, 'c', { unit: unitId('u2') }), lamp('4', 10, 'd'));
    expect(desk.at(MONDAY + 11 * HOUR, 'repeat')).toEqual(['yellow 9']);
    expect(desk.standing('repeat')).toMatchObject([
      {
        title: {
          zh: '群体诉求 4 件 · 太阳路120号路灯不亮',
          en: '4 reports of one matter · 太阳路120号路灯不亮',
        },
        caseId: idOf('1'),
        unit: '',
        grid: 'g1',
        figures: { observed: 4, expected: 3 },
        evidence: ['1', '2', '3', '4'].map(idOf),
      },
    ]);
    desk.take(step('1', 'close', 20), step('2', 'close', 21), step('3', 'merge', 22));
    expect(desk.at(MONDAY + 22 * HOUR, 'repeat')).toEqual([]);
    desk.take(step('4', 'close', 23));
    expect(desk.at(MONDAY + 24 * HOUR, 'repeat')).toEqual(['cleared 23']);
  });

  test('of one person are milder, and worse once others join', () => {
    const desk = new Desk();
    desk.take(lamp('1', 0, 'a'), lamp('2', 5, 'a'), lamp('3', 9, 'a'));
    expect(desk.at(MONDAY + 9 * HOUR, 'repeat')).toEqual(['blue 9']);
    expect(desk.standing('repeat')[0]!.title).toEqual({
      zh: '重复诉求 3 件 · 太阳路120号路灯不亮',
      en: 'Reported 3× by one · 太阳路120号路灯不亮',
    });
    desk.take(lamp('4', 12, 'b'));
    expect(desk.at(MONDAY + 12 * HOUR, 'repeat')).toEqual(['yellow 12']);
  });

  test('are told once, though an earlier report comes late and though everything starts anew', () => {
    const desk = new Desk();
    desk.take(lamp('1', 2, 'a'), lamp('2', 5, 'b'), lamp('3', 9, 'c'));
    expect(desk.at(MONDAY + 9 * HOUR, 'repeat')).toEqual(['yellow 9']);
    desk.take(lamp('0', 1, 'd'));
    expect(desk.at(MONDAY + 10 * HOUR, 'repeat')).toEqual([]);
    desk.restart();
    expect(desk.at(MONDAY + 11 * HOUR, 'repeat')).toEqual([]);
    expect(desk.standing('repeat')).toHaveLength(1);
  });

  test('are none any more where an officer says that they are not of one matter, and again where of one', () => {
    const desk = new Desk();
    desk.take(lamp('1', 2, 'a'), lamp('2', 5, 'b'), lamp('3', 9, 'c'));
    desk.at(MONDAY + 9 * HOUR, 'repeat');
    const part = { details: { parted: [idOf('1'), idOf('2')].join(',') } };
    desk.take(step('3', 'comment', 10, part));
    expect(desk.at(MONDAY + 11 * HOUR, 'repeat')).toEqual(['cleared 10']);
    const join = { details: { joined: [idOf('1'), idOf('2')].join(',') } };
    desk.take(step('3', 'comment', 12, join));
    expect(desk.at(MONDAY + 12 * HOUR, 'repeat')).toEqual(['yellow 10.000000277777778']);
    desk.restart();
    expect(desk.at(MONDAY + 13 * HOUR, 'repeat')).toEqual([]);
  });
});

describe('a matter that was closed', () => {
  test('and comes back within seven days by another line is a false closing, until that is closed too', () => {
    const desk = new Desk();
    desk.take(lamp('1', 0, 'a'), step('1', 'close', 24));
    desk.take(lamp('2', 24 + 5 * 24 + 1, 'b', { source: sourceId('grid') }));
    const now = MONDAY + 7 * DAY;
    expect(desk.at(now, 'false-closing')).toEqual(['yellow 145']);
    expect(desk.standing('false-closing')).toMatchObject([
      {
        title: {
          zh: '假闭环：结案 5 天后重现 · 太阳路120号路灯不亮',
          en: 'Back 5 d after closing · 太阳路120号路灯不亮',
        },
        caseId: 'grid:2:0',
      },
    ]);
    desk.take(step('2', 'close', 150, { source: sourceId('grid') }));
    expect(desk.at(now, 'false-closing')).toEqual(['cleared 150']);
  });

  test('and is reopened within seven days is one too, later it is not', () => {
    const desk = new Desk();
    desk.take(lamp('1', 0, 'a'), step('1', 'close', 24), step('1', 'reopen', 30));
    expect(desk.at(MONDAY + 2 * DAY, 'false-closing')).toEqual(['yellow 30']);
    desk.take(step('1', 'close', 60), step('1', 'reopen', 60 + 8 * 24));
    expect(desk.at(MONDAY + 12 * DAY, 'false-closing')).toEqual(['cleared 60']);
  });
});
