import { expect, it } from 'vitest';
import { flood } from './flood.fixture.ts';

it('five thousand orders fall overdue at once while analytics is killed: every level is logged once, decided once, and one person can read what is told', async () => {
  const { told, readable, reached, ...of } = await flood([300, 700, 1_000, 1_300]);
  expect(of).toMatchObject({
    ...{ logged: reached, levels: reached, cases: reached / 3 },
    ...{ decided: reached, decisions: reached, unfounded: 0 },
  });
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(readable);
}, 120_000);
