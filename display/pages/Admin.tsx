import { createResource, createSignal, For, Show } from 'solid-js';
import type {
  AccountView,
  DeviceView,
  LinkView,
  Me,
  SignInView,
} from '../../config/contract/access.ts';
import type { DeploymentView } from '../../config/contract/api.ts';
import { read, tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { NewAccount } from './NewAccount.tsx';
import { Fault, Field, Page } from './Page.tsx';
import { type PageContext, seesAudit } from './page.ts';

/** A link for somebody, shown until it is closed. */
interface Given extends LinkView {
  to: string;
}

/** 账号管理: accounts, walls and who is signed in. */
export function Admin(props: { of: PageContext; me: Me }) {
  const text = () => props.of.text();
  const form = createForm(props.of);
  const [given, setGiven] = createSignal<Given | null>(null);
  const [wall, setWall] = createSignal('');
  const list = <T,>(path: string) =>
    createResource(async () => {
      const found = await read<T[]>(path);
      return found.ok ? found.value : [];
    });
  const [deployment] = createResource(async () => {
    const found = await read<DeploymentView>('/api/deployment');
    return found.ok ? found.value : null;
  });
  const [accounts, accountsAnew] = list<AccountView>('/api/accounts');
  const [walls, wallsAnew] = list<DeviceView>('/api/devices');
  const [signIns, signInsAnew] = list<SignInView>('/api/sign-ins');
  const anew = () => {
    void accountsAnew.refetch();
    void wallsAnew.refetch();
    void signInsAnew.refetch();
  };

  const change = async (path: string, told: object = {}) => {
    if (await form.send(() => tell(path, told))) anew();
  };
  /** What cannot be undone is asked about first. */
  const sure = (what: string, of: string, path: string, told: object = {}) => {
    if (window.confirm(text().confirm(what, of))) void change(path, told);
  };
  const link = async (to: string, path: string, told: object = {}) => {
    const made = await form.send(() => tell<LinkView>(path, told));
    if (!made) return;
    setGiven({ ...made, to });
    anew();
  };
  const addWall = (event: Event) => {
    event.preventDefault();
    void link(wall(), '/api/devices', { name: wall() }).then(() => setWall(''));
  };
  const moment = (at: number | null) =>
    at === null
      ? text().never
      : new Intl.DateTimeFormat(props.of.language() === 'zh' ? 'zh-CN' : 'en-GB', {
          dateStyle: 'medium',
          timeStyle: 'short',
        }).format(at);
  const scope = (of: AccountView) => {
    if (of.scope === null) return text().everywhere;
    const names = (
      ids: string[] | null,
      of: readonly { id: string; name: { zh: string; en: string } }[],
    ) =>
      (ids ?? []).map((id) => {
        const found = of.find((each) => each.id === id);
        return found ? props.of.name(found.name) : id;
      });
    const { communities, grids, units } = of.scope;
    return [
      ...names(communities, deployment()?.communities ?? []),
      ...names(grids, deployment()?.grids.map(({ properties }) => properties) ?? []),
      ...names(units, deployment()?.units ?? []),
    ].join(props.of.language() === 'zh' ? '、' : ', ');
  };
  const address = () => `${location.origin}/${given()?.link ?? ''}`;

  return (
    <Page of={props.of} wide>
      <nav class="card who">
        <h2>
          {text().administration}
          <small>{props.me.name}</small>
        </h2>
        <div class="row">
          <Show when={seesAudit(props.me)}>
            <a class="second" href="?page=audit">
              {text().audit.title}
            </a>
          </Show>
          <a class="second" href="?page=account">
            {text().ownTitle}
          </a>
        </div>
      </nav>
      <Fault words={form.fault()} />
      <Show when={given()}>
        {(of) => (
          <section class="card given" role="status">
            <h2>{text().linkReady(of().to)}</h2>
            <code translate="no">{address()}</code>
            <div class="row">
              <Copy text={address()} of={props.of} />
              <button type="button" class="second" onClick={() => setGiven(null)}>
                {text().close}
              </button>
              <small>{text().linkUntil(moment(of().until))}</small>
            </div>
          </section>
        )}
      </Show>

      <section class="card">
        <h2>{text().accounts}</h2>
        <table>
          <thead>
            <tr>
              <th>{text().account}</th>
              <th>{text().yourName}</th>
              <th>{text().role}</th>
              <th>{text().scope}</th>
              <th>{text().state}</th>
              <th class="acts">{text().actions}</th>
            </tr>
          </thead>
          <tbody>
            <For each={accounts() ?? []}>
              {(of) => (
                <tr classList={{ off: of.disabled }}>
                  <td>{of.id}</td>
                  <td>{of.name}</td>
                  <td>{text().roleName[of.role]}</td>
                  <td>{scope(of)}</td>
                  <td>{text().accountState(of)}</td>
                  <td class="acts">
                    <Show when={!of.external && !of.disabled}>
                      <button
                        type="button"
                        onClick={() => link(of.name, `/api/accounts/${of.id}/invite`)}
                      >
                        {text().invite}
                      </button>
                    </Show>
                    <Show when={of.secondFactor}>
                      <button
                        type="button"
                        onClick={() =>
                          sure(text().forgetFactor, of.name, `/api/accounts/${of.id}`, {
                            secondFactor: false,
                          })
                        }
                      >
                        {text().forgetFactor}
                      </button>
                    </Show>
                    <button
                      type="button"
                      onClick={() =>
                        of.disabled
                          ? change(`/api/accounts/${of.id}`, { disabled: false })
                          : sure(text().disable, of.name, `/api/accounts/${of.id}`, {
                              disabled: true,
                            })
                      }
                    >
                      {of.disabled ? text().enable : text().disable}
                    </button>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={deployment()}>
          {(of) => (
            <NewAccount
              of={props.of}
              deployment={of()}
              made={(name, made) => {
                setGiven({ ...made, to: name });
                anew();
              }}
            />
          )}
        </Show>
      </section>

      <section class="card">
        <h2>{text().walls}</h2>
        <Show when={walls()?.length} fallback={<p class="hint">{text().none}</p>}>
          <table>
            <thead>
              <tr>
                <th>{text().wallName}</th>
                <th>{text().state}</th>
                <th>{text().lastSeen}</th>
                <th class="acts">{text().actions}</th>
              </tr>
            </thead>
            <tbody>
              <For each={walls()}>
                {(of) => (
                  <tr>
                    <td>{of.demo ? text().demoName : of.name}</td>
                    <td>
                      {of.demo ? text().demoWall : of.paired ? text().paired : text().unpaired}
                    </td>
                    <td>{moment(of.seenAt)}</td>
                    <td class="acts">
                      <Show when={!of.demo}>
                        <button
                          type="button"
                          onClick={() => link(of.name, `/api/devices/${of.id}/pair`)}
                        >
                          {text().pair}
                        </button>
                      </Show>
                      <button
                        type="button"
                        onClick={() => sure(text().remove, of.name, `/api/devices/${of.id}/remove`)}
                      >
                        {text().remove}
                      </button>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
        <form class="line-form" onSubmit={addWall}>
          <Field id="wall" name={text().wallName} value={wall()} change={setWall} />
          <button type="submit" class="second" disabled={form.busy()}>
            {text().newWall}
          </button>
        </form>
      </section>

      <section class="card">
        <h2>{text().signIns}</h2>
        <table>
          <thead>
            <tr>
              <th>{text().account}</th>
              <th>{text().since}</th>
              <th>{text().lastSeen}</th>
              <th>{text().from}</th>
              <th>{text().state}</th>
              <th class="acts">{text().actions}</th>
            </tr>
          </thead>
          <tbody>
            <For each={signIns() ?? []}>
              {(of) => (
                <tr>
                  <td>{of.account}</td>
                  <td>{moment(of.at)}</td>
                  <td>{moment(of.seenAt)}</td>
                  <td translate="no" title={of.agent}>
                    {of.address}
                  </td>
                  <td>{text().by[of.by]}</td>
                  <td class="acts">
                    <button
                      type="button"
                      onClick={() => sure(text().end, of.account, `/api/sign-ins/${of.id}/end`)}
                    >
                      {text().end}
                    </button>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Page>
  );
}

function Copy(props: { text: string; of: PageContext }) {
  const [done, setDone] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setDone(true);
  };
  // outside https browsers lend no clipboard; the link stands there to be marked
  return (
    <Show when={window.isSecureContext}>
      <button type="button" class="main" onClick={copy}>
        {done() ? props.of.text().copied : props.of.text().copy}
      </button>
    </Show>
  );
}
