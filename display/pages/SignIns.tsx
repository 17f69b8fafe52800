import type { SignInView } from '../../config/contract/access.ts';
import { type Administering, createActs } from './acts.ts';
import type { List } from './list.ts';
import { Fault } from './Page.tsx';
import { moment } from './page.ts';
import { Table } from './Table.tsx';

/** 登录: who is signed in, since when and from where. */
export function SignIns(props: Administering & { list: List<SignInView> }) {
  const text = () => props.of.text();
  const { form, sure } = createActs(props);
  return (
    <section class="card">
      <h2>{text().signIns}</h2>
      <Fault words={form.fault() || props.list.fault()} />
      <Table
        rows={props.list.rows() ?? []}
        columns={[
          { name: () => text().account, cell: (of) => of.account },
          { name: () => text().since, cell: (of) => moment(props.of, of.at) },
          { name: () => text().lastSeen, cell: (of) => moment(props.of, of.seenAt) },
          {
            name: () => text().from,
            cell: (of) => (
              <span translate="no" title={of.agent}>
                {of.address}
              </span>
            ),
          },
          { name: () => text().way, cell: (of) => text().by[of.by] },
          {
            name: () => text().actions,
            class: 'acts',
            cell: (of) => (
              <button
                type="button"
                disabled={form.busy()}
                onClick={() => sure(text().end, of.account, `/api/sign-ins/${of.id}/end`)}
              >
                {text().end}
              </button>
            ),
          },
        ]}
      />
    </section>
  );
}
