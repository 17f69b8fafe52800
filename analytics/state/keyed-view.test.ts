import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import type { MixRow } from '../../config/contract/picture.ts';
import { KeyedView, type Was } from './keyed-view.ts';

const row = (today: number) => ({ source: sourceId('12345'), today });
const stateOf = (view: KeyedView<'mix'>) =>
  new Map([...view.rows].map(([key, row]) => [key, { row, number: view.numberOf(key)! }]));
const write = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.nat(3)));

describe('a view', () => {
  it('knows of every earlier offset which rows changed since, and what they were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(write, { maxLength: 4 }), { maxLength: 20, size: 'max' }),
        (commits) => {
          const view = new KeyedView('mix');
          const states: Map<string, Was<MixRow>>[] = [new Map()];
          for (const [n, writes] of commits.entries()) {
            for (const [key, today] of writes) view.set(key, today === null ? null : row(today));
            view.commit(n + 1);
            states.push(stateOf(view));
          }
          for (const [offset, state] of states.entries()) {
            const before = view.since(offset)!;
            const back = stateOf(view);
            for (const [key, old] of before)
              if (old === undefined) back.delete(key);
              else back.set(key, old);
            expect(back).toEqual(state);
          }
        },
      ),
    );
  });

  it('gives each row a number of its own for as long as it is there, and then to another one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 20, size: 'max' }),
        (commits) => {
          const view = new KeyedView('mix');
          let most = 0;
          for (const writes of commits) {
            const before = stateOf(view);
            for (const [key, today] of writes) view.set(key, today === null ? null : row(today));
            view.commit();
            const now = stateOf(view);
            most = Math.max(most, now.size + before.size);
            const numbers = [...now.values()].map(({ number }) => number);
            expect(new Set(numbers).size).toBe(numbers.length);
            for (const number of numbers) expect(number).toBeLessThan(most);
            for (const [key, { number }] of now)
              if (before.has(key)) expect(number).toBe(before.get(key)?.number);
          }
        },
      ),
    );
  });

  it('that follows another picture has its numbers and its order of fields, whatever is told first', () => {
    const view = new KeyedView('mix');
    view.know(['source', 'note', 'today']);
    view.set('a', row(1), 7);
    view.set('b', row(2), 3);
    view.commit(5);
    expect([...view.fields]).toEqual(['source', 'note', 'today']);
    expect(view.fieldsAt).toBe(5);
    view.set('a', row(1), 3);
    view.set('b', null, 3);
    expect(view.commit(6)).toBe(true);
    expect(stateOf(view)).toEqual(new Map([['a', { row: row(1), number: 3 }]]));
    expect(view.since(5)?.get('a')).toEqual({ row: row(1), number: 7 });
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
    view.beginAt(3);
    expect(view.offset).toBe(3);
    expect(view.since(2)).toBeNull();
    expect(view.since(3)).toEqual(new Map());
  });
});
