import { Incoming } from '../../../config/contract/frame-codec.ts';
import { isWhole, showAll, WIRE_VERSION } from '../../../config/contract/wire.ts';
import { RawSocket } from './raw-socket.ts';
import type { Kind } from './server.ts';

/**
 * `screens.ts KIND`: many screens in one process. They hear messages, are torn from their line when
 * told to, and come back by themselves as their kind does it.
 */
export type Order =
  /** Opens screens; `from`: their own address. */
  | { do: 'open'; ports: number[]; count: number; from: string; careful: boolean }
  /** Tears about this many lines a second, for so long. */
  | { do: 'tear'; perSecond: number; ms: number }
  /** The first so many read nothing until `resume`. */
  | { do: 'stall'; count: number }
  | { do: 'resume' }
  | { do: 'reset' }
  | { do: 'report'; expected: number };
export interface Report {
  bytes: number;
  frames: number;
  /** Of a sample of those that never stalled, ms from telling to hearing. */
  latencies: number[];
  /** Messages that a screen never heard, heard twice, or heard after a newer one; of all screens. */
  lost: number;
  doubled: number;
  reordered: number;
  /** Screens that have heard every message. */
  whole: number;
  tears: number;
  /** Whole pictures heard: one for each screen, and one where a state is no longer known. */
  wholes: number;
  /** ms from a new line being open, or a stall being over, to having heard the newest message of then. */
  replays: number[];
  open: number;
}

const kind = process.argv[2] as Kind;
const PATH = kind === 'socket.io' ? '/socket.io/?EIO=4&transport=websocket' : '/ws';
const isOurs = kind === 'qiao' || kind === 'qiao over ws' || kind === 'replica';
/** One in so many is asked for its latency. */
const SAMPLED = 50;
const BACK_MS = 100;

let [bytes, frames, tears, wholes] = [0, 0, 0, 0];
let latencies: number[] = [];
let replays: number[] = [];
/** The newest message that any screen has heard. */
let newest = 0;

class Screen {
  readonly heard = new Set<number>();
  doubled = 0;
  reordered = 0;
  open = false;
  #last = 0;
  #socket: RawSocket | null = null;
  #incoming = new Incoming();
  #offset = 0;
  #epoch: string | null = null;
  /** Of socket.io. */
  #pid: string | null = null;
  #packet: string | null = null;
  #owed: { newest: number; since: number } | null = null;
  #port = 0;
  readonly #index: number;
  readonly #ports: number[];
  readonly #from: string;
  readonly #careful: boolean;
  #opened: (() => void) | null = null;
  #stalled = false;

  constructor(index: number, ports: number[], from: string, careful: boolean) {
    this.#index = index;
    this.#ports = ports;
    this.#port = index % ports.length;
    this.#from = from;
    this.#careful = careful;
  }

  connect(): Promise<void> {
    return new Promise((opened) => {
      this.#opened = opened;
      this.#incoming = new Incoming();
      this.#socket = new RawSocket({
        port: this.#ports[this.#port % this.#ports.length]!,
        path: PATH,
        ...(this.#from ? { from: this.#from } : {}),
        opened: (socket) => this.#greet(socket),
        frame: (payload, socket) => {
          if (socket === this.#socket) this.#hear(payload);
        },
        closed: (socket) => {
          if (socket !== this.#socket) return;
          this.open = false;
          this.#port += 1; // another gateway may be there
          this.#opened?.();
          setTimeout(() => void this.connect(), BACK_MS * (0.5 + Math.random()));
        },
      });
    });
  }

  tear(): void {
    tears += 1;
    this.#socket?.destroy();
  }

  stall(): void {
    this.#stalled = true;
    this.#socket?.pause();
  }

  resume(): void {
    if (!this.#stalled) return;
    this.#owe();
    this.#socket?.resume();
  }

  report(expected: number) {
    return { lost: expected - this.heard.size, doubled: this.doubled, reordered: this.reordered };
  }

  #greet(socket: RawSocket): void {
    if (isOurs) {
      const show = showAll(['arrivals']);
      const have = this.#epoch && {
        epoch: this.#epoch,
        offset: this.#offset,
        views: ['arrivals'],
      };
      socket.say(JSON.stringify({ t: 'hello', version: WIRE_VERSION, show, have }));
    }
    if (kind !== 'socket.io') this.#up();
  }

