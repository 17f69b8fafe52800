import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, readBcd, readMessage } from './message.ts';

const HEAD = '0001 261123110014';
const STATION = 'F1F1 0012345678 48';
const AT = 'F0F0 2611231005';

const read = (func: number, ...text: string[]): Message => {
  const message = readMessage(func, Buffer.from(text.join('').replaceAll(' ', ''), 'hex'));
  if (!message.ok) throw new Error(message.error);
  return message.value;
};
const values = ({ parts }: Message) =>
  parts.flatMap((part) => (part.kind === 'value' ? [[part.id, part.after, part.value]] : []));

describe('a message', () => {
  it('gives numbers their decimals and sign, and no number where the station has none', () => {
    expect(readBcd('00003275', 3)).toEqual({ ok: true, value: 3.275 });
    expect(readBcd('05', 3)).toEqual({ ok: true, value: 0.005 });
    expect(readBcd('FF0345', 3)).toEqual({ ok: true, value: -0.345 });
    expect(readBcd('FFFFFFFF', 3)).toEqual({ ok: true, value: null });
    expect(readBcd('AAAAAA', 1)).toEqual({ ok: true, value: null });
    expect(readBcd('FF', 1)).toEqual({ ok: true, value: null });
    expect(readBcd('12A4', 1)).toEqual({ ok: false, error: '12A4 is no BCD number' });
    expect(readBcd('FFAA12', 1).ok).toBe(false);
  });

  it('of an hour lists twelve values five minutes apart, FF meaning none', () => {
    const rain = read(0x34, HEAD, STATION, AT, 'F4 60 050000001400FFFF00000001');
    expect(values(rain)).toEqual(
      [0.5, 0, 0, 0, 2, 0, null, null, 0, 0, 0, 0.1].map((value, n) => ['F4', n * 5, value]),
    );
    const level = `${'000C'.repeat(11)}FFFF`;
    const right = read(0x34, HEAD, STATION, AT, 'F5 C0', level, '38 12 1099');
    expect(values(right)).toHaveLength(13);
    expect(values(right).slice(-2)).toEqual([
      ['F5', 55, null],
      ['38', 0, 10.99],
    ]);
    // some stations state a length that is not the group's
    expect(values(read(0x34, HEAD, STATION, AT, 'F5 5C', level, '38 12 1099'))).toEqual(
      values(right),
    );
  });

  it('of even intervals names its element once', () => {
    const even = read(
      0x31,
      HEAD,
      STATION,
      AT,
      '04 18 000005',
      '39 23',
      '00003275 00003281 FFFFFFFF',
    );
    expect(values(even)).toEqual([
      ['39', 0, 3.275],
      ['39', 5, 3.281],
      ['39', 10, null],
    ]);
    expect(even.faults).toEqual([]);
    const hours = read(0x38, HEAD, STATION, AT, '04 18 000200', '26 19', '000040 000041');
    expect(values(hours)).toEqual([
      ['26', 0, 4],
      ['26', 120, 4.1],
    ]);
    const cut = read(0x31, HEAD, STATION, AT, '04 18 000005', '39 23', '00003275 0000');
    expect(values(cut)).toHaveLength(1);
    expect(cut.faults).toEqual(['value 2 of element 39 at byte 34 needs 4 bytes, 2 are left']);
  });

  it('keeps what it can read and names what it cannot', () => {
    const cut = read(0x32, HEAD, STATION, AT, '39 23 00003275', '20 19 0000');
    expect(values(cut)).toEqual([['39', 0, 3.275]]);
    expect(cut.faults).toEqual(['element 20 at byte 31 needs 3 bytes, 2 are left']);
    expect(read(0x32, HEAD, STATION, AT, '39 03 00').faults).toEqual([
      'element 39 at byte 23 states no bytes',
    ]);
    expect(read(0x32, HEAD, STATION, AT, '39 23 0000B275 38 12 1099').faults).toEqual([
      'element 39: 0000B275 is no BCD number',
    ]);
    expect(read(0x31, HEAD, STATION, AT, '04 18 000000').faults).toEqual([
      'time step 000000 is none',
    ]);
    expect(readMessage(0x32, Buffer.from('0001', 'hex'))).toEqual({
      ok: false,
      error: 'text of 2 bytes has no serial number and send time',
    });
  });

  it('reads extended identifiers, texts, settings and what it does not know', () => {
    expect(values(read(0x32, HEAD, STATION, AT, 'FF11 12 0123'))).toEqual([['FF11', 0, 1.23]]);
    expect(read(0x35, HEAD, 'F2F2 51312E32333420').parts).toMatchObject([{ text: 'Q1.234' }]);
    expect(read(0x45, HEAD, 'F1F10012345678', '03 563132').parts).toMatchObject([{ text: 'V12' }]);
    expect(read(0x43, HEAD, 'F1F10012345678', '2008 01 2310 0300').parts).toMatchObject([
      { id: '20', raw: '01' },
      { id: '23', raw: '0300' },
    ]);
    expect(read(0x46, HEAD, 'F1F10012345678', '45 20 00000400').parts).toMatchObject([
      { id: '45', kind: 'digits', raw: '00000400' },
    ]);
    expect(read(0xe1, HEAD, 'CAFE').parts).toMatchObject([{ id: 'raw', raw: 'CAFE' }]);
  });

  it('never throws, and states each value as a finite number or none', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 300 }), (func, bytes) => {
        const message = readMessage(func, Buffer.from(bytes));
        if (!message.ok) return;
        for (const part of message.value.parts)
          if (part.kind === 'value' && part.value !== null)
            expect(Number.isFinite(part.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
