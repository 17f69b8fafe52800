import { z } from 'zod';
import type { Result } from '../../config/contract/result.ts';
import { json } from '../gateway/headers.ts';
import { type Answer, type Route, refuse } from '../gateway/route.ts';
import type { Asked, HttpResponse } from '../gateway/transport.ts';
import { AccountName, AccountRole, Scope, ShownName } from './accounts.ts';
import type { By } from './administration.ts';
import type { Refused } from './door.ts';
import { type Identity, recordedAs } from './identity.ts';
import { readBody } from './read-body.ts';
import { fromOf, refusal } from './sign-in-routes.ts';

const byOf = (asked: Asked): By => {
  const who = asked.who as Identity;
  return { id: recordedAs(who), role: who.role, ...fromOf(asked) };
};

const answered = (result: Result<unknown, Refused>): HttpResponse =>
  result.ok ? json(200, result.value === true ? {} : result.value) : refusal(result.error);

const accounts: Answer = async (_, { access }) => json(200, access.administration.accounts());
const devices: Answer = async (_, { access }) => json(200, access.administration.devices());
const signIns: Answer = async (_, { access }) => json(200, access.administration.signIns());

const NewAccount = z.strictObject({
  account: AccountName,
  name: ShownName,
  role: AccountRole,
  scope: Scope,
});
const addAccount: Answer = async (asked, { access }) => {
  const body = readBody(asked, NewAccount);
  if (!body.ok) return body.error;
  const { account: id, ...of } = body.value;
  return answered(await access.administration.addAccount({ id, ...of }, byOf(asked)));
};

const Change = z.strictObject({
  name: ShownName.optional(),
  role: AccountRole.optional(),
  scope: Scope.optional(),
  disabled: z.boolean().optional(),
  secondFactor: z.literal(false).optional(),
});

const nowhere = (): HttpResponse => refuse('unknown');

/** `/api/accounts/ID` and `/api/accounts/ID/invite`. */
const ofAccount: Answer = async (asked, { access }, rest) => {
  const [id = '', act, ...more] = rest.split('/');
  if (more.length > 0) return nowhere();
  if (act === 'invite') return answered(await access.administration.invite(id, byOf(asked)));
  if (act !== undefined) return nowhere();
  const body = readBody(asked, Change);
  if (!body.ok) return body.error;
  return answered(await access.administration.changeAccount(id, body.value, byOf(asked)));
};

const addDevice: Answer = async (asked, { access }) => {
  const body = readBody(asked, z.strictObject({ name: ShownName }));
  if (!body.ok) return body.error;
  return json(200, await access.administration.addDevice(body.value.name, byOf(asked)));
};

/** `/api/devices/ID/pair` and `/api/devices/ID/remove`. */
const ofDevice: Answer = async (asked, { access }, rest) => {
  const [id = '', act, ...more] = rest.split('/');
  if (more.length > 0) return nowhere();
  if (act === 'pair') return answered(await access.administration.pairAgain(id, byOf(asked)));
  if (act === 'remove') return answered(await access.administration.removeDevice(id, byOf(asked)));
  return nowhere();
};

/** `/api/sign-ins/ID/end`. */
const ofSignIn: Answer = async (asked, { access }, rest) => {
  const [id = '', act, ...more] = rest.split('/');
  if (act !== 'end' || more.length > 0) return nowhere();
  return answered(await access.administration.endSignIn(id, byOf(asked)));
};

/** Accounts, walls and sign-ins, by config/contract/access.ts. */
export const ADMINISTRATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/accounts', right: 'accounts', act: 'account', answer: accounts },
  { method: 'POST', path: '/api/accounts', right: 'accounts', act: 'account', answer: addAccount },
  { method: 'POST', path: '/api/accounts/', right: 'accounts', act: 'account', answer: ofAccount },
  { method: 'GET', path: '/api/devices', right: 'accounts', act: 'account', answer: devices },
  { method: 'POST', path: '/api/devices', right: 'accounts', act: 'account', answer: addDevice },
  { method: 'POST', path: '/api/devices/', right: 'accounts', act: 'account', answer: ofDevice },
  { method: 'GET', path: '/api/sign-ins', right: 'accounts', act: 'account', answer: signIns },
  { method: 'POST', path: '/api/sign-ins/', right: 'accounts', act: 'account', answer: ofSignIn },
];
