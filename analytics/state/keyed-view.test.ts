import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import { KeyedView } from './keyed-view.ts';

const row = (today: number) => ({ source: sourceId('12345'), today });
const write = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.nat(3)));

describe('a view', () => {
  it('knows of every earlier offset which rows changed since, and what they were', () => {
    fc.assert(
      fc.property(fc.array(fc.array(write, { maxLength: 4 }), { maxLength: 20 }), (commits) => {
        const view = new KeyedView('mix');
        const states = [new Map()];
        for (const [n, writes] of commits.entries()) {
          for (const [key, today] of writes) view.set(key, today === null ? null : row(today));
          view.commit(n + 1);
          states.push(new Map(view.rows));
        }
        for (const [offset, state] of states.entries()) {
          const before = view.since(offset)!;
          const back = new Map<string, unknown>(view.rows);
          for (const [key, old] of before)
            if (old === undefined) back.delete(key);
            else back.set(key, old);
          expect(back).toEqual(state);
        }
      }),
    );
  });

  it('tells changes in the order in which they came last', () => {
    const view = new KeyedView('mix');
    for (const key of ['a', 'b', 'c', 'a']) {
      view.set(key, row(view.offset));
      view.commit();
    }
    expect([...view.since(0)!.keys()]).toEqual(['b', 'c', 'a']);
  });

  it('remembers so much and no more, and says when it does not know', () => {
    const view = new KeyedView('mix');
    for (let n = 1; n <= 3000; n++) {
      view.set(`${n % 10}`, row(n));
      view.commit(n);
    }
    expect(view.since(999)).toBeNull();
    expect(view.since(1000)?.size).toBe(10);
    view.forget(3000);
    expect(view.since(2999)).toBeNull();
    expect(view.since(3000)).toEqual(new Map());
  });
});
