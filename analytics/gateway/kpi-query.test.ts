import { expect, test } from 'vitest';
import { loadDeployment } from '../../config/deployment/load.ts';
import { readKpiQuery } from './kpi-query.ts';

const place = loadDeployment('huangqiao');
const read = (query: string) => readKpiQuery(new URLSearchParams(query), place);
const MARCH = 'from=2026-03-01&to=2026-04-01';

test('a month of a unit, in the days of the place', () => {
  expect(read(`${MARCH}&unit=u1&category=城市管理&category=市容&urgency=urgent`)).toEqual({
    ok: true,
    value: {
      from: Date.UTC(2026, 1, 28, 16),
      to: Date.UTC(2026, 2, 31, 16),
      unit: 'u1',
      category: ['城市管理', '市容'],
      urgency: 'urgent',
    },
  });
});

test.each([
  ['', /^from: a day/],
  ['from=2026-03-01&to=2026-03-01', /^to: a day after from/],
  ['from=1/3/2026&to=2026-04-01', /^from: a day as yyyy-MM-dd/],
  ['from=2026-02-30&to=2026-04-01', /^from: a day/],
  ['from=2024-01-01&to=2026-04-01', /at most 400 days/],
  [`${MARCH}&urgency=high`, /^urgency: one of normal/],
  [`${MARCH}&gird=g1`, /^gird: not known/],
  [`${MARCH}&grid=nowhere`, /^grid: none is called "nowhere"/],
  [`${MARCH}&community=nowhere`, /^community: none/],
  [`${MARCH}&unit=a&unit=b`, /^unit: given twice/],
  [`${MARCH}&category=`, /^category/],
  [`${MARCH}&limit=3`, /^limit: not known/],
])('"%s" is refused with what is wrong', (query, because) => {
  const answer = read(query);
  expect(answer.ok ? '' : answer.error).toMatch(because);
});
