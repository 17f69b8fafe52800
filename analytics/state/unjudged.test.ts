import { expect, test } from 'vitest';
import type { CaseId } from '../../config/contract/ids.ts';
import { Unjudged } from './unjudged.ts';

const [one, other] = ['12345:1:0', '12345:2:0'] as [CaseId, CaseId];

test('a case is looked at once for each change, the first that changed first', () => {
  const unjudged = new Unjudged();
  for (const id of [one, other, one]) unjudged.add(id);
  expect([...unjudged.take(1)]).toEqual([one]);
  expect([...unjudged.take(5)]).toEqual([other]);
  expect(unjudged.size).toBe(0);
});

test('what was handed in of a case and comes back does not have it looked at again', () => {
  const unjudged = new Unjudged();
  unjudged.await(one);
  unjudged.await(one);
  unjudged.came(one);
  unjudged.came(one);
  expect(unjudged.size).toBe(0);
});

test('an event that nobody here awaits has its case looked at, now or once the awaited ones are back', () => {
  const unjudged = new Unjudged();
  unjudged.came(one);
  expect([...unjudged.take(5)]).toEqual([one]);
  unjudged.await(one);
  unjudged.came(one);
  unjudged.came(one);
  expect([...unjudged.take(5)]).toEqual([one]);
});

test('a case that changed while its events were on their way is looked at, before and after they are back', () => {
  const unjudged = new Unjudged();
  unjudged.await(one);
  unjudged.add(one);
  expect([...unjudged.take(5)]).toEqual([one]);
  unjudged.came(one);
  expect([...unjudged.take(5)]).toEqual([one]);
});
