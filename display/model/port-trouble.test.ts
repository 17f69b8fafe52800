import { expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import type { PortRow } from '../../config/contract/picture.ts';
import { troublesOf } from './port-trouble.ts';

const HOUR = 3_600_000;
const calm: PortRow = {
  source: sourceId('environment'),
  ...{ received: 9, stored: 8, duplicate: 1, rejected: 0, last: 0, state: 'live', today: 9 },
  ...{ refused: {}, rate: 3, lag: 2_000, clockOffset: -400, connections: 12, closed: null },
  totals: [{ day: '2026-03-01', what: 'orders', upstream: 18, ours: 18 }],
};

it('says nothing of a port that does what it should', () => {
  expect(troublesOf(calm, HOUR)).toEqual([]);
});

it('names what somebody should look at, worst first', () => {
  const differing = { day: '2026-02-28', what: 'orders', upstream: 20, ours: 18 };
  const troubled: PortRow = {
    ...calm,
    rejected: 4,
    refused: { 'unknown device': 2, 'wrong signature': 31 },
    lag: 2 * HOUR,
    clockOffset: -90_000,
    totals: [...calm.totals, differing],
  };
  expect(troublesOf(troubled, HOUR)).toEqual([
    { kind: 'totals', ...differing },
    { kind: 'clock', offset: -90_000 },
    { kind: 'refused', reason: 'wrong signature', count: 31 },
    { kind: 'refused', reason: 'unknown device', count: 2 },
    { kind: 'lag', lag: 2 * HOUR },
    { kind: 'rejected', count: 4 },
  ]);
});

it('takes a lag for late only beyond the gap that is usual for the port', () => {
  const daily: PortRow = { ...calm, lag: 20 * HOUR };
  expect(troublesOf(daily, 24 * HOUR)).toEqual([]);
  expect(troublesOf(daily, 6 * HOUR)).toEqual([{ kind: 'lag', lag: 20 * HOUR }]);
});
