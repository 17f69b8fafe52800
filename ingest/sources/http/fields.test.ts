import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFieldReader, Decimal, Text, Whole, wordField, YesNo } from './fields.ts';

const reader = createFieldReader(
  z.object({
    no: Text,
    count: Whole.optional(),
    share: Decimal.optional(),
    done: YesNo.default(false),
    level: wordField({ 一般: 'general', 重大: 'major' }).optional(),
  }),
  { no: ['编号'], count: ['数量'], share: [], done: ['完成'], level: ['级别'] },
);

describe('the fields of a record', () => {
  it('go by any of their names, and what is blank is absent', () => {
    expect(
      reader.read({ 编号: ' 17 ', 数量: '3', share: '-0.5', 完成: '是', 级别: '重大', other: {} }),
    ).toEqual({ ok: true, value: { no: '17', count: 3, share: -0.5, done: true, level: 'major' } });
    expect(reader.read({ no: 17, count: '', done: null })).toEqual({
      ok: true,
      value: { no: '17', done: false },
    });
  });

  it('are refused by the name and value that were sent', () => {
    const refused = (record: unknown) => {
      const read = reader.read(record);
      return read.ok ? null : read.error;
    };
    expect(refused({})).toBe('no: empty');
    expect(refused({ 编号: '  ' })).toBe('no: empty');
    expect(refused({ no: {} })).toBe('no: what was sent: not a text');
    expect(refused({ no: 2 ** 60 })).toContain('not a text');
    expect(refused({ no: '1', 数量: '-3' })).toBe('数量: "-3": not a whole number');
    expect(refused({ no: '1', count: 1.5 })).toBe('count: 1.5: not a whole number');
    expect(refused({ no: '1', share: JSON.parse('1e999') })).toBe('share: null: not a number');
    expect(refused({ no: '1', share: '1e3' })).toBe('share: "1e3": not a number');
    expect(refused({ no: '1', done: '也许' })).toBe('done: "也许": not yes or no');
    expect(refused({ no: '1', level: 'constructor' })).toBe(
      'level: "constructor": not one of 一般, 重大',
    );
    expect(refused({ no: '1', 编号: '2' })).toBe('no and 编号 say different things');
    expect(refused([])).toBe('what was sent is not an object');
  });

  it('that are in no table are told, unless they hold nothing', () => {
    const outer = createFieldReader(
      z.object({ no: Text, parts: z.array(z.unknown()).default([]) }),
      { no: ['编号'], parts: ['部分'] },
      { parts: reader },
    );
    expect(
      outer.ignored({
        编号: '1',
        colour: 'red',
        '': 0,
        note: '',
        mark: null,
        部分: [{ no: 1, size: 2 }, { size: 3, 编号: 2 }, 'none', null],
      }),
    ).toEqual(['colour', '', 'parts.size']);
    for (const none of [null, 'text', [], { 部分: 'none' }])
      expect(outer.ignored(none)).toEqual([]);
    expect(outer.ignored(JSON.parse('{"__proto__": 1, "constructor": 2}'))).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  it('never come from the prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"no":"1"},"constructor":{"no":"1"}}');
    expect(reader.read(hostile)).toEqual({ ok: false, error: 'no: empty' });
    expect(reader.told(hostile, 'no')).toBe('');
    expect(reader.told({ 编号: 7 }, 'no')).toBe('7');
    expect(reader.told(null, 'no')).toBe('');
  });
});
