import { connect, type Socket } from 'node:net';

/** Opcodes of RFC 6455 §5.2. */
const BINARY_OR_TEXT = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const READ = Buffer.allocUnsafe(64 * 1024);

export interface RawOptions {
  port: number;
  path: string;
  /** Own address: 28,000 sockets to one port fit on each. */
  from?: string;
  opened(socket: RawSocket): void;
  /** A data frame. The bytes are valid until it returns. */
  frame(payload: Buffer, socket: RawSocket): void;
  closed(socket: RawSocket): void;
}

/** A WebSocket client as light as one can be: ten thousand of them fit on a core beside what they measure. */
export class RawSocket {
  readonly #socket: Socket;
  readonly #options: RawOptions;
  #open = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(options: RawOptions) {
    this.#options = options;
    const { port, path, from } = options;
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      ...(from ? { localAddress: from } : {}),
      onread: {
        buffer: READ,
        callback: (length, buffer) => {
          this.#take((buffer as Buffer).subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.on('connect', () =>
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
      ),
    );
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => options.closed(this));
  }

  /** Says a text. */
  say(text: string): void {
    this.frame(1, Buffer.from(text));
  }

  /** Sends one frame, masked by zeros. */
  frame(opcode: number, payload: Uint8Array): void {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 6 : 8);
    head[0] = 0x80 | opcode;
    if (length < 126) head[1] = 0x80 | length;
    else {
      head[1] = 0x80 | 126;
      head.writeUInt16BE(length, 2);
    }
    this.write(Buffer.concat([head, payload]));
  }

  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.#open) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = Buffer.from(data);
        return;
      }
      if (!data.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
        this.destroy();
        return;
      }
      this.#open = true;
      data = data.subarray(end + 4);
      this.#options.opened(this);
    }
    let at = 0;
    for (let size = sizeOf(data, at); size !== null; size = sizeOf(data, at)) {
      this.#hear(data[at]! & 15, data.subarray(at + size.head, at + size.head + size.payload));
      at += size.head + size.payload;
    }
    this.#rest = at === data.length ? EMPTY : Buffer.from(data.subarray(at));
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode <= BINARY_OR_TEXT) this.#options.frame(payload, this);
    else if (opcode === PING) this.frame(PONG, payload);
    else if (opcode === CLOSE) this.destroy();
  }
}

const EMPTY = Buffer.alloc(0);

/** Bytes of the frame that begins there; null: it is not complete yet. */
function sizeOf(data: Buffer, at: number): { head: number; payload: number } | null {
  if (data.length < at + 2) return null;
  const length = data[at + 1]! & 127;
  const head = length < 126 ? 2 : length === 126 ? 4 : 10;
  if (data.length < at + head) return null;
  const payload =
    length < 126
      ? length
      : length === 126
        ? data.readUInt16BE(at + 2)
        : Number(data.readBigUInt64BE(at + 2));
  return data.length < at + head + payload ? null : { head, payload };
}
