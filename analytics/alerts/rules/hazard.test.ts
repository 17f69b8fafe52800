import { describe, expect, test } from 'vitest';
import type { Hop } from '../../../config/contract/facts.ts';
import { gridId } from '../../../config/contract/ids.ts';
import type { HopEvent } from '../../../config/contract/vocabulary.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import { hop, MONDAY } from '../../state/samples.ts';
import { Desk } from './desk.fixture.ts';

const HAZARD = 'hazard';
const late = (hours: number) => `${hours + 1 / HOUR}`;
const found = (no: string, level: string, of: Partial<Hop> = {}, more: object = {}): Hop =>
  hop({
    no,
    dueAt: MONDAY + 10 * HOUR,
    ...of,
    details: { hazard: level, firm: '某模具厂', ...more },
  });
const step = (no: string, event: HopEvent, hours: number, dueAt = MONDAY + 10 * HOUR) =>
  hop({ no, event, at: MONDAY + hours * HOUR, dueAt });

describe('a major hazard', () => {
  test('is told from when it was found, and worse when its date has passed', () => {
    const desk = new Desk();
    desk.take(found('1', 'major'));
    expect(desk.at(MONDAY, HAZARD)).toEqual(['yellow 0']);
    expect(desk.standing(HAZARD)).toMatchObject([
      {
        title: {
          zh: '重大隐患未销号 · 某模具厂 · 路灯不亮 1 · 1',
          en: 'Open major hazard · 某模具厂 · 路灯不亮 1 · 1',
        },
        evidence: [found('1', 'major').id],
      },
    ]);
    expect(desk.at(MONDAY + 10 * HOUR, HAZARD)).toEqual([]);
    expect(desk.at(MONDAY + 10 * HOUR + 1, HAZARD)).toEqual([`red ${late(10)}`]);
    desk.take(step('1', 'finish', 12));
    expect(desk.at(MONDAY + 12 * HOUR, HAZARD)).toEqual([]);
    desk.take(step('1', 'close', 13));
    expect(desk.at(MONDAY + 13 * HOUR, HAZARD)).toEqual(['cleared 13']);
  });

  test('of which a clock ahead of ours tells is told at once, and once', () => {
    const desk = new Desk();
    const ahead = MONDAY + HOUR;
    desk.take(found('1', 'major', { at: ahead, asOf: ahead, receivedAt: ahead }));
    expect(desk.at(MONDAY, HAZARD)).toEqual(['yellow 1']);
    expect(desk.at(MONDAY + 2 * HOUR, HAZARD)).toEqual([]);
    expect(desk.at(MONDAY + 10 * HOUR + 1, HAZARD)).toEqual([`red ${late(10)}`]);
  });

  test('whose receipt is mistyped is told from when it was reported, and past its date then', () => {
    const desk = new Desk();
    desk.take(found('1', 'major', { receivedAt: Date.UTC(2099, 0, 1) }));
    expect(desk.at(MONDAY, HAZARD)).toEqual(['yellow 0']);
    expect(desk.at(MONDAY + 11 * HOUR, HAZARD)).toEqual([`red ${late(10)}`]);
  });

  test('of which no date is known stays what it is', () => {
    const desk = new Desk();
    desk.take(found('1', 'major', { dueAt: null }));
    expect(desk.at(MONDAY + 1000 * HOUR, HAZARD)).toEqual(['yellow 0']);
  });

  test('with a date that is put off is told anew', () => {
    const desk = new Desk();
    desk.take(found('1', 'major'));
    desk.at(MONDAY + 11 * HOUR, HAZARD);
    desk.take(step('1', 'extend', 12, MONDAY + 20 * HOUR));
    expect(desk.at(MONDAY + 12 * HOUR, HAZARD)).toEqual(['yellow 0', 'cleared 12']);
    expect(desk.at(MONDAY + 21 * HOUR, HAZARD)).toEqual([`red ${late(20)}`]);
    expect(desk.standing(HAZARD)).toHaveLength(1);
  });

  test('that is opened again is another one, and stays one whatever is done about it', () => {
    const desk = new Desk();
    desk.take(found('1', 'major'), step('1', 'close', 1));
    desk.at(MONDAY + HOUR, HAZARD);
    desk.take(step('1', 'reopen', 2));
    expect(desk.at(MONDAY + 2 * HOUR, HAZARD)).toEqual(['yellow 0']);
    desk.take(step('1', 'close', 3));
    expect(desk.at(MONDAY + 3 * HOUR, HAZARD)).toEqual(['cleared 3']);
    desk.take(step('1', 'reopen', 4));
    expect(desk.at(MONDAY + 4 * HOUR, HAZARD)).toEqual(['yellow 4']);
    desk.take(step('1', 'dispatch', 5));
    expect(desk.at(MONDAY + 5 * HOUR, HAZARD)).toEqual([]);
    desk.take(step('1', 'sign', 6));
    expect(desk.at(MONDAY + 6 * HOUR, HAZARD)).toEqual([]);
    expect(desk.standing(HAZARD)).toHaveLength(1);
  });
});

