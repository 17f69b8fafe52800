import { expect, test } from 'vitest';
import { loadDeployment } from '../../config/deployment/load.ts';
import { readSearchQuery } from './search-query.ts';

const place = loadDeployment('huangqiao');
const read = (query: string) => readSearchQuery(new URLSearchParams(query), place);
const MARCH = 'from=2026-03-01&to=2026-04-01';

test('words of a month, with the units and grids that are called so', () => {
  expect(read(`q=井盖+水务站+${encodeURIComponent('北庄村第一网格')}&${MARCH}`)).toEqual({
    ok: true,
    value: {
      words: [
        { word: '井盖', units: [], grids: [] },
        { word: '水务站', units: ['water'], grids: [] },
        { word: '北庄村第一网格', units: [], grids: ['beizhuang-1'] },
      ],
      from: Date.UTC(2026, 1, 28, 16),
      to: Date.UTC(2026, 2, 31, 16),
    },
  });
});

test.each([
  [MARCH, /^q: 1 to 6 words/],
  [`q=+&${MARCH}`, /^q: 1 to 6 words/],
  [`q=a+b+c+d+e+f+g&${MARCH}`, /^q: 1 to 6 words/],
  [`q=${'x'.repeat(65)}&${MARCH}`, /^q: words of at most 64/],
  ['q=a', /^from: a day/],
  ['q=a&from=2026-03-01&to=2026-03-01', /^to: /],
  ['q=a&from=2026-02-30&to=2026-04-01', /^from: /],
  ['q=a&from=2024-03-01&to=2026-04-01', /^at most 400 days/],
])('"%s" is refused with what is wrong', (query, because) => {
  const answer = read(query);
  expect(answer.ok ? '' : answer.error).toMatch(because);
});
