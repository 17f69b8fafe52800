import type { Site } from '../access/cookies.ts';
import type { HttpResponse } from './transport.ts';

const YEAR_SECONDS = 31_536_000;

/** Of browsers' abilities the screens need none of these. */
const UNUSED = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'usb'];

/**
 * On every answer: our own scripts and styles alone, nothing inline; nothing frames us, shares our window
 * or reads us from elsewhere; nothing is guessed, and no address told on. On https browsers are to come
 * back by https only.
 */
export const securityHeaders = ({ origin }: Pick<Site, 'origin'>): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': UNUSED.map((ability) => `${ability}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  ...(origin.startsWith('https:') && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
});

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
