import { addAbortListener, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Upstream } from './upstream.ts';

const RETRY_MS = 200;
const ANSWER_MS = 5_000;

/** What the bytes that came back so far say. */
export type Heard = 'nothing yet' | 'acknowledged';

/**
 * A device on a line of its own: sends a message, waits for its answer, dials again where the line
 * broke or no answer came, and says the same once more. Every fifth message is said twice anyhow.
 */
export function deviceUpstream(options: {
  source: string;
  port: number;
  /** Milliseconds between messages. */
  every: number;
  make: (n: number) => { id: string; bytes: Buffer };
  /** Whether what came since the n-th message was sent acknowledges it. */
  hear: (bytes: Buffer, n: number) => Heard;
  stored: string;
}): Upstream {
  const acknowledged: string[] = [];
  let repeated = 0;
  let line: Socket | null = null;

  const dial = async (): Promise<Socket> => {
    if (line && !line.destroyed) return line;
    const socket = connect(options.port, '127.0.0.1');
    socket.on('error', () => {}); // dialled again by the next attempt
    await once(socket, 'connect');
    line = socket;
    return socket;
  };

  const attempt = async (n: number): Promise<void> => {
    const socket = await dial();
    const over = new AbortController();
    let told = Buffer.alloc(0);
    try {
      await new Promise<void>((resolve, reject) => {
        const take = (bytes: Buffer) => {
          told = Buffer.concat([told, bytes]);
          if (options.hear(told, n) === 'acknowledged') resolve();
        };
        addAbortListener(over.signal, () => socket.off('data', take).off('close', reject));
        socket.on('data', take).on('close', reject);
        setTimeout(ANSWER_MS, undefined, { signal: over.signal }).then(reject, () => {});
        socket.write(options.make(n).bytes);
      });
    } finally {
      over.abort();
    }
  };

  const insist = async (n: number): Promise<void> => {
    for (;;) {
      try {
        return await attempt(n);
      } catch {
        line?.destroy();
        line = null;
        repeated++;
        await setTimeout(RETRY_MS);
      }
    }
  };

  return {
    source: options.source,
    stored: options.stored,
    acknowledged,
    get repeated() {
      return repeated;
    },
    putOff: null, // a device is not told, it is not answered
    async run(stopping) {
      for (let n = 0; !stopping.aborted; n++) {
        await insist(n);
        acknowledged.push(options.make(n).id);
        if (n % 5 === 0) await insist(n);
        await setTimeout(options.every);
      }
      line?.destroy();
    },
  };
}
