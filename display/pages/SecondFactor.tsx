import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { encode } from 'uqr';
import type { Enrolment, Me, RecoveryCodes } from '../../config/contract/access.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { Fault, Field } from './Page.tsx';
import type { PageContext } from './page.ts';

/** A QR code, drawn here: its secret goes to nobody. */
function Code(props: { text: string; label: string }) {
  const grid = () => encode(props.text, { ecc: 'M', border: 2 });
  const path = () =>
    grid()
      .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
      .join('');
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${grid().size} ${grid().size}`}
      role="img"
      aria-label={props.label}
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path()} fill="#000" />
    </svg>
  );
}

/** 两步验证: on and off, and the recovery codes once. */
export function SecondFactor(props: { of: PageContext; me: Me; changed: (me: Me) => void }) {
  const text = () => props.of.text();
  const [password, setPassword] = createSignal('');
  const [code, setCode] = createSignal('');
  const [enrolment, setEnrolment] = createSignal<Enrolment | null>(null);
  const [made, setMade] = createSignal<(Me & RecoveryCodes) | null>(null);
  const form = createForm(props.of);

  const begin = async (event: Event) => {
    event.preventDefault();
    const begun = await form.send(() =>
      tell<Enrolment>('/api/second-factor/begin', { password: password() }),
    );
    if (begun) setEnrolment(begun);
    else setPassword('');
  };
  const confirm = async (event: Event) => {
    event.preventDefault();
    const secret = enrolment()?.secret ?? '';
    const me = await form.send(() =>
      tell<Me & RecoveryCodes>('/api/second-factor', {
        password: password(),
        secret,
        code: code(),
      }),
    );
    setCode('');
    if (!me) return;
    setPassword('');
    setMade(me);
  };
  const remove = async (event: Event) => {
    event.preventDefault();
    const told = { password: password(), code: code() };
    const me = await form.send(() => tell<Me>('/api/second-factor/remove', told));
    setPassword('');
    setCode('');
    if (me) props.changed(me);
  };
  const kept = (me: Me) => {
    setMade(null);
    setEnrolment(null);
    props.changed(me);
  };
  const passwordField = () => (
    <Field
      id="factor-password"
      name={text().currentPassword}
      type="password"
      autocomplete="current-password"
      value={password()}
      change={setPassword}
    />
  );
  const codeField = () => (
    <Field
      id="factor-code"
      name={text().code}
      autocomplete="one-time-code"
      value={code()}
      change={setCode}
    />
  );

  return (
    <section class="card">
      <h2>
        {text().factor}
        <small>{props.me.secondFactor === 'on' ? text().factorOn : text().factorOff}</small>
      </h2>
      <Switch>
        <Match when={made()}>
          {(me) => (
            <>
              <h3>{text().recoveryTitle}</h3>
              <p class="hint">{text().recoveryHint}</p>
              <ol class="codes">
                <For each={me().codes}>{(each) => <li>{each}</li>}</For>
              </ol>
              <button type="button" class="main" onClick={() => kept(me())}>
                {text().recoveryKept}
              </button>
            </>
          )}
        </Match>
        <Match when={props.me.secondFactor === 'on'}>
          <form onSubmit={remove}>
            {passwordField()}
            {codeField()}
            <Fault words={form.fault()} />
            <button type="submit" class="second" disabled={form.busy()}>
              {text().factorRemove}
            </button>
          </form>
        </Match>
        <Match when={enrolment()}>
          {(of) => (
            <form onSubmit={confirm}>
              <p class="hint">{text().factorScan}</p>
              <Code text={of().uri} label={text().factorBegin} />
              <p class="key">
                {text().factorKey} <code>{of().secret.match(/.{4}/g)?.join(' ')}</code>
              </p>
              {codeField()}
              <Fault words={form.fault()} />
              <button type="submit" class="main" disabled={form.busy()}>
                {text().factorConfirm}
              </button>
            </form>
          )}
        </Match>
        <Match when={true}>
          <form onSubmit={begin}>
            <Show when={props.me.secondFactor === 'due'}>
              <p class="notice">{text().factorDue}</p>
            </Show>
            {passwordField()}
            <Fault words={form.fault()} />
            <button type="submit" class="main" disabled={form.busy()}>
              {text().factorBegin}
            </button>
          </form>
        </Match>
      </Switch>
    </section>
  );
}