describe('a general hazard', () => {
  test('is told when its revisit is due and it is not put right, and no more when it is', () => {
    const desk = new Desk();
    const revisitDue = new Date(MONDAY + 5 * HOUR).toISOString();
    desk.take(found('1', 'general', {}, { revisitDue }));
    expect(desk.at(MONDAY + 5 * HOUR, HAZARD)).toEqual([]);
    expect(desk.at(MONDAY + 6 * HOUR, HAZARD)).toEqual([`yellow ${late(5)}`]);
    desk.take(step('1', 'finish', 7));
    expect(desk.at(MONDAY + 7 * HOUR, HAZARD)).toEqual(['cleared 7']);
    desk.take(step('1', 'rework', 8));
    expect(desk.at(MONDAY + 8 * HOUR, HAZARD)).toEqual([`yellow ${7 + 1 / HOUR}`]);
  });

  test('keeps its alert when the clock is set back, and is told once when it goes on', () => {
    const desk = new Desk();
    desk.take(found('1', 'general'));
    expect(desk.at(MONDAY + 11 * HOUR, HAZARD)).toEqual([`yellow ${late(10)}`]);
    expect(desk.at(MONDAY + 9 * HOUR, HAZARD)).toEqual([]);
    expect(desk.at(MONDAY + 11 * HOUR, HAZARD)).toEqual([]);
    expect(desk.standing(HAZARD)).toHaveLength(1);
  });
});

describe('a firm', () => {
  const FIRM = 'hazard-firm';

  test('with two open hazards is told once, with both, until one is closed', () => {
    const desk = new Desk();
    desk.take(found('1', 'general'));
    expect(desk.at(MONDAY, FIRM)).toEqual([]);
    const at = MONDAY + HOUR;
    desk.take(found('2', 'general', { at, receivedAt: at }, { firm: ' 某模 具厂' }));
    expect(desk.at(MONDAY + 2 * HOUR, FIRM)).toEqual(['yellow 1']);
    expect(desk.standing(FIRM)).toMatchObject([
      {
        alertId: 'hazard-firm:某模具厂',
        title: { zh: '2 处隐患未整改 · 某模具厂', en: '2 open hazards · 某模具厂' },
        evidence: ['12345:1:0', '12345:2:0'],
        grid: 'g1',
        caseId: null,
      },
    ]);
    desk.take(found('3', 'major', { at: at + 1, receivedAt: at + 1, grid: gridId('g2') }));
    expect(desk.at(MONDAY + 3 * HOUR, FIRM)).toEqual([]);
    desk.take(step('1', 'close', 4), step('2', 'close', 5));
    expect(desk.at(MONDAY + 6 * HOUR, FIRM)).toEqual(['cleared 5']);
  });

  test('is judged alike after a restart', () => {
    const desk = new Desk();
    desk.take(found('1', 'general'), found('2', 'general'));
    expect(desk.at(MONDAY, FIRM)).toEqual(['yellow 0']);
    desk.restart();
    expect(desk.at(MONDAY + HOUR, FIRM)).toEqual([]);
    desk.take(step('2', 'close', 2));
    expect(desk.at(MONDAY + 2 * HOUR, FIRM)).toEqual(['cleared 2']);
    const at = MONDAY + 3 * HOUR;
    desk.take(found('3', 'general', { at, receivedAt: at }));
    expect(desk.at(at, FIRM)).toEqual(['yellow 3']);
  });
});
