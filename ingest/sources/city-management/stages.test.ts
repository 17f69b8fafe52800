import { describe, expect, it } from 'vitest';
import { isHandling, meaning, sameDesk, stageName } from './stages.ts';

describe('the stages of 数字城管', () => {
  it('are named by their codes', () => {
    const named = [...Array(104).keys()].flatMap((code) => stageName(code) ?? []);
    expect(named).toHaveLength(17);
    expect([1, 4, 6, 8, 10, 11, 12, 13, 14, 101, 102, 103].map(stageName)).toEqual([
      '受理',
      '立案',
      '派遣',
      '处置',
      '督查',
      '核查',
      '值班长',
      '核查',
      '值班长',
      '结案',
      '作废',
      '挂账',
    ]);
    expect([7, 8, 9].map(isHandling)).toEqual([true, true, false]);
    expect(sameDesk(11, 13)).toBe(true);
    expect(sameDesk(12, 13)).toBe(false);
  });

  it('mean what they lead to', () => {
    expect(
      [
        [2, 4], // accepted, still to be filed
        [2, 5], // filed by the acceptor
        [2, 8], // dispatched by the acceptor
        [4, 6],
        [4, 8],
        [6, 8],
        [5, 6], // from the city's desk to the district's
        [6, 4],
        [8, 6],
        [7, 8], // handed to another unit
        [8, 13],
        [8, 14],
        [8, 101],
        [10, 11],
        [10, 8],
        [11, 13],
        [13, 14],
        [13, 101],
        [13, 6],
        [14, 101],
        [14, 8],
        [8, 102],
        [8, 103],
        [103, 8],
        [101, 6],
        [103, 102],
      ].map(([from = 0, to = 0]) => `${from}→${to} ${meaning(from, to)}`),
    ).toEqual([
      '2→4 comment',
      '2→5 file',
      '2→8 dispatch',
      '4→6 file',
      '4→8 dispatch',
      '6→8 dispatch',
      '5→6 comment',
      '6→4 return',
      '8→6 return',
      '7→8 dispatch',
      '8→13 finish',
      '8→14 finish',
      '8→101 finish',
      '10→11 supervise',
      '10→8 rework',
      '11→13 comment',
      '13→14 check',
      '13→101 check',
      '13→6 rework',
      '14→101 comment',
      '14→8 rework',
      '8→102 comment',
      '8→103 comment',
      '103→8 resume',
      '101→6 reopen',
      '103→102 comment',
    ]);
  });
});
