import iconv from 'iconv-lite';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import { hourGroup } from './elements.ts';
import { type Layout, layoutOf } from './functions.ts';

/** One thing a message states. Times are local digits `yyMMddHHmm` as sent; null: none was given before it. */
export type Part = { id: string; observed: string | null; raw: string } & (
  | {
      kind: 'value';
      /** Length byte: high five bits bytes, low three decimals. Empty where the value has none of its own. */
      definition: string;
      /**
       * Minutes from the time of observation to this value's own time: that time is the first value's (published
       * hourly reports; for function 31 a real frame of Fujian, 10:05 … 11:00 in a report of 11:00).
       */
      after: number;
      /** null: the station says that it has none (every digit F, or every digit A). */
      value: number | null;
    }
  /** Bits of 45, settings, and whatever has no rule: digits as sent. */
  | { kind: 'digits' }
  | { kind: 'text'; text: string }
  | { kind: 'picture'; bytes: Buffer }
);

/** The text of one message, single or put together from packets. */
export interface Message {
  serial: number;
  /** Local digits `yyMMddHHmmss` as sent. */
  sent: string;
  /** Station that the text names (F1F1), and its class; null: it names none. */
  station: string | null;
  class: string | null;
  parts: Part[];
  /** What could not be read, each naming the place; the parts before it stand. */
  faults: string[];
}

const SERIAL = 2;
const SENT = 6;
const STATION = 5;
const OBSERVED = 5;
const GROUPS = 12;
const GROUP_MINUTES = 5;
const STEP = 0x04;
const EXTENDED = 0xff;
const STATUS = 0x45;
/** Values of one message: a month at every two minutes. What goes beyond is a fault. */
const MOST_VALUES = 21_600;
/** Bytes that begin an element: identifier and length byte. */
const ELEMENT_HEAD = 2;

const digitsOf = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

/**
 * A BCD number. Every digit F or every digit A: no value. FF before the digits: negative (§6.6.3.3, by two public
 * readings; no published frame has one).
 */
export function readBcd(digits: string, decimals: number): Result<number | null> {
  if (/^(?:F+|A+)$/.test(digits)) return ok(null);
  const negative = digits.length > 2 && digits.startsWith('FF');
  const plain = negative ? digits.slice(2) : digits;
  if (!/^\d+$/.test(plain)) return err(`${digits} is no BCD number`);
  const whole = plain.padStart(decimals + 1, '0');
  const point = whole.length - decimals;
  return ok(Number(`${negative ? '-' : ''}${whole.slice(0, point)}.${whole.slice(point)}`));
}

