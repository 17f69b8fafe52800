import type { IncomingMessage } from 'node:http';
import { HttpError } from './route.ts';

/** Bytes that bodies of all requests may hold in memory together. */
export interface BodyBudget {
  left: number;
}

const BUSY_RETRY_S = '1';

/**
 * Reads a whole body of at most `limit` bytes. `release` gives its memory back to the budget, once
 * the request is answered.
 * @throws HttpError 413 where it is longer, 503 where too many others are in memory, 400 where it ends early
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  budget: BodyBudget,
): Promise<{ body: Buffer; release: () => void }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const release = () => {
    budget.left += size;
    size = 0;
  };
  try {
    if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong(limit);
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      budget.left -= chunk.length;
      if (size > limit) throw tooLong(limit);
      if (budget.left < 0)
        throw new HttpError(503, 'too many requests at once', { 'retry-after': BUSY_RETRY_S });
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'the body ended early');
  }
  return { body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), release };
}

const tooLong = (limit: number) => new HttpError(413, `longer than ${limit} bytes`);
