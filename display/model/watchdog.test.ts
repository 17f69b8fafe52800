import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWatchdog } from './watchdog.ts';

const NINE = Date.UTC(2026, 10, 28, 1);
let clock = 0;
const watchdog = () =>
  createWatchdog(
    () => NINE + clock,
    () => clock,
  );

beforeEach(() => {
  clock = 0;
  vi.spyOn(console, 'info').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

it('says nothing of a line that opens for the first time', () => {
  const dog = watchdog();
  for (const state of ['connecting', 'waiting', 'connecting', 'greeting', 'live'] as const)
    dog.changed(state);
  expect(dog.last()).toBeNull();
});

it('tells how long the server was away, from the loss to the first word, over any number of tries', () => {
  const dog = watchdog();
  dog.changed('live');
  for (const state of ['waiting', 'connecting', 'waiting', 'connecting', 'greeting'] as const) {
    dog.changed(state);
    clock += 500;
  }
  dog.changed('live');
  expect(dog.last()).toEqual({ what: 'server', at: NINE + 2500, ms: 2500 });
  expect(console.info).toHaveBeenCalledExactlyOnceWith(
    '2026-11-28T01:00:02.500Z healed: server after 2500 ms',
  );
  dog.changed('live');
  expect(dog.heals).toHaveLength(1);
});

it('keeps the last of several heals to be shown, and the newest of very many', () => {
  const dog = watchdog();
  for (let n = 0; n < 6000; n += 1) dog.healed('graphics', n);
  dog.healed('page', 900);
  expect(dog.last()?.what).toBe('page');
  expect(dog.heals).toHaveLength(5000);
});