/** Minutes of a time step `ddHHmm` (table C.2: one of the three is not zero). */
function readStep(digits: string): number | null {
  const [, days, hours, minutes] = /^(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  const step = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return step > 0 ? step : null;
}

/**
 * Reads the text of an up-frame. Never throws.
 * @returns an error only where there is no serial number and send time
 */
export function readMessage(func: number, body: Buffer): Result<Message> {
  if (body.length < SERIAL + SENT)
    return err(`text of ${body.length} bytes has no serial number and send time`);
  const layout = layoutOf(func);
  const message: Message = {
    serial: body.readUInt16BE(0),
    sent: digitsOf(body.subarray(SERIAL, SERIAL + SENT)),
    station: null,
    class: null,
    parts: [],
    faults: [],
  };
  const walk = createWalk(message, layout, body);
  walk(SERIAL + SENT);
  return ok(message);
}

function createWalk(message: Message, layout: Layout, body: Buffer): (from: number) => void {
  const { parts, faults } = message;
  const plain = layout.rest === 'elements' || layout.rest === 'series';
  let observed: string | null = null;
  let step: number | null = null;

  /** Digits of `size` bytes, or null and a fault where they are not there. */
  const take = (at: number, size: number, what: string): string | null => {
    if (at + size <= body.length) return digitsOf(body.subarray(at, at + size));
    faults.push(`${what} at byte ${at} needs ${size} bytes, ${body.length - at} are left`);
    return null;
  };

  const number = (
    id: string,
    definition: string,
    raw: string,
    after: number,
    read: Result<number | null>,
  ): void => {
    if (read.ok)
      parts.push({ kind: 'value', id, definition, observed, raw, after, value: read.value });
    else faults.push(`element ${id}: ${read.error}`);
  };

  /** Reads one element; returns where the next begins, or the end after a fault. */
  const element = (at: number): number => {
    const extended = body[at] === EXTENDED;
    const head = ELEMENT_HEAD + (extended ? 1 : 0);
    const top = take(at, head, 'element');
    if (top === null) return body.length;
    const id = top.slice(0, -2);
    const code = body[at] as number;
    const definition = top.slice(-2);
    const bytes = (body[at + head - 1] as number) >> 3;
    const decimals = (body[at + head - 1] as number) & 7;
    const from = at + head;
    const group = hourGroup(code);
    if (group) {
      const raw = take(from, GROUPS * group.bytes, `element ${id}`);
      if (raw === null) return body.length;
      for (let n = 0; n < GROUPS; n++) {
        const digits = raw.slice(n * group.bytes * 2, (n + 1) * group.bytes * 2);
        const value = /^F+$/.test(digits)
          ? null
          : Number.parseInt(digits, 16) / 10 ** group.decimals;
        number(id, n === 0 ? definition : '', digits, n * GROUP_MINUTES, ok(value));
      }
      return from + GROUPS * group.bytes;
    }
    if (bytes === 0) {
      faults.push(`element ${id} at byte ${at} states no bytes`);
      return body.length;
    }
    const raw = take(from, bytes, `element ${id}`);
    if (raw === null) return body.length;
    if (!plain || code === STATUS) {
      parts.push({ kind: 'digits', id, observed, raw });
      return from + bytes;
    }
    if (!extended && code === STEP) {
      step = readStep(raw);
      if (step === null) faults.push(`time step ${raw} is none`);
      return from + bytes;
    }
    if (layout.rest !== 'series' || step === null) {
      number(id, definition, raw, 0, readBcd(raw, decimals));
      return from + bytes;
    }
    for (let next = from, n = 0; next < body.length; next += bytes, n++) {
      if (n === MOST_VALUES) {
        faults.push(`more than ${MOST_VALUES} values of element ${id}`);
        break;
      }
      const digits = take(next, bytes, `value ${n + 1} of element ${id}`);
      if (digits === null) break;
      number(id, n === 0 ? definition : '', digits, n * step, readBcd(digits, decimals));
    }
    return body.length;
  };

  const lead = (at: number): number => {
    switch (body.readUInt16BE(at)) {
      case 0xf0f0: {
        const digits = take(at + 2, OBSERVED, 'time of observation');
        if (digits !== null) observed = digits;
        return at + 2 + OBSERVED;
      }
      case 0xf1f1: {
        const size = STATION + (layout.classed ? 1 : 0);
        const digits = take(at + 2, size, 'station');
        if (digits !== null) {
          message.station = digits.slice(0, STATION * 2);
          message.class = layout.classed ? digits.slice(-2) : null;
        }
        return at + 2 + size;
      }
      case 0xf2f2: {
        const bytes = body.subarray(at + 2);
        const text = iconv.decode(bytes, 'gb18030').trim();
        parts.push({ kind: 'text', id: 'F2', observed, raw: digitsOf(bytes), text });
        return body.length;
      }
      case 0xf3f3: {
        const bytes = body.subarray(at + 2);
        parts.push({ kind: 'picture', id: 'F3', observed, raw: '', bytes });
        return body.length;
      }
      default:
        return -1;
    }
  };

  const rest = (at: number): number => {
    if (layout.rest === 'raw') {
      parts.push({ kind: 'digits', id: 'raw', observed, raw: digitsOf(body.subarray(at)) });
      return body.length;
    }
    if (layout.rest === 'version') {
      const bytes = body.subarray(at + 1);
      const text = bytes.toString('latin1');
      if (body[at] !== bytes.length)
        faults.push(`version states ${body[at]} bytes, ${bytes.length} are there`);
      parts.push({ kind: 'text', id: 'version', observed, raw: digitsOf(bytes), text });
      return body.length;
    }
    return element(at);
  };

  return (from) => {
    for (let at = from; at < body.length; ) {
      if (parts.length > MOST_VALUES) {
        faults.push(`more than ${MOST_VALUES} values`);
        break;
      }
      const after = at + 1 < body.length ? lead(at) : -1;
      at = after < 0 ? rest(at) : after;
    }
  };
}
