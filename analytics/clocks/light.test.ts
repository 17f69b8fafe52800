import { expect, test } from 'vitest';
import type { CaseState } from '../../config/contract/vocabulary.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { lightOf } from './light.ts';

const received = 1_000 * HOUR;
const due = received + 10 * HOUR;
const at = (now: number, state: CaseState = 'handling') =>
  lightOf({ state, receivedAt: received, dueAt: due }, now);

test('a case of ten hours is green, yellow after seven, red after ten, purple after twenty', () => {
  expect(at(received)).toEqual({ light: 'green', until: received + 7 * HOUR });
  expect(at(received + 7 * HOUR)).toEqual({ light: 'yellow', until: due + 1 });
  expect(at(due)).toEqual({ light: 'yellow', until: due + 1 });
  expect(at(due + 1)).toEqual({ light: 'red', until: received + 20 * HOUR });
  expect(at(received + 20 * HOUR)).toEqual({ light: 'purple', until: null });
});

test('a case that waits for its check, is suspended or has ended has no light', () => {
  for (const state of ['done', 'checked', 'suspended', 'closed'] as const)
    expect(at(due + HOUR, state)).toEqual({ light: 'none', until: null });
});

test('a case without due time has no light', () => {
  expect(lightOf({ state: 'handling', receivedAt: 0, dueAt: null }, due).light).toBe('none');
});

test('a due time before receipt is overdue and stays red', () => {
  const of = { state: 'handling', receivedAt: received, dueAt: received - HOUR } as const;
  expect(lightOf(of, received)).toEqual({ light: 'red', until: null });
});
