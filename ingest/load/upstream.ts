import { setTimeout as sleep } from 'node:timers/promises';
import { type At, ask } from '../sources/http/ask.fixture.ts';

/** An honest sender: it keeps a record until it is acknowledged, and sends it again until then. */
export interface Upstream {
  /** Port that it speaks to, as its records are counted. */
  readonly source: string;
  /** Sends record after record until told to stop, and ends when the last is acknowledged. */
  run(stopping: AbortSignal): Promise<void>;
  /** Ids of the acknowledged records, as `stored` finds them. */
  readonly acknowledged: readonly string[];
  /** Times a record was sent again for want of an acknowledgement. */
  readonly repeated: number;
  /** What it was told when it was last told to come again, e.g. `503, retry after 10 s: …`; null: never. */
  readonly putOff: string | null;
  /** A query of the ids that the store holds, one a row, in a column `id`. */
  readonly stored: string;
}

const RETRY_MS = 100;
const ANSWER_MS = 5_000;

/** One record on its way. */
export interface Message {
  id: string;
  method: 'POST' | 'PUT';
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
}

/**
 * A sender over HTTP. Every fifth acknowledged record is sent once more, as real senders do.
 * @param make the n-th record; called again for a repetition, so that a signature may be new
 */
export function httpUpstream(options: {
  source: string;
  at: At;
  /** Milliseconds between records. */
  every: number;
  make: (n: number) => Message;
  stored: string;
  /** Begins once this one has an acknowledged record. */
  after?: Upstream;
}): Upstream {
  const acknowledged: string[] = [];
  let repeated = 0;
  let putOff: string | null = null;
  /** True where the record is acknowledged. @throws where it was refused for good */
  const send = async (message: Message): Promise<boolean> => {
    const { status, retryAfter, said } = await ask(options.at, message, ANSWER_MS);
    if (status < 300) return true;
    if (status === 429 || status >= 500) {
      putOff = `${status}, retry after ${retryAfter} s: ${said}`;
      return false;
    }
    throw new Refused(`${options.source}: ${status} ${said}`);
  };
  const insist = async (n: number): Promise<string> => {
    for (;;) {
      const message = options.make(n);
      try {
        if (await send(message)) return message.id;
      } catch (error) {
        if (error instanceof Refused) throw error; // anything else is a broken line
      }
      repeated++;
      await sleep(RETRY_MS);
    }
  };
  return {
    source: options.source,
    stored: options.stored,
    acknowledged,
    get repeated() {
      return repeated;
    },
    get putOff() {
      return putOff;
    },
    async run(stopping) {
      while (options.after?.acknowledged.length === 0 && !stopping.aborted)
        await sleep(options.every);
      for (let n = 0; !stopping.aborted; n++) {
        acknowledged.push(await insist(n));
        if (n % 5 === 0) await insist(n);
        await sleep(options.every);
      }
    },
  };
}

/** The port will never take this record: a mistake of the sender. */
class Refused extends Error {}
