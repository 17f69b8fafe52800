import type { HttpResponse } from './transport.ts';

/** On every answer: only our own scripts run, nothing frames us, nothing is guessed or told on. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export const json = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** `{ error }` with its status. */
export const failure = (status: number, error: string): HttpResponse => json(status, { error });

/** Whether a request comes from a page of this very server, or from no page at all. */
export function sameOrigin(origin: string, host: string): boolean {
  if (origin === '') return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
