import { describe, expect, test } from 'vitest';
import { day, every, float, int, millis, render, sql, text, texts } from './sql.ts';

describe('sql', () => {
  test('puts typed parameters in its holes, numbered through its pieces', () => {
    const inGrid = sql`grid = ${text("x' OR 1=1 --")}`;
    const since = sql`at >= ${millis(1_700_000_000_123)}`;
    const where = every([inGrid, since, sql`unit IN ${texts(['a', 'b'])}`]);
    const statement = sql`SELECT count() FROM hops WHERE ${where} AND lon > ${float(120.5)} LIMIT ${int(5)}`;
    expect(render(statement)).toEqual({
      query:
        "SELECT count() FROM hops WHERE (grid = {p0:String}) AND (at >= {p1:DateTime64(3, 'UTC')}) AND (unit IN {p2:Array(String)}) AND lon > {p3:Float64} LIMIT {p4:Int64}",
      query_params: {
        p0: "x' OR 1=1 --",
        p1: new Date(1_700_000_000_123),
        p2: ['a', 'b'],
        p3: 120.5,
        p4: 5,
      },
    });
  });

  test('uses one piece twice, with its parameters each time', () => {
    const piece = sql`a = ${int(1)}`;
    expect(render(sql`${piece} OR ${piece}`)).toEqual({
      query: 'a = {p0:Int64} OR a = {p1:Int64}',
      query_params: { p0: 1, p1: 1 },
    });
  });

  test('takes no condition as true', () => {
    expect(render(sql`SELECT 1 WHERE ${every([])}`).query).toBe('SELECT 1 WHERE true');
  });

  test('does not compile with a bare value', () => {
    // @ts-expect-error a bare value has no type that ClickHouse could be told
    expect(() => render(sql`SELECT ${1}`)).not.toThrow(TypeError);
  });

  test.each([
    () => int(0.5),
    () => int(2 ** 53),
    () => float(Number.NaN),
    () => millis(-1),
    () => millis(1.5),
    () => day('2026-1-1'),
  ])('refuses values that are none of their type: %s', (make) => {
    expect(make).toThrow(RangeError);
  });
});
