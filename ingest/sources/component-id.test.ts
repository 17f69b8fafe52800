import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnownKind, readComponentId } from './component-id.ts';

const SUZHOU = ['3205'];

describe('the id of a component', () => {
  it('of a manhole cover published by Suzhou falls into its parts', () => {
    const read = readComponentId('3205080101000001', SUZHOU);
    expect(read).toEqual({
      ok: true,
      value: { area: '320508', large: '01', small: '01', serial: '000001' },
    });
    expect(read.ok && isKnownKind(read.value)).toBe(true);
  });

  it('is 16 digits of a known area', () => {
    for (const text of [
      '',
      '320508010100001',
      '32050801010000011',
      '3205080101O00001',
      '３２０５０８０１０１０００００１',
    ])
      expect(readComponentId(text, SUZHOU)).toMatchObject({ ok: false });
    expect(readComponentId('3301080101000001', SUZHOU)).toMatchObject({ ok: false });
    expect(readComponentId('3301080101000001', ['3205', '330108'])).toMatchObject({ ok: true });
  });

  it('is its parts put together again, whatever they are', () => {
    const digits = (length: number) =>
      fc.nat(10 ** length - 1).map((value) => String(value).padStart(length, '0'));
    fc.assert(
      fc.property(digits(2), digits(2), digits(2), digits(6), (area, large, small, serial) => {
        const read = readComponentId(`3205${area}${large}${small}${serial}`, SUZHOU);
        expect(read).toEqual({ ok: true, value: { area: `3205${area}`, large, small, serial } });
      }),
    );
  });
});
