import type { Millis } from '../../../config/contract/ids.ts';
import type { Frame, Packet } from './frame.ts';

/** Bookkeeping of a packet beside its bytes, estimated, so that empty packets are not free. */
const OVERHEAD = 128;

export interface Limits {
  maxMessageBytes: number;
  maxBytes: number;
  askAfterSeconds: number;
  asks: number;
}

/** A message of which packets are missing. */
export interface Unfinished {
  /** A frame of it, for addresses, password and function. */
  frame: Frame;
  /** 0 where the packet that holds it is missing. */
  serial: number;
  /** Bodies that came, in order of their numbers. */
  bodies: Buffer[];
  total: number;
  /** Lowest number that did not come. */
  missing: number;
}

/** What a packet led to. */
export type Heard =
  | { kind: 'waiting' }
  /** All packets are there. To be told `finish` once what they say is durable. */
  | { kind: 'whole'; frame: Frame }
  /** Of a message that was finished already. */
  | { kind: 'repeat'; last: boolean; serial: number }
  | { kind: 'refused'; reason: 'bad packet number' | 'message too large' };

interface Entry {
  frame: Frame;
  total: number;
  bodies: Map<number, Buffer>;
  /** CRC by number: tells a repeated packet from one of another message. */
  crcs: Map<number, number>;
  bytes: number;
  last: Millis;
  asked: number;
  /** Its serial number once it is finished; null: it is not. */
  finished: number | null;
}

/**
 * Puts messages of several packets together (mode M3: all packets sent, then one answer), for all
 * lines together, since a station may dial again in the middle of a message. One message a station and
 * function is held: a packet that contradicts it begins another one. Bounded in bytes and in time; a finished
 * message leaves its CRCs for the same time, so that its repetition is answered and not taken again.
 */
export interface Assembly {
  add(frame: Frame & { packet: Packet }): Heard;
  /** What a whole message says is durable. @param serial its serial number, for answering a repetition */
  finish(frame: Frame, serial: number): void;
  /** Messages that have been silent for too long and have asks left: each counts as asked now. */
  toAsk(): Unfinished[];
  /** Messages that were given up since the last call: silent after the last ask, contradicted, or crowded out. */
  givenUp(): Unfinished[];
  bytes(): number;
}

const keyOf = (frame: Frame): string => `${frame.station}/${frame.func}`;

/** @param machine machine time, for silence */
export function createAssembly(limits: Limits, machine: () => Millis): Assembly {
  const entries = new Map<string, Entry>();
  let abandoned: Unfinished[] = [];
  let bytes = 0;

  const unfinished = ({ frame, bodies, total }: Entry): Unfinished => {
    const numbers = [...bodies.keys()].sort((a, b) => a - b);
    const gap = numbers.findIndex((no, n) => no !== n + 1);
    const first = bodies.get(1);
    return {
      frame,
      serial: first && first.length > 1 ? first.readUInt16BE(0) : 0,
      bodies: numbers.map((no) => bodies.get(no) as Buffer),
      total,
      missing: (gap < 0 ? numbers.length : gap) + 1,
    };
  };
  const forget = (key: string, entry: Entry): void => {
    entries.delete(key);
    bytes -= entry.bytes;
  };
  const giveUp = (key: string, entry: Entry): void => {
    forget(key, entry);
    // one that is whole and not yet durable is not lost: it was not answered, and will be told again
    const { size } = entry.bodies;
    if (size > 0 && size < entry.total && entry.finished === null)
      abandoned.push(unfinished(entry));
  };
  /** The one that was heard of longest ago makes room. */
  const makeRoom = (wanted: number, keep: string): void => {
    while (bytes + wanted > limits.maxBytes) {
      let oldest: [string, Entry] | null = null;
      for (const each of entries)
        if (each[0] !== keep && (oldest === null || each[1].last < oldest[1].last)) oldest = each;
      if (oldest === null) return;
      giveUp(...oldest);
    }
  };
  const quiet = (entry: Entry): boolean => machine() - entry.last >= limits.askAfterSeconds * 1000;

  return {
    add(frame) {
      const { total, no } = frame.packet;
      if (no < 1 || no > total) return { kind: 'refused', reason: 'bad packet number' };
      const cost = frame.body.length + OVERHEAD;
      const most = Math.min(limits.maxMessageBytes, limits.maxBytes);
      // all packets but the last are of one size, so that the first one to come tells
      if (no < total && cost * (total - 1) > most)
        return { kind: 'refused', reason: 'message too large' };
      const key = keyOf(frame);
      let entry = entries.get(key);
      if (entry && (entry.total !== total || (entry.crcs.get(no) ?? frame.crc) !== frame.crc)) {
        giveUp(key, entry);
        entry = undefined;
      }
      const now = machine();
      if (entry && entry.finished !== null) {
        entry.last = now;
        return { kind: 'repeat', last: no === total, serial: entry.finished };
      }
      if (!entry) {
        entry = {
          frame,
          total,
          bodies: new Map(),
          crcs: new Map(),
          bytes: 0,
          last: now,
          asked: 0,
          finished: null,
        };
        entries.set(key, entry);
      }
      entry.last = now;
      if (!entry.crcs.has(no)) {
        if (entry.bytes + cost > most) {
          giveUp(key, entry);
          return { kind: 'refused', reason: 'message too large' };
        }
        makeRoom(cost, key);
        // the frame's body is a view of what was read from the socket
        entry.bodies.set(no, Buffer.from(frame.body));
        entry.crcs.set(no, frame.crc);
        entry.bytes += cost;
        bytes += cost;
      }
      if (entry.bodies.size < total) return { kind: 'waiting' };
      const body = Buffer.concat(unfinished(entry).bodies);
      return { kind: 'whole', frame: { ...frame, packet: { total, no: total }, body } };
    },
    finish(frame, serial) {
      const entry = entries.get(keyOf(frame));
      if (!entry || entry.bodies.size < entry.total) return;
      entry.finished = serial;
      for (const body of entry.bodies.values()) {
        entry.bytes -= body.length;
        bytes -= body.length;
      }
      entry.bodies.clear();
    },
    toAsk() {
      const asking: Unfinished[] = [];
      for (const entry of entries.values()) {
        const whole = entry.finished !== null || entry.bodies.size === entry.total;
        if (whole || entry.asked >= limits.asks || !quiet(entry)) continue;
        entry.asked++;
        entry.last = machine();
        asking.push(unfinished(entry));
      }
      return asking;
    },
    givenUp() {
      for (const [key, entry] of [...entries])
        if (quiet(entry) && (entry.finished !== null || entry.asked >= limits.asks))
          giveUp(key, entry);
      const found = abandoned;
      abandoned = [];
      return found;
    },
    bytes: () => bytes,
  };
}
