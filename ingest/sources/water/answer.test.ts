import { describe, expect, it } from 'vitest';
import { createAnswers } from './answer.ts';
import { ETB, type Frame, readFrame } from './frame.ts';
import { upFrame } from './station.fixture.ts';

const ZONE = 'Asia/Shanghai';
const now = Date.parse('2059-10-11T15:49:47+08:00');
const frame = (bytes: Buffer): Frame => {
  const read = readFrame(bytes);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

describe('the answer of the centre', () => {
  it('is, byte for byte, the published one to a test report', () => {
    const report = frame(upFrame(0x30, '0003 591011154947'));
    expect(hex(createAnswers(ZONE, 'stay').acknowledge(report, 3, now))).toBe(
      '7E7E00123456780112343080080200035910111549471B75D4',
    );
  });

  it('ends with EOT, ESC, ACK or NAK', () => {
    const last = frame(upFrame(0x32, '0003 591011154947'));
    const more = frame(upFrame(0x32, '0003 591011154947', { end: ETB }));
    const stay = createAnswers(ZONE, 'stay');
    const leave = createAnswers(ZONE, 'leave');
    expect(frame(stay.acknowledge(last, 3, now)).end).toBe(0x1b);
    expect(frame(leave.acknowledge(last, 3, now)).end).toBe(0x04);
    expect(frame(leave.acknowledge(more, 3, now)).end).toBe(0x06);
    expect(frame(leave.askFor(last, { total: 5, no: 2 }, 3, now))).toMatchObject({
      direction: 'down',
      station: '0012345678',
      end: 0x15,
      packet: { total: 5, no: 2 },
    });
  });
});
