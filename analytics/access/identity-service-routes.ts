import type { AccessReason } from '../../config/contract/access-refusal.ts';
import { type Answer, type Route, refuse } from '../gateway/route.ts';
import type { HttpResponse } from '../gateway/transport.ts';
import { AWAY, BACK } from './identity-service.ts';
import { attempt, fromOf } from './sign-in-routes.ts';

const redirect = (to: string, cookie: string): HttpResponse => ({
  status: 303,
  headers: { location: to, 'cache-control': 'no-store', 'set-cookie': cookie },
  body: '',
});
/** Pages are told by the part after `#`, which no server sees. */
const failed = (page: string, reason: AccessReason): HttpResponse => ({
  status: 303,
  headers: { location: `${page}#refused=${reason}`, 'cache-control': 'no-store' },
  body: '',
});
/** Pages that people go to the identity service from, and come back to. */
const PAGES: readonly string[] = ['/', '/desk.html'];

const toService: Answer = async ({ query }, { access: { service, cookies } }) => {
  if (service === null) return refuse('unknown');
  const page = Math.max(0, PAGES.indexOf(query.get('page') ?? ''));
  const led = await service.lead();
  return led.ok
    ? redirect(led.value.to, cookies.setService(`${page}.${led.value.keep}`, AWAY))
    : failed(PAGES[page] ?? '/', led.error);
};

const fromService = attempt(async (asked, sources) => {
  const { service, cookies, door: way } = sources.access;
  if (service === null) return refuse('unknown');
  const [from = '', ...kept] = (cookies.service(asked.header('cookie')) ?? '').split('.');
  const page = PAGES[Number(from)] ?? '/';
  const back = await service.back(asked.query, kept.join('.'));
  if (!back.ok) {
    await way.turnAway(back.error, fromOf(asked));
    return failed(page, back.error);
  }
  const entry = await way.vouched(back.value, fromOf(asked));
  if (!entry.ok) return failed(page, entry.error.reason);
  return redirect(page, cookies.setSignIn(entry.value.secret));
});

/** To the city's identity service and back, by config/contract/access.ts. */
export const IDENTITY_SERVICE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/identity-service', right: 'open', answer: toService },
  { method: 'GET', path: BACK, right: 'open', answer: fromService },
];
