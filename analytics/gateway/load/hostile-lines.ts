import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { showAll, WIRE_VERSION } from '../../../config/contract/wire.ts';

/** Pseudo-random numbers that are the same at every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const HELLO = JSON.stringify({
  t: 'hello',
  version: WIRE_VERSION,
  show: showAll(['arrivals']),
  have: null,
});
const UPGRADE = [
  'Host: x',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
];

/** Lines that say what no screen says, one after the other and many at once. */
export class HostileLines {
  sent = 0;
  upgrades = 0;
  opened = 0;
  refused = 0;
  readonly #port: number;
  readonly #random: () => number;

  constructor(port: number, seed: number) {
    this.#port = port;
    this.#random = numbers(seed);
  }

  /** Sends so many messages and upgrades. */
  async send(count: number): Promise<void> {
    const until = this.sent + this.upgrades + count;
    const work = async () => {
      while (this.sent + this.upgrades < until) await this.#line();
    };
    await Promise.all(Array.from({ length: 50 }, work));
  }

  async #line(): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    socket.setTimeout(2_000, () => socket.destroy());
    const closed = new Promise<void>((done) => socket.on('close', () => done()));
    await Promise.race([once(socket, 'connect').catch(() => undefined), closed]);
    this.upgrades += 1;
    socket.write(this.#upgrade());
    const answer = await Promise.race([
      once(socket, 'data').then(([data]) => String(data)),
      closed.then(() => ''),
    ]).catch(() => '');
    if (!answer.startsWith('HTTP/1.1 101')) this.refused += 1;
    else {
      this.opened += 1;
      socket.resume();
      this.#talk(socket);
    }
    socket.end();
    await closed;
  }

  #talk(socket: Socket): void {
    if (this.#random() < 0.5) this.#say(socket, text(HELLO));
    const times = 1 + Math.floor(this.#random() * 120);
    for (let n = 0; n < times && !socket.destroyed; n++) this.#say(socket, this.#message());
  }

  #say(socket: Socket, bytes: Buffer): void {
    socket.write(bytes);
    this.sent += 1;
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => Math.floor(this.#random() * 256)));
  }

  #upgrade(): string {
    const path = this.#pick(['/ws', '/ws', '/ws', '/ws?x=1', '/other', `/${'a'.repeat(3000)}`]);
    const lines = UPGRADE.filter(() => this.#random() < 0.97);
    if (this.#random() < 0.05) lines.push(`X: ${'y'.repeat(6000)}`);
    if (this.#random() < 0.02) lines.push('Sec-WebSocket-Extensions: permessage-deflate; nonsense');
    return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  }

  #message(): Buffer {
    switch (Math.floor(this.#random() * 12)) {
      case 0:
        return frame(2, this.#bytes(20)); // binary
      case 1:
        return text(this.#pick(['{', '[]', 'null', '0', '"hello"', '{"t":"hello"}', '{"t":1}']));
      case 2:
        return text(HELLO.slice(0, Math.floor(this.#random() * HELLO.length)));
      case 3:
        return text(`{"t":"show","show":${'['.repeat(2000)}`);
      case 4:
        return text(JSON.stringify({ t: 'hello', version: this.#random() * 9, __proto__: null }));
      case 5:
        return frame(1, this.#bytes(30)); // hardly UTF-8
      case 6:
        return this.#bytes(1 + Math.floor(this.#random() * 40)); // hardly a frame
      case 7:
        return frame(9, this.#bytes(100)); // ping
      case 8:
        return Buffer.concat([frame(0x0, this.#bytes(9)), frame(0xb, this.#bytes(3))]);
      case 9:
        return frame(1, Buffer.alloc(17_000, 'x')); // too large
      case 10:
        return Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]); // not masked
      default:
        return text(JSON.stringify({ t: 'show', turn: 1, show: showAll(['arrivals', 'mix']) }));
    }
  }
}

const text = (said: string): Buffer => frame(1, Buffer.from(said));

/** A frame masked by zeros. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 6 : 8);
  head[0] = 0x80 | opcode;
  if (payload.length < 126) head[1] = 0x80 | payload.length;
  else {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}
