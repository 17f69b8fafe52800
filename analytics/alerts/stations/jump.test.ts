import { describe, expect, test } from 'vitest';
import { at, nickel, said, told, watchOf } from './told.fixture.ts';

describe('a jump', () => {
  const steps = (...values: number[]) =>
    said(watchOf(values.map((value, n) => nickel(10 * n, value))), at(10 * values.length));

  test('of more than half is said with both values, and is over when three follow calmly', () => {
    const watch = watchOf([0.06, 0.062, 0.094].map((value, n) => nickel(10 * n, value)));
    const [alert] = watch.judge(at(21), [])!;
    expect(alert).toMatchObject({
      alertId: 'step:hq-wq-03:w20121',
      figures: { observed: 0.094, expected: 0.062 },
      evidence: [nickel(10, 0.062).id, nickel(20, 0.094).id],
      steps: [
        { level: 'blue', at: at(20), title: { zh: /监测突变 · .+总镍 0\.062 → 0\.094 mg\/L/ } },
      ],
    });
    for (const n of [3, 4]) watch.take(nickel(10 * n, 0.09));
    expect(said(watch, at(41))).toEqual(['step:hq-wq-03:w20121 blue +20']);
    watch.take(nickel(50, 0.09));
    expect(said(watch, at(51))).toEqual([]);
  });

  test('of half is none, nor one far below the limit, nor one over hours without a valid value', () => {
    expect(steps(0.06, 0.09)).toEqual([]);
    expect(steps(0.01, 0.04)).toEqual([]);
    expect(steps(0.09, 0.04)).toEqual(['step:hq-wq-03:w20121 blue +10']);
    const apart = [nickel(0, 0.03), nickel(300, 0.09, { flag: 'D' }), nickel(370, 0.09)];
    expect(said(watchOf(apart), at(371))).toEqual([]);
  });

  test('is nothing unusual of the air', () => {
    const dust = [20, 55].map((value, n) =>
      told('hq-air-01', 'a34004', 60 * n, value, { interval: 'hour' }),
    );
    expect(said(watchOf(dust), at(120))).toEqual([]);
  });
});
