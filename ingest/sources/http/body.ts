import type { IncomingMessage } from 'node:http';
import { HttpError } from './route.ts';

/** Bytes that bodies of several requests may hold in memory together. */
export interface BodyBudget {
  left: number;
}

const BUSY_RETRY_S = '1';

/**
 * Reads a whole body of at most `limit` bytes. `release` gives its memory back to the budgets, once
 * the request is answered.
 * @throws HttpError 413 where it is longer, 503 where too many others are in memory, 400 where it ends early
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  budgets: readonly BodyBudget[],
): Promise<{ body: Buffer; release: () => void }> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  const release = () => {
    for (const budget of budgets) budget.left += size;
    size = 0;
  };
  // by events: an iterator costs more than all else about reading a small body
  await new Promise<void>((resolve, reject) => {
    const fail = (error: HttpError) => {
      request.off('data', take).off('close', cut).pause();
      release();
      reject(error);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      for (const budget of budgets) budget.left -= chunk.length;
      if (size > limit) fail(tooLong(limit));
      else if (budgets.some(({ left }) => left < 0))
        fail(new HttpError(503, 'too many requests at once', { 'retry-after': BUSY_RETRY_S }));
      else chunks.push(chunk);
    };
    const cut = () => fail(new HttpError(400, 'the body ended early'));
    const end = () => {
      request.off('close', cut);
      resolve();
    };
    request
      .on('data', take)
      .once('end', end)
      .once('close', cut)
      .on('error', () => {}); // 'close' follows
  });
  return { body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), release };
}

const tooLong = (limit: number) => new HttpError(413, `longer than ${limit} bytes`);
