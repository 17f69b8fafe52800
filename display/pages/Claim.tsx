import { createSignal, Show } from 'solid-js';
import type { Me } from '../../config/contract/access.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { ACCOUNT_NAME, Fault, Field, NAME_MOST, Page } from './Page.tsx';
import type { PageContext } from './page.ts';

/**
 * By a link that works once: the first administrator is made, or an invited person chooses a password.
 */
export function Claim(props: {
  of: PageContext;
  secret: string;
  /** Whom it invites; null: the first administrator. */
  invited: { account: string; name: string } | null;
  entered: (me: Me) => void;
  /** The password is set; a code of the second factor is still to be told. */
  chosen: () => void;
}) {
  const text = () => props.of.text();
  const [account, setAccount] = createSignal('');
  const [name, setName] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [again, setAgain] = createSignal('');
  const form = createForm(props.of);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (password() !== again()) return form.object(text().differ);
    const told = { secret: props.secret, password: password() };
    const me = await form.send(() =>
      props.invited
        ? tell<Me>('/api/links/invitation', told)
        : tell<Me>('/api/links/admin', { ...told, account: account(), name: name() }),
    );
    if (me) props.entered(me);
    else if (form.denial()?.reason === 'code-needed') props.chosen();
  };

  return (
    <Page of={props.of}>
      <form class="card" onSubmit={submit}>
        <h2>{props.invited ? text().invitedTitle(props.invited.name) : text().claimTitle}</h2>
        <Show
          when={props.invited}
          fallback={
            <>
              <p class="hint">{text().claimHint}</p>
              <Field
                id="account"
                name={text().account}
                hint={text().accountHint}
                pattern={ACCOUNT_NAME}
                autocomplete="username"
                value={account()}
                change={setAccount}
                focus
              />
              <Field
                id="name"
                name={text().yourName}
                autocomplete="name"
                most={NAME_MOST}
                value={name()}
                change={setName}
              />
            </>
          }
        >
          {(of) => (
            <p class="hint">
              {text().account} <b>{of().account}</b>
            </p>
          )}
        </Show>
        <Field
          id="password"
          name={text().newPassword}
          hint={text().passwordHint}
          type="password"
          autocomplete="new-password"
          value={password()}
          change={setPassword}
          focus={props.invited !== null}
        />
        <Field
          id="again"
          name={text().repeat}
          type="password"
          autocomplete="new-password"
          value={again()}
          change={setAgain}
        />
        <Fault words={form.fault()} />
        <button type="submit" class="main" disabled={form.busy()}>
          {props.invited ? text().choose : text().create}
        </button>
      </form>
    </Page>
  );
}

/** A link that was used, has expired or never was. */
export function DeadLink(props: { of: PageContext; why: string; signIn: () => void }) {
  return (
    <Page of={props.of}>
      <section class="card">
        <h2>{props.of.text().linkFailed}</h2>
        <p class="fault" role="alert">
          {props.why}
        </p>
        <p class="hint">{props.of.text().linkFailedHint}</p>
        <button type="button" class="main" onClick={() => props.signIn()}>
          {props.of.text().toSignIn}
        </button>
      </section>
    </Page>
  );
}
