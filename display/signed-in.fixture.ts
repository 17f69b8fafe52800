import { Secret, TOTP } from 'otpauth';
import type { Enrolment, LinkView } from '../config/contract/access.ts';

const PASSWORD = 'under the bridge 42';

/** The first administrator of a new Qiao comes in with a second factor, and invites a duty officer. @returns the invitation's link */
export async function inviteOfficer(qiao: {
  url: string;
  output: readonly string[];
}): Promise<string> {
  let cookie = '';
  const tell = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${qiao.url}api/${path}`, {
      method: 'POST',
      headers: { origin: qiao.url.slice(0, -1), cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return (await answer.json()) as T;
  };
  const secret = /#admin=(\S+)/.exec(qiao.output.join(''))?.[1];
  await tell('links/admin', { secret, account: 'root', name: '管理员', password: PASSWORD });
  const factor = await tell<Enrolment>('second-factor/begin', { password: PASSWORD });
  const code = new TOTP({ secret: Secret.fromBase32(factor.secret) }).generate();
  await tell('second-factor', { password: PASSWORD, secret: factor.secret, code });
  const account = { account: 'li.na', name: '李娜', role: 'officer', scope: null };
  return (await tell<LinkView>('accounts', account)).link;
}

/** Types a new password where a page asks for one, twice. */
export async function choosePassword(page: {
  fill(field: string, text: string): Promise<void>;
  keyboard: { press(key: string): Promise<void> };
}): Promise<void> {
  for (const field of ['#password', '#again']) await page.fill(field, PASSWORD);
  await page.keyboard.press('Enter');
}
