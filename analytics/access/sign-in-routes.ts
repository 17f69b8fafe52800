import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Result } from '../../config/contract/result.ts';
import { networkOf } from '../../config/network-of.ts';
import { json } from '../gateway/headers.ts';
import { type Answer, type Route, refuse } from '../gateway/route.ts';
import type { Asked, HttpResponse } from '../gateway/transport.ts';
import type { AccessSources } from './access-sources.ts';
import { AccountName, ShownName } from './accounts.ts';
import type { From, LetIn, Refused } from './door.ts';
import { type Identity, meOf } from './identity.ts';
import { DoorBusy } from './password.ts';
import { readBody } from './read-body.ts';
import { sameSecret } from './secret.ts';

const Secret = z.string().min(1).max(256);
const Password = z.string().min(1).max(1024);
const Code = z.string().min(1).max(64);

const AGENT_LONGEST = 160;
export const fromOf = ({ address, header }: Asked): From => ({
  address,
  agent: header('user-agent').slice(0, AGENT_LONGEST),
});

/** A refusal as it is answered. */
export const refusal = ({ reason, retryAfter }: Refused): HttpResponse =>
  refuse(reason, retryAfter);

const withCookie = (answer: HttpResponse, cookie: string): HttpResponse => ({
  ...answer,
  headers: { ...answer.headers, 'set-cookie': cookie },
});

/** Answers an attempt, of which an address may make so many only. */
export const attempt =
  (work: Answer): Answer =>
  async (asked, sources, rest) => {
    const wait = sources.access.attempt(networkOf(asked.address));
    if (wait > 0) return refusal({ reason: 'wait', retryAfter: wait });
    try {
      return await work(asked, sources, rest);
    } catch (error) {
      if (error instanceof DoorBusy) return refusal({ reason: 'busy', retryAfter: 2 });
      throw error;
    }
  };

type Sources = Parameters<Answer>[1];

function me(who: Identity, { access, permissions }: Sources) {
  const account = who.kind === 'account' ? access.book.accounts.get(who.id) : undefined;
  return meOf(who, permissions, account);
}

/** Whoever was let in, with the new cookie. */
function entered(
  result: Result<LetIn, Refused>,
  sources: Sources,
  more: object = {},
): HttpResponse {
  if (!result.ok) return refusal(result.error);
  const { secret, key, account } = result.value;
  const { doorkeeper, cookies } = sources.access;
  const answer = json(200, { ...me(doorkeeper.ofAccount(account, key), sources), ...more });
  return withCookie(answer, cookies.setSignIn(secret));
}

const door: Answer = async (_, { access }) =>
  json(200, { ...access.shown, unclaimed: access.door.isUnclaimed() });

const whoAmI: Answer = async (asked, sources) => {
  const { who } = asked;
  if (who === null) return json(200, null);
  const answer = json(200, me(who, sources));
  const { cookies } = sources.access;
  // browsers forget after so long what is not renewed
  const wall = who.kind === 'wall' ? cookies.wall(asked.header('cookie')) : null;
  return wall === null ? answer : withCookie(answer, cookies.setWall(wall));
};

const Credentials = z.strictObject({
  account: z.string().min(1).max(256),
  password: Password,
  code: Code.nullish(),
});
const signIn = attempt(async (asked, sources) => {
  const body = readBody(asked, Credentials);
  if (!body.ok) return body.error;
  const { account, password, code = null } = body.value;
  const from = fromOf(asked);
  return entered(await sources.access.door.signIn(account, password, code, from), sources);
});

const signOut: Answer = async (asked, { access }) => {
  const { kind, key, id, role } = asked.who as Identity;
  if (kind !== 'account') return refuse('forbidden');
  await access.door.signOut(key, id, role, fromOf(asked));
  return withCookie(json(200, {}), access.cookies.endSignIn());
};

const Claim = z.strictObject({
  secret: Secret,
  account: AccountName,
  name: ShownName,
  password: Password,
});
const claim = attempt(async (asked, sources) => {
  const body = readBody(asked, Claim);
  if (!body.ok) return body.error;
  const { secret, ...of } = body.value;
  return entered(await sources.access.door.claim(secret, of, fromOf(asked)), sources);
});

