import { describe, expect, it } from 'vitest';
import { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import { createAssembler } from './assemble.ts';
import type { Message } from './message.ts';

const WAIT = 4_000;
const [device] = EnvironmentSettings.parse({ devices: [{ mn: 'A1', station: 's' }] }).devices;
if (!device) throw new Error('no device');

function part(no: number, of: number, text: string, cn = '2061') {
  const heading: Message['heading'] = {
    qn: `2026080109000000${no}`,
    st: '32',
    cn,
    pw: undefined,
    mn: 'A1',
    flag: { version: '2017', numbered: true, answer: true },
  };
  const message: Message = {
    device: device as NonNullable<typeof device>,
    heading,
    packets: [heading],
    text,
    part: 1,
    crc: 'hj212',
    fault: null,
  };
  return { message, no, of };
}
const open = (messages = 4) => createAssembler({ messages, wait: WAIT });
const texts = ({ messages }: { messages: Message[] }) => messages.map(({ text }) => text);
const answered = ({ messages }: { messages: Message[] }) =>
  messages.flatMap(({ packets }) => packets.map(({ qn }) => Number(qn?.at(-1))));

describe('a message in packets', () => {
  it('as the standard shows it: each packet stands alone and is answered at once', () => {
    const line = open();
    expect(texts(line.add(part(1, 2, 'DataTime=20260801080000;a-Avg=1;'), 0))).toEqual([
      'DataTime=20260801080000;a-Avg=1;',
    ]);
    expect(texts(line.add(part(2, 2, 'DataTime=20260801080000;b-Avg=2'), 9_000))).toEqual([
      'DataTime=20260801080000;b-Avg=2',
    ]);
  });

  it('whose later packets leave out the DataTime takes it from the first', () => {
    const line = open();
    line.add(part(1, 3, 'DataTime=20260801080000;a-Avg=1;'), 0);
    expect(texts(line.add(part(2, 3, 'b-Avg=2;'), 1))).toEqual([
      'DataTime=20260801080000;b-Avg=2;',
    ]);
    expect(texts(line.add(part(3, 3, 'c-Avg=3'), 2))).toEqual(['DataTime=20260801080000;c-Avg=3']);
  });

  it('that comes backwards waits for the packet with the DataTime', () => {
    const line = open();
    expect(texts(line.add(part(3, 3, 'c-Avg=3'), 0))).toEqual([]);
    expect(texts(line.add(part(2, 3, 'b-Avg=2;'), 1))).toEqual([]);
    const whole = line.add(part(1, 3, 'DataTime=20260801080000;a-Avg=1;'), 2);
    expect(texts(whole).join(' ')).toContain('b-Avg=2;');
    expect(texts(whole).every((text) => text.startsWith('DataTime=20260801080000'))).toBe(true);
    expect(answered(whole).sort()).toEqual([1, 2, 3]);
  });

  it('cut within a field is put together, and every packet is answered once it is whole', () => {
    const line = open();
    expect(texts(line.add(part(1, 2, 'DataTime=20260801080000;a-Avg=1,a-Fl'), 0))).toEqual([]);
    const whole = line.add(part(2, 2, 'ag=N;b-Avg=2'), 1);
    expect(texts(whole)).toEqual(['DataTime=20260801080000;a-Avg=1,a-Flag=N;b-Avg=2']);
    expect(answered(whole)).toEqual([1, 2]);
  });

  it('cut between items without a semicolon is not glued together', () => {
    const line = open();
    line.add(part(1, 2, 'DataTime=20260801080000;a-Avg=1,a-Flag=N'), 0);
    expect(texts(line.add(part(2, 2, 'b-Avg=2'), 1))).toEqual([
      'DataTime=20260801080000;a-Avg=1,a-Flag=N;b-Avg=2',
    ]);
  });

  it('repeated is given out again, so that it is answered again', () => {
    const line = open();
    line.add(part(1, 3, 'DataTime=20260801080000;a-Avg=1;'), 0);
    expect(answered(line.add(part(1, 3, 'DataTime=20260801080000;a-Avg=1;'), 1))).toEqual([1]);
    line.add(part(3, 3, 'c-Avg=3', '2051'), 2);
    expect(texts(line.add(part(3, 3, 'c-Avg=3', '2051'), 3))).toEqual([]);
  });

  it('whose rest does not come in time is given out as it is', () => {
    const line = open();
    line.add(part(1, 3, 'DataTime=20260801080000;a-Avg=1,a-Flag=N'), 0);
    line.add(part(2, 2, 'b-Avg=2', '2051'), 100);
    expect(texts(line.due(WAIT - 1))).toEqual([]);
    expect(texts(line.due(WAIT))).toEqual(['DataTime=20260801080000;a-Avg=1,a-Flag=N']);
    expect(texts(line.due(WAIT + 100))).toEqual(['b-Avg=2']);
    expect(texts(line.due(10 * WAIT))).toEqual([]);
    expect(line.end().incomplete).toBe(2);
  });

  it('holds no more messages than it may; the oldest is given up and counted', () => {
    const line = open(2);
    line.add(part(2, 2, 'a-Avg=1', '2051'), 0);
    line.add(part(2, 2, 'a-Avg=1', '2061'), 0);
    const third = line.add(part(2, 2, 'a-Avg=1', '2031'), 0);
    expect(third.messages[0]?.heading.cn).toBe('2051');
    expect(third.incomplete).toBe(1);
  });

  it('of the next hour is not mixed with one that stayed incomplete', () => {
    const line = open();
    line.add(part(1, 2, 'DataTime=20260801080000;a-Avg=1;'), 0);
    line.add(part(1, 2, 'DataTime=20260801090000;a-Avg=1;'), 0);
    expect(texts(line.add(part(2, 2, 'b-Avg=2'), 0))).toEqual(['DataTime=20260801090000;b-Avg=2']);
  });
});
