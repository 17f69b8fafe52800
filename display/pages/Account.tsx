import { createSignal, Show } from 'solid-js';
import type { Me } from '../../config/contract/access.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { Fault, Field, Page } from './Page.tsx';
import { homeOf, type PageContext, seesAudit } from './page.ts';
import { SecondFactor } from './SecondFactor.tsx';

/** 我的账号: second factor, password, going. */
export function Account(props: {
  of: PageContext;
  me: Me;
  changed: (me: Me) => void;
  left: () => void;
}) {
  const text = () => props.of.text();
  const [password, setPassword] = createSignal('');
  const [next, setNext] = createSignal('');
  const [again, setAgain] = createSignal('');
  const [done, setDone] = createSignal(false);
  const form = createForm(props.of);
  const leaving = createForm(props.of);

  const change = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    if (next() !== again()) return form.object(text().differ);
    const told = { password: password(), next: next() };
    const me = await form.send(() => tell<Me>('/api/password', told));
    if (!me) return;
    for (const clear of [setPassword, setNext, setAgain]) clear('');
    setDone(true);
    props.changed(me);
  };
  const rights = () =>
    props.me.routes
      .map((right) => text().rights[right])
      .join(props.of.language() === 'zh' ? '、' : ', ');
  const leave = async () => {
    if (await leaving.send(() => tell('/api/sign-out'))) props.left();
  };

  return (
    <Page of={props.of}>
      <section class="card who">
        <h2>
          {props.me.name}
          <small>
            {props.me.id} · {text().roleName[props.me.role]}
          </small>
        </h2>
        <div class="row">
          <Show when={homeOf(props.me) === 'screen'}>
            <a class="second" href={location.pathname}>
              {text().back}
            </a>
          </Show>
          <Show when={props.me.secondFactor !== 'due' && props.me.routes.includes('accounts')}>
            <a class="second" href="?page=admin">
              {text().administration}
            </a>
          </Show>
          <Show when={seesAudit(props.me)}>
            <a class="second" href="?page=audit">
              {text().audit.title}
            </a>
          </Show>
          <button type="button" class="second" onClick={leave} disabled={leaving.busy()}>
            {text().signOut}
          </button>
        </div>
        <Show when={homeOf(props.me) === 'account' && props.me.secondFactor !== 'due'}>
          <p class="hint" id="rights">
            {text().noScreen(rights())}
            <Show when={props.me.scope}>
              <br />
              {text().narrowed}
            </Show>
          </p>
        </Show>
        <Fault words={leaving.fault()} />
      </section>
      <Show
        when={!props.me.external}
        fallback={
          <section class="card">
            <p class="hint">{text().kept}</p>
          </section>
        }
      >
        <SecondFactor of={props.of} me={props.me} changed={props.changed} />
      </Show>
      <Show when={!props.me.external && props.me.secondFactor !== 'due'}>
        <section class="card">
          <h2>{text().changePassword}</h2>
          <form onSubmit={change}>
            <Field
              id="current"
              name={text().currentPassword}
              type="password"
              autocomplete="current-password"
              value={password()}
              change={setPassword}
            />
            <Field
              id="next"
              name={text().newPassword}
              hint={text().passwordHint}
              type="password"
              autocomplete="new-password"
              value={next()}
              change={setNext}
            />
            <Field
              id="next-again"
              name={text().repeat}
              type="password"
              autocomplete="new-password"
              value={again()}
              change={setAgain}
            />
            <Fault words={form.fault()} />
            <p class="notice" role="status">
              {done() ? text().changed : ''}
            </p>
            <button type="submit" class="main" disabled={form.busy()}>
              {text().changePassword}
            </button>
          </form>
        </section>
      </Show>
    </Page>
  );
}
