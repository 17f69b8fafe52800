import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCp, parseCp } from './cp.ts';
import { crcHj212, crcModbus, crcText } from './crc.ts';
import { buildFrame } from './frame.ts';
import { buildBody, flagValue, parsePacket, readFlag, textOf } from './packet.ts';
import { decryptCp, encryptCp } from './sm4.ts';
import { createSplitter } from './splitter.ts';

const EXAMPLES = join(
  import.meta.dirname,
  '../../../../shared/data/hj212/standard-appendix-c.jsonl',
);
const present = existsSync(EXAMPLES);
if (!present) console.warn('skipped: no ../shared/data');

interface Example {
  id: string;
  body: string;
  framed: string;
  body_len: number;
  computed_crc: string;
  decoded: { head: Record<string, string>; cp: [string, string][][] };
}
const examples = present
  ? readFileSync(EXAMPLES, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Example)
  : [];

const VECTOR =
  'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&';
const KEY = '0123456789abcdeffedcba9876543210';

const read = (body: Buffer) => {
  const packet = parsePacket(body);
  if (!packet.ok) throw new Error(packet.error);
  return packet.value;
};

describe('a frame of HJ 212', () => {
  it('has the CRC of the standard: 1C80 for its example, not what Modbus would give', () => {
    expect(crcText(crcHj212(Buffer.from(VECTOR)))).toBe('1C80');
    expect(crcText(crcModbus(Buffer.from(VECTOR)))).not.toBe('1C80');
    expect(crcModbus(Buffer.from('123456789'))).toBe(0x4b37);
    expect(buildFrame(VECTOR).toString()).toBe(`##0101${VECTOR}1C80\r\n`);
  });

  it('counts its length in bytes, and takes no more than four digits can say', () => {
    expect(buildFrame('CP=&&中文&&').toString()).toMatch(/^##0013/);
    expect(() => buildFrame('x'.repeat(10_000))).toThrow(RangeError);
  });

  it('says its version, its numbering and the wish for an answer in Flag', () => {
    const said = (flag: string | undefined) => {
      const found = readFlag(flag);
      return found.ok ? Object.values(found.value) : found.error;
    };
    expect(said(undefined)).toEqual(['2005', false, false]);
    expect(said('1')).toEqual(['2005', false, true]);
    expect(said('4')).toEqual(['2017', false, false]);
    expect(said('5')).toEqual(['2017', false, true]);
    expect(said('7')).toEqual(['2017', true, true]);
    expect(said('9')).toEqual(['2025', false, true]);
    expect(said('13')).toBe('Flag "13" is of no known version');
    expect(said('5x')).toBe('Flag "5x" is of no known version');
    expect(flagValue('2005', false)).toBe(0);
    expect(flagValue('2017', true)).toBe(5);
    expect(flagValue('2025', true)).toBe(9);
  });

  it('keeps separators within free text, also where it never ends', () => {
    expect(parseCp('PolId=w01018;i11001-Info=//a;b,c//;x=1')).toEqual([
      [['PolId', 'w01018']],
      [['i11001-Info', '//a;b,c//']],
      [['x', '1']],
    ]);
    expect(parseCp('i11001-Info=//open;x=1')).toEqual([[['i11001-Info', '//open']], [['x', '1']]]);
  });

  it('may hold Chinese in UTF-8 or GB18030', () => {
    expect(textOf(Buffer.from('换试剂'))).toBe('换试剂');
    expect(textOf(Buffer.from([0xbb, 0xbb]))).toBe('换');
  });
});

describe('SM4 of HJ 212-2025', () => {
  it('is the cipher of GB/T 32907', () => {
    expect(encryptCp(Buffer.from(KEY, 'hex'), KEY).toString('hex')).toBe(
      '681edf34d206965e86b3e94f536e4246',
    );
  });

  it('comes as bytes or as hexadecimal digits, its last block filled', () => {
    const plain = Buffer.from('DataTime=20260801085857;w01018-Rtd=21.3,w01018-Flag=N');
    const secret = encryptCp(plain, KEY);
    expect(secret.length % 16).toBe(0);
    for (const form of [secret, Buffer.from(secret.toString('hex').toUpperCase())])
      expect(decryptCp(form, KEY)).toEqual({ ok: true, value: plain });
    expect(decryptCp(secret.subarray(1), KEY).ok).toBe(false);
    expect(decryptCp(Buffer.alloc(0), KEY)).toEqual({ ok: true, value: Buffer.alloc(0) });
  });
});

describe.skipIf(!present)('the messages of appendix C', () => {
  it('are 76', () => expect(examples).toHaveLength(76));

  it.each(examples)('$id', ({ body, framed, body_len, computed_crc, decoded }) => {
    expect(buildFrame(body).toString()).toBe(framed);
    expect(crcText(crcHj212(Buffer.from(body)))).toBe(computed_crc);
    expect(Buffer.byteLength(body)).toBe(body_len);

    const splitter = createSplitter({ maxBody: 1024, mayModbus: () => false });
    expect([...splitter.push(Buffer.from(framed))]).toEqual([
      { kind: 'frame', body: Buffer.from(body), crc: 'hj212' },
    ]);
    expect(splitter.counts()).toEqual({ frames: framed.length, bad: 0, garbage: 0, held: 0 });

    const packet = read(Buffer.from(body));
    const items = parseCp(textOf(packet.content));
    expect(Object.fromEntries(packet.head)).toEqual(decoded.head);
    expect(items).toEqual(decoded.cp);

    const rebuilt = buildBody(packet.head, buildCp(items));
    const stumps = /,&&|;&&|i11001\/\/|(?:;e01001|,w0101)&&|Flag=5CP/.test(body);
    if (!stumps) expect(rebuilt.toString()).toBe(body);
    else expect(parseCp(textOf(read(rebuilt).content)).flat()).toEqual(items.flat());
  });
});
