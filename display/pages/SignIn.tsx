import { createSignal, Show } from 'solid-js';
import type { Me } from '../../config/contract/access.ts';
import type { AccessReason } from '../../config/contract/access-refusal.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { Fault, Field, Page } from './Page.tsx';
import type { PageContext } from './page.ts';

/** 登录: account and password; the code of a second factor is asked for where the account has one. */
export function SignIn(props: {
  of: PageContext;
  entered: (me: Me) => void;
  /** Why the identity service sent somebody back; null: it did not. */
  refused: AccessReason | null;
  /** Said above the form; '': nothing. */
  notice: string;
}) {
  const text = () => props.of.text();
  const [account, setAccount] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [code, setCode] = createSignal('');
  const [asksCode, setAsksCode] = createSignal(false);
  const form = createForm(props.of);
  const fault = () => {
    if (form.denial()?.reason === 'code-needed') return '';
    if (form.fault() !== '' || props.refused === null) return form.fault();
    return props.of.why({ reason: props.refused, retryAfter: null });
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    const told = { account: account(), password: password(), ...(asksCode() && { code: code() }) };
    const me = await form.send(() => tell<Me>('/api/sign-in', told));
    if (me) props.entered(me);
    else if (form.denial()?.reason === 'code-needed') setAsksCode(true);
    else setCode('');
  };

  return (
    <Page of={props.of}>
      <form class="card" onSubmit={submit}>
        <h2>{text().signIn}</h2>
        <Show when={props.notice}>
          <p class="notice">{props.notice}</p>
        </Show>
        <Field
          id="account"
          name={text().account}
          autocomplete="username"
          value={account()}
          change={(to) => {
            setAccount(to);
            setAsksCode(false); // another account may have no second factor
          }}
          focus
        />
        <Field
          id="password"
          name={text().password}
          type="password"
          autocomplete="current-password"
          value={password()}
          change={setPassword}
        />
        <Show when={asksCode()}>
          <Field
            id="code"
            name={text().code}
            hint={text().codeHint}
            autocomplete="one-time-code"
            value={code()}
            change={setCode}
            focus
          />
        </Show>
        <Fault words={fault()} />
        <button type="submit" class="main" disabled={form.busy()}>
          {form.busy() ? text().signingIn : text().signIn}
        </button>
        <Show when={props.of.door.identityService}>
          {(name) => (
            <a class="second" href={`/api/identity-service?page=${location.pathname}`}>
              {text().byService(props.of.name(name()))}
            </a>
          )}
        </Show>
        <p class="hint">{text().noAccount}</p>
      </form>
    </Page>
  );
}
