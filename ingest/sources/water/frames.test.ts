import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc16 } from './crc.ts';
import { measure, readFrame, writeFrame } from './frame.ts';
import { readMessage } from './message.ts';
import { createSplitter } from './splitter.ts';

const FILE = join(import.meta.dirname, '../../../../shared/data/sl651/frames.jsonl');
const present = existsSync(FILE);
if (!present) console.warn('skipped: no ../shared/data');

interface Published {
  id: string;
  hex: string;
  bytes: number;
  direction: 'up' | 'down';
  len_ok: boolean;
  declared_crc: string;
  computed_crc: string;
  crc_ok: boolean;
  decoded: Record<string, unknown> & {
    elements?: { value: number }[];
    elements_complete?: boolean;
  };
}

const spaced = (digits: string): string =>
  `20${digits.replace(/^(..)(..)(..)(..)(..)(..)?$/, (_, y, m, d, h, min, s) => `${y}-${m}-${d} ${h}:${min}${s ? `:${s}` : ''}`)}`;
const hex = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, '0');

/** Our reading of a frame in the words of the file. */
function inTheirWords(bytes: Buffer): Record<string, unknown> {
  // the file decodes the frame whose CRC is wrong too: it is read here with the right one
  const mended = Buffer.from(bytes);
  mended.writeUInt16BE(crc16(bytes.subarray(0, -2)), bytes.length - 2);
  const frame = readFrame(mended);
  if (!frame.ok) return { fault: frame.error };
  const { centre, station, password, func, length, start, end, body } = frame.value;
  const message = readMessage(func, body);
  if (!message.ok) return { fault: message.error };
  const { serial, sent, parts, faults } = message.value;
  const observed = parts.find((part) => part.observed !== null)?.observed;
  return {
    center_addr: centre,
    station_addr: station,
    password,
    func: hex(func, 2),
    length,
    start: hex(start, 2),
    end: hex(end, 2),
    serial,
    send_time: spaced(sent),
    station_in_body: message.value.station,
    station_type: message.value.class,
    observe_time: observed && spaced(observed),
    elements: parts.flatMap((part) =>
      part.kind === 'value'
        ? [{ id: part.id, def: part.definition, raw: part.raw, value: part.value }]
        : [],
    ),
    elements_complete: faults.length === 0,
  };
}

describe.skipIf(!present)('the published frames', () => {
  const frames = present
    ? readFileSync(FILE, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Published)
    : [];

  it('are all there', () => expect(frames).toHaveLength(23));

  for (const frame of frames) {
    it(`${frame.id} decodes as the file says`, () => {
      const bytes = Buffer.from(frame.hex, 'hex');
      expect(bytes.length).toBe(frame.bytes);
      expect(measure(bytes, 0)).toEqual({ ok: frame.len_ok, value: frame.bytes });
      expect(hex(crc16(bytes.subarray(0, -2)), 4)).toBe(frame.computed_crc);
      expect(hex(bytes.readUInt16BE(bytes.length - 2), 4)).toBe(frame.declared_crc);
      const read = readFrame(bytes);
      expect(read.ok).toBe(frame.crc_ok);
      expect(read.ok ? read.value.direction : read.error).toBe(
        frame.crc_ok ? frame.direction : 'wrong crc',
      );
      expect(inTheirWords(bytes)).toMatchObject(frame.decoded);
      if (read.ok) expect(writeFrame(read.value)).toEqual(bytes);
    });
  }

  it('come out of one stream, cut anywhere', () => {
    const stream = Buffer.from(frames.map(({ hex }) => hex).join(''), 'hex');
    for (const size of [1, 7, 50, stream.length]) {
      const splitter = createSplitter();
      const events = [];
      for (let at = 0; at < stream.length; at += size)
        events.push(...splitter.push(stream.subarray(at, at + size)));
      expect(events.map(({ kind }) => kind)).toEqual(
        frames.map(({ crc_ok }) => (crc_ok ? 'frame' : 'bad')),
      );
      expect(splitter.pending()).toBe(0);
    }
  });
});
