import { describe, expect, it } from 'vitest';
import type { AlertId, CaseId, GridId, UnitId } from '../../config/contract/ids.ts';
import type { AlertRow } from '../../config/contract/picture.ts';
import { numbered, wordsOf } from './order.ts';

const alert = (no: string, said: string, grid: string): [string, AlertRow] => [
  `overdue:${no}`,
  {
    id: `overdue:${no}` as AlertId,
    rule: 'overdue',
    level: 'purple',
    at: 0,
    title: { zh: `${said} · ${no}`, en: `Far overdue · ${no}` },
    caseId: `dcm:${no}:0` as CaseId,
    grid: grid as GridId,
    unit: 'enforcement' as UnitId,
    acknowledgedAt: null,
    acknowledgedBy: '',
    silencedUntil: null,
    falseAlarm: false,
    area: [],
    comments: 0,
    figures: null,
    to: 'chief',
    untold: null,
    by: '',
  },
];
const caseOf = (id: CaseId) => ({ upstreamNo: id.split(':')[1]! });
const cover = '严重超期 · 公用设施 · 上水井盖';

describe('the number of a case', () => {
  it('is wanted of alerts in one place that say the same, and not of those that place or words tell apart', () => {
    const rows = new Map([
      alert('0001', cover, 'huwan-1'),
      alert('0002', cover, 'huwan-1'),
      alert('0003', cover, 'huwan-2'),
      alert('0004', '严重超期 · 路灯不亮', 'huwan-1'),
    ]);
    expect([...numbered(rows, caseOf).values()]).toEqual(['0001', '0002']);
  });

  it('is wanted of an alert without a place, where it is known', () => {
    const rows = new Map([alert('0001', cover, '')]);
    expect([...numbered(rows, caseOf)]).toEqual([['overdue:0001', '0001']]);
    expect(numbered(rows, () => undefined).size).toBe(0);
  });

  it('is not said twice', () => {
    const [, row] = alert('0001', cover, '');
    expect(wordsOf(row.title.zh, '0001')).toBe(cover);
    expect(wordsOf(row.title.zh, '')).toBe(row.title.zh);
  });
});
