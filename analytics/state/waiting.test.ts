import { expect, it } from 'vitest';
import { Waiting } from './waiting.ts';

it('the oldest record that is not shown has waited since it was first seen', () => {
  const waiting = new Waiting();
  waiting.stand(10, 10, 1_000);
  expect(waiting.since).toBeNull();
  waiting.stand(12, 10, 2_000);
  waiting.stand(15, 10, 3_000);
  expect(waiting.since).toBe(2_000);
  waiting.stand(15, 11, 4_000); // 12 was there at 2 s
  expect(waiting.since).toBe(2_000);
  waiting.stand(15, 12, 5_000);
  expect(waiting.since).toBe(3_000);
  waiting.stand(15, 15, 6_000);
  expect(waiting.since).toBeNull();
});

it('a picture folded anew from an earlier position waits from then on', () => {
  const waiting = new Waiting();
  waiting.stand(20, 20, 1_000);
  waiting.stand(20, 5, 2_000);
  expect(waiting.since).toBe(2_000);
});
