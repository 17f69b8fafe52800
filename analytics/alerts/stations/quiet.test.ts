import { describe, expect, test } from 'vitest';
import type { AlertEvent } from '../../../config/contract/facts.ts';
import { alertId } from '../../../config/contract/ids.ts';
import { Desk } from '../rules/desk.fixture.ts';
import type { StationWatch } from './station-watch.ts';
import { at, nickel, said, told, watchOf } from './told.fixture.ts';

describe('a station', () => {
  test('is lost after two hours without a word, and found again', () => {
    const watch = watchOf([0, 10, 20, 30].map((minute) => nickel(minute, 0.05)));
    expect(said(watch, at(149))).toEqual([]);
    expect(said(watch, at(151))).toEqual(['lost:hq-wq-03 yellow +150']);
    watch.take(nickel(152, 0.05));
    expect(said(watch, at(153))).toEqual([]);
    const alert = { alertId: alertId('lost:hq-wq-03'), at: at(150) } as AlertEvent;
    expect(watch.goneAt(alert)).toBe(at(152));
  });

  test('that tells every four hours is not lost after two', () => {
    const watch = watchOf([0, 240, 480, 720].map((minute, n) => nickel(minute, 0.05 + n / 1000)));
    expect(said(watch, at(720 + 300))).toEqual([]);
    expect(said(watch, at(720 + 601))).toEqual(['lost:hq-wq-03 yellow +1320']);
  });

  test('whose value stands still for six hours is said to; a calm water level is not', () => {
    const still = Array.from({ length: 37 }, (_, n) => nickel(10 * n, 0.05));
    expect(said(watchOf(still.slice(0, 36)), at(355))).toEqual([]);
    expect(said(watchOf(still), at(361))).toEqual(['constant:hq-wq-03:w20121 blue +360']);
    const level = Array.from({ length: 40 }, (_, n) => told('hq-sw-01', '39', 10 * n, 3.1));
    expect(said(watchOf(level), at(391))).toEqual([]);
    const none = Array.from({ length: 40 }, (_, n) => nickel(10 * n, 0));
    expect(said(watchOf(none), at(391))).toEqual([]);
  });

  test('that is lost for days is lost still after a restart, and over its limit, until it is heard of', () => {
    const over = [0.12, 0.13, 0.14].map((value, n) => nickel(10 * n, value));
    const desk = new Desk();
    const told = (watch: StationWatch, now: number) =>
      desk.judge(now, [watch]).map(({ alertId: id, phase, at: when }) => `${id} ${phase} ${when}`);
    expect(told(watchOf(over), at(3 * 24 * 60))).toEqual([
      `lost:hq-wq-03 raised ${at(140)}`,
      `exceed:hq-wq-03:w20121 raised ${at(20)}`,
    ]);
    // what was read in the last two days: nothing
    const anew = watchOf([]);
    expect(told(anew, at(3 * 24 * 60 + 1))).toEqual([]);
    anew.take(nickel(4_400, 0.05, { interval: 'hour' }));
    expect(told(anew, at(4_401)).sort()).toEqual([
      `exceed:hq-wq-03:w20121 cleared ${at(4_400)}`,
      `lost:hq-wq-03 cleared ${at(4_400)}`,
    ]);
  });
});
