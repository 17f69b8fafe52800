import { createResource, Show } from 'solid-js';
import type { AccountView } from '../../config/contract/access.ts';
import type { DeploymentView } from '../../config/contract/api.ts';
import type { Name } from '../../config/deployment/name.ts';
import { insist, read } from '../net/access.ts';
import { type Administering, createActs } from './acts.ts';
import type { List } from './list.ts';
import { NewAccount } from './NewAccount.tsx';
import { Fault } from './Page.tsx';
import { Table } from './Table.tsx';

/** 账号: who may sign in, in which role, and where its work lies. */
export function Accounts(props: Administering & { list: List<AccountView> }) {
  const text = () => props.of.text();
  const { form, change, sure, link } = createActs(props);
  const [deployment] = createResource(async () => {
    const found = await insist(() => read<DeploymentView>('/api/deployment'));
    return found.ok ? found.value : null;
  });
  const scope = ({ scope }: AccountView) => {
    if (scope === null) return text().everywhere;
    const names = (ids: string[] | null, all: readonly { id: string; name: Name }[] = []) =>
      (ids ?? []).map((id) => {
        const found = all.find((each) => each.id === id);
        return found ? props.of.name(found.name) : id;
      });
    const known = deployment();
    return [
      ...names(scope.communities, known?.communities),
      ...names(
        scope.grids,
        known?.grids.map(({ properties }) => properties),
      ),
      ...names(scope.units, known?.units),
    ].join(props.of.language() === 'zh' ? '、' : ', ');
  };
  const acts = (of: AccountView) => (
    <>
      <Show when={!of.external && !of.disabled}>
        <button
          type="button"
          disabled={form.busy()}
          onClick={() => link(of.name, `/api/accounts/${of.id}/invite`)}
        >
          {text().invite}
        </button>
      </Show>
      <Show when={of.secondFactor}>
        <button
          type="button"
          disabled={form.busy()}
          onClick={() =>
            sure(text().forgetFactor, of.name, `/api/accounts/${of.id}`, { secondFactor: false })
          }
        >
          {text().forgetFactor}
        </button>
      </Show>
      <button
        type="button"
        disabled={form.busy()}
        onClick={() =>
          of.disabled
            ? change(`/api/accounts/${of.id}`, { disabled: false })
            : sure(text().disable, of.name, `/api/accounts/${of.id}`, { disabled: true })
        }
      >
        {of.disabled ? text().enable : text().disable}
      </button>
    </>
  );

  return (
    <section class="card">
      <h2>{text().accounts}</h2>
      <Fault words={form.fault() || props.list.fault()} />
      <Table
        rows={props.list.rows() ?? []}
        off={(of) => of.disabled}
        columns={[
          { name: () => text().account, cell: (of) => of.id },
          { name: () => text().yourName, cell: (of) => of.name },
          { name: () => text().role, cell: (of) => text().roleName[of.role] },
          { name: () => text().scope, cell: scope },
          { name: () => text().state, cell: (of) => text().accountState(of) },
          { name: () => text().actions, cell: acts, class: 'acts' },
        ]}
      />
      <Show when={deployment()}>
        {(known) => (
          <NewAccount
            of={props.of}
            deployment={known()}
            made={(name, made) => {
              props.give({ ...made, to: name });
              props.anew();
            }}
          />
        )}
      </Show>
    </section>
  );
}
