import { expect, it } from 'vitest';
import { caseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import { Table } from '../../config/contract/table.ts';
import { wholeOf } from '../../config/contract/wire.ts';
import { firstRows } from '../model/first-rows.ts';
import { byUrgency, fits, isIn } from './case-order.ts';

const row = (of: Partial<CaseRow>): CaseRow => ({
  id: caseId('12345', '1', 0),
  source: sourceId('12345'),
  upstreamNo: '1',
  type: 'help',
  urgency: 'normal',
  category: '',
  subject: '',
  state: 'handling',
  grid: gridId(''),
  unit: unitId(''),
  receivedAt: 0,
  stateAt: 0,
  dueAt: null,
  light: 'green',
  returns: 0,
  urges: 0,
  supervised: false,
  lon: null,
  lat: null,
  ...of,
});

it('what runs out first stands first, and what has no running clock last, by how long', () => {
  const rows = [
    row({ id: caseId('a', '1', 0), light: 'none', dueAt: 1, stateAt: 8 }),
    row({ id: caseId('a', '2', 0), dueAt: 9 }),
    row({ id: caseId('a', '3', 0), dueAt: 5 }),
    row({ id: caseId('a', '4', 0), stateAt: 7 }),
  ];
  const cases = new Table<CaseRow>();
  cases.fill(
    wholeOf(
      'cases',
      rows.map((one) => [one.id, one]),
    ),
  );
  expect(firstRows(cases, () => true, byUrgency(cases), rows.length).keys).toEqual([
    'a:3:0',
    'a:2:0',
    'a:4:0',
    'a:1:0',
  ]);
});

it('to do at the desk is what waits for nobody else', () => {
  expect(isIn('ours', 'returned', 'none')).toBe(true);
  expect(isIn('ours', 'dispatched', 'none')).toBe(false);
  expect(isIn('overdue', 'handling', 'purple')).toBe(true);
  expect(isIn('overdue', 'handling', 'yellow')).toBe(false);
});

it('is found by all words of a query, wherever they stand', () => {
  expect(fits('井盖 abc')(['ABC-7', '井盖破损'])).toBe(true);
  expect(fits('井盖 abd')(['ABC-7', '井盖破损'])).toBe(false);
});
