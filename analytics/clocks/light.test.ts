import { expect, test } from 'vitest';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { lightOf } from './light.ts';

const received = 1_000 * HOUR;
const due = received + 10 * HOUR;
const at = (now: number, state: CaseState = 'handling') =>
  lightOf({ state, from: received, dueAt: due }, now);

test('a case of ten hours is green, yellow after seven, red after ten, purple after twenty', () => {
  expect(at(received)).toBe('green');
  expect(at(received + 7 * HOUR)).toBe('yellow');
  expect(at(due)).toBe('yellow');
  expect(at(due + 1)).toBe('red');
  expect(at(received + 20 * HOUR)).toBe('purple');
});

test('a case that waits for its check, is suspended or has ended has no light', () => {
  for (const state of ['done', 'checked', 'suspended', 'closed'] as const)
    expect(at(due + HOUR, state)).toBe('none');
});

test('a case without due time has no light', () => {
  expect(lightOf({ state: 'handling', from: 0, dueAt: null }, due)).toBe('none');
});

test('a due time before receipt is overdue and stays red', () => {
  const of = { state: 'handling', from: received, dueAt: received - HOUR } as const;
  expect(lightOf(of, received)).toBe('red');
});
