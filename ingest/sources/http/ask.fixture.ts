import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Where a server of the ports listens: at an address, or on a socket of this machine. */
export type At = { port: number } | { socketPath: string };

export interface Asked {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Asks a server of the ports as a sender does. @throws where the line breaks, or nothing is said for so many ms */
export function ask(at: At, asked: Asked, patience = 60_000) {
  return new Promise<{ status: number; retryAfter: string | null; said: string }>(
    (resolve, reject) => {
      const { method, path, headers = {}, body = '' } = asked;
      // a line of its own: a server that starts again has closed those before
      const to = { host: '127.0.0.1', ...at, method, path, headers, agent: false };
      request({ ...to, signal: AbortSignal.timeout(patience) }, (answer) => {
        const retryAfter = answer.headers['retry-after'] ?? null;
        text(answer).then(
          (said) => resolve({ status: answer.statusCode ?? 0, retryAfter, said }),
          reject,
        );
      })
        .on('error', reject)
        .end(body);
    },
  );
}