const Acceptance = z.strictObject({ secret: Secret, password: Password.optional() });
const accept = attempt(async (asked, sources) => {
  const body = readBody(asked, Acceptance);
  if (!body.ok) return body.error;
  const { secret, password } = body.value;
  const { door: way } = sources.access;
  if (password !== undefined)
    return entered(await way.accept(secret, password, fromOf(asked)), sources);
  const invited = way.invitation(secret);
  return invited.ok ? json(200, invited.value) : refusal(invited.error);
});

function asWall(cookie: string, id: string, sources: Sources): HttpResponse {
  const { book, doorkeeper, cookies } = sources.access;
  const device = book.devices.get(id);
  if (!device) return refusal({ reason: 'link' });
  return withCookie(json(200, me(doorkeeper.ofDevice(device), sources)), cookies.setWall(cookie));
}

const OneSecret = z.strictObject({ secret: Secret });
const pair = attempt(async (asked, sources) => {
  const body = readBody(asked, OneSecret);
  if (!body.ok) return body.error;
  const paired = await sources.access.pairing.pair(body.value.secret, fromOf(asked));
  if (!paired.ok) return refusal(paired.error);
  return asWall(paired.value.cookie, paired.value.id, sources);
});

const pairDemo = attempt(async (asked, sources) => {
  const body = readBody(asked, OneSecret);
  if (!body.ok) return body.error;
  const { demo, pairing, shown } = sources.access;
  if (demo === null || !sameSecret(body.value.secret, demo)) return refusal({ reason: 'link' });
  const id = `demo-${randomBytes(5).toString('hex')}`;
  const name = shown.language === 'zh' ? '演示大屏' : 'Demo wall';
  return asWall(await pairing.pairDemo(id, name, fromOf(asked)), id, sources);
});

/** Something that people change of their own account. */
const own = <T>(
  schema: z.ZodType<T>,
  work: (
    access: AccessSources,
    account: NonNullable<ReturnType<AccessSources['book']['accounts']['get']>>,
    told: T,
    asked: Asked,
    sources: Sources,
  ) => Promise<HttpResponse>,
): Answer =>
  attempt(async (asked, sources) => {
    const who = asked.who as Identity;
    const account = who.kind === 'account' ? sources.access.book.accounts.get(who.id) : undefined;
    if (!account) return refuse('forbidden');
    const body = readBody(asked, schema);
    if (!body.ok) return body.error;
    return work(sources.access, account, body.value, asked, sources);
  });

const changePassword = own(
  z.strictObject({ password: Password, next: Password }),
  async (access, account, { password, next }, asked, sources) =>
    entered(await access.own.changePassword(account, password, next, fromOf(asked)), sources),
);
const beginFactor = own(
  z.strictObject({ password: Password }),
  async (access, account, { password }, asked) => {
    const begun = await access.own.beginFactor(account, password, fromOf(asked));
    return begun.ok ? json(200, begun.value) : refusal(begun.error);
  },
);
const setFactor = own(
  z.strictObject({ password: Password, secret: Secret, code: Code }),
  async (access, account, { password, secret, code }, asked, sources) => {
    const set = await access.own.setFactor(account, password, secret, code, fromOf(asked));
    return entered(set, sources, set.ok ? { codes: set.value.codes } : {});
  },
);
const removeFactor = own(
  z.strictObject({ password: Password, code: Code }),
  async (access, account, { password, code }, asked, sources) =>
    entered(await access.own.removeFactor(account, password, code, fromOf(asked)), sources),
);

/** Signing in, by config/contract/access.ts. */
export const SIGN_IN_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/door', right: 'open', answer: door },
  { method: 'GET', path: '/api/me', right: 'open', answer: whoAmI },
  { method: 'POST', path: '/api/sign-in', right: 'open', answer: signIn },
  { method: 'POST', path: '/api/sign-out', right: 'own', answer: signOut },
  { method: 'POST', path: '/api/links/admin', right: 'open', answer: claim },
  { method: 'POST', path: '/api/links/invitation', right: 'open', answer: accept },
  { method: 'POST', path: '/api/links/pairing', right: 'open', answer: pair },
  { method: 'POST', path: '/api/links/demo', right: 'open', answer: pairDemo },
  { method: 'POST', path: '/api/password', right: 'own', answer: changePassword },
  { method: 'POST', path: '/api/second-factor/begin', right: 'own', answer: beginFactor },
  { method: 'POST', path: '/api/second-factor', right: 'own', answer: setFactor },
  { method: 'POST', path: '/api/second-factor/remove', right: 'own', answer: removeFactor },
];