  #up(): void {
    this.open = true;
    this.#opened?.();
    this.#opened = null;
    this.#owe();
  }

  #owe(): void {
    this.#owed = this.#last < newest ? { newest, since: performance.now() } : null;
  }

  #hear(payload: Buffer): void {
    bytes += payload.length;
    frames += 1;
    if (this.#index % SAMPLED === 0 && !this.#stalled) {
      const at = payload.indexOf('@1');
      if (at >= 0) latencies.push(Date.now() - Number(payload.toString('latin1', at + 1, at + 14)));
    }
    if (!this.#careful) {
      if (kind === 'socket.io') this.#engine(payload.toString());
      return;
    }
    if (isOurs) this.#frame(payload);
    else if (kind === 'socket.io') this.#engine(payload.toString());
    else this.#message((JSON.parse(payload.toString()) as { n: number }).n);
  }

  #frame(payload: Buffer): void {
    const message = this.#incoming.take(Buffer.from(payload));
    if (message?.t !== 'frame') return;
    if (message.from > 0 && message.from > this.#offset) throw new Error('a gap');
    this.#epoch = message.epoch;
    this.#offset = message.to;
    const whole = message.parts.some(isWhole);
    for (const part of message.parts) {
      if (isWhole(part)) wholes += 1;
      if (!('rows' in part.set)) throw new Error('so few rows come as rows');
      // a whole view, and a change that comes with it, are the state: what is known of it is not new
      for (const [key] of part.set.rows)
        if (!whole || !this.heard.has(Number(key))) this.#message(Number(key));
    }
  }

  /** Engine.io and socket.io packets, as their clients answer them. */
  #engine(text: string): void {
    if (text === '2') this.#socket?.say('3');
    else if (text.startsWith('0')) {
      const auth = this.#pid ? JSON.stringify({ pid: this.#pid, offset: this.#packet }) : '';
      this.#socket?.say(`40${auth}`);
    } else if (text.startsWith('40')) {
      this.#pid = (JSON.parse(text.slice(2)) as { pid: string }).pid;
      this.#up();
    } else if (text.startsWith('42') && this.#careful) {
      const [, { n }, packet] = JSON.parse(text.slice(2)) as [string, { n: number }, string];
      this.#packet = packet;
      this.#message(n);
    }
  }

  #message(n: number): void {
    if (this.heard.has(n)) this.doubled += 1;
    else if (n < this.#last) this.reordered += 1;
    this.heard.add(n);
    this.#last = Math.max(this.#last, n);
    newest = Math.max(newest, n);
    if (!this.#owed || this.#last < this.#owed.newest) return;
    replays.push(performance.now() - this.#owed.since);
    this.#owed = null;
  }
}

const screens: Screen[] = [];

async function open(order: Extract<Order, { do: 'open' }>): Promise<void> {
  const { ports, count, from, careful } = order;
  for (let n = 0; n < count; n += 50) {
    const some = Array.from(
      { length: Math.min(50, count - n) },
      (_, at) => new Screen(n + at, ports, from, careful),
    );
    await Promise.all(some.map((screen) => screen.connect()));
    screens.push(...some);
  }
}

function tear(perSecond: number, ms: number, done: () => void): void {
  const start = performance.now();
  const before = tears;
  const step = () => {
    const passed = performance.now() - start;
    while (tears - before < (Math.min(passed, ms) / 1000) * perSecond) {
      const screen = screens[Math.floor(Math.random() * screens.length)]!;
      if (screen.open) screen.tear();
      else tears += 1; // torn already
    }
    if (passed > ms) done();
    else setTimeout(step, 5);
  };
  step();
}

process.on('message', async (order: Order) => {
  if (order.do === 'open') await open(order);
  else if (order.do === 'tear') {
    tear(order.perSecond, order.ms, () => process.send?.(null));
    return;
  } else if (order.do === 'stall')
    for (const screen of screens.slice(0, order.count)) screen.stall();
  else if (order.do === 'resume') for (const screen of screens) screen.resume();
  else if (order.do === 'reset') {
    [bytes, frames] = [0, 0];
    latencies = [];
    replays = [];
  } else {
    const { expected } = order;
    const reports = screens.map((screen) => screen.report(expected));
    const sum = (key: 'lost' | 'doubled' | 'reordered') =>
      reports.reduce((total, report) => total + report[key], 0);
    const report: Report = {
      ...{ bytes, frames, latencies, replays, tears, wholes },
      lost: sum('lost'),
      doubled: sum('doubled'),
      reordered: sum('reordered'),
      whole: reports.filter(({ lost }) => lost === 0).length,
      open: screens.filter((screen) => screen.open).length,
    };
    process.send?.(report);
    return;
  }
  process.send?.(null);
});
process.send?.(null);
