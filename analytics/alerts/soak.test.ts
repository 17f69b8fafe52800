import { expect, test } from 'vitest';
import { soak } from './soak.fixture.ts';

test('over hours of clocks, with kills and a clock that jumps, no step is missed and none is told twice', () => {
  const told = soak({ clocks: 4_000, days: 0.25, kills: 8, jumps: 8, seed: 7 });
  expect(told.due).toBeGreaterThan(500);
  expect(told).toMatchObject({ missed: 0, doubled: 0, early: 0 });
  expect(told.latest).toEqual({ step: 250, telling: 500 });
});
