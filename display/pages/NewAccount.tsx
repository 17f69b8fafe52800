import { createSignal, For, Show } from 'solid-js';
import type { AccountScope, LinkView } from '../../config/contract/access.ts';
import type { DeploymentView } from '../../config/contract/api.ts';
import type { Role } from '../../config/contract/roles.ts';
import type { Name } from '../../config/deployment/name.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import { ACCOUNT_NAME, Fault, Field, NAME_MOST } from './Page.tsx';
import type { PageContext } from './page.ts';

const ROLES: readonly Role[] = ['officer', 'leader', 'subscriber', 'unit', 'admin'];

/** A new account: who, in which role, and where its work lies. */
export function NewAccount(props: {
  of: PageContext;
  deployment: DeploymentView;
  made: (name: string, link: LinkView) => void;
}) {
  const text = () => props.of.text();
  const [account, setAccount] = createSignal('');
  const [name, setName] = createSignal('');
  const [role, setRole] = createSignal<Role>('officer');
  const [communities, setCommunities] = createSignal<string[]>([]);
  const [units, setUnits] = createSignal<string[]>([]);
  const form = createForm(props.of);

  const scope = (): AccountScope | null => {
    if (role() === 'admin' || (communities().length === 0 && units().length === 0)) return null;
    const some = (ids: string[]) => (ids.length > 0 ? ids : null);
    return { communities: some(communities()), grids: null, units: some(units()) };
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const told = { account: account(), name: name(), role: role(), scope: scope() };
    const link = await form.send(() => tell<LinkView>('/api/accounts', told));
    if (!link) return;
    props.made(name(), link);
    setAccount('');
    setName('');
    setCommunities([]);
    setUnits([]);
  };
  const choice = (
    legend: string,
    all: readonly { id: string; name: Name }[],
    chosen: () => string[],
    choose: (ids: string[]) => void,
  ) => (
    <fieldset>
      <legend>{legend}</legend>
      <For each={all}>
        {(each) => (
          <label class="tick">
            <input
              type="checkbox"
              checked={chosen().includes(each.id)}
              onChange={(event) =>
                choose(
                  event.currentTarget.checked
                    ? [...chosen(), each.id]
                    : chosen().filter((id) => id !== each.id),
                )
              }
            />
            {props.of.name(each.name)}
          </label>
        )}
      </For>
    </fieldset>
  );

  return (
    <details class="new">
      <summary>{text().newAccount}</summary>
      <form onSubmit={submit}>
        <div class="columns-3">
          <Field
            id="new-account"
            name={text().account}
            hint={text().accountHint}
            pattern={ACCOUNT_NAME}
            value={account()}
            change={setAccount}
          />
          <Field
            id="new-name"
            name={text().yourName}
            value={name()}
            change={setName}
            most={NAME_MOST}
          />
          <div class="field">
            <label for="new-role">{text().role}</label>
            <select
              id="new-role"
              value={role()}
              onChange={(event) => setRole(event.currentTarget.value as Role)}
            >
              <For each={ROLES}>
                {(each) => <option value={each}>{text().roleName[each]}</option>}
              </For>
            </select>
          </div>
        </div>
        <Show when={role() !== 'admin'}>
          {choice(
            `${text().communities} · ${text().scope}`,
            props.deployment.communities,
            communities,
            setCommunities,
          )}
          {choice(`${text().units} · ${text().scope}`, props.deployment.units, units, setUnits)}
        </Show>
        <Fault words={form.fault()} />
        <button type="submit" class="main" disabled={form.busy()}>
          {text().newAccount}
        </button>
      </form>
    </details>
  );
}
