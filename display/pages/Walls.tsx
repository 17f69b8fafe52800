import { createSignal, Show } from 'solid-js';
import type { DeviceView } from '../../config/contract/access.ts';
import { type Administering, createActs } from './acts.ts';
import type { List } from './list.ts';
import { Fault, Field, NAME_MOST } from './Page.tsx';
import { moment } from './page.ts';
import { Table } from './Table.tsx';

/** 大屏: the browsers that are walls, and new ones. */
export function Walls(props: Administering & { list: List<DeviceView> }) {
  const text = () => props.of.text();
  const { form, sure, link } = createActs(props);
  const [name, setName] = createSignal('');
  const add = async (event: Event) => {
    event.preventDefault();
    if (await link(name(), '/api/devices', { name: name() })) setName('');
  };
  const state = (of: DeviceView) =>
    of.demo ? text().demoWall : of.paired ? text().paired : text().unpaired;
  const acts = (of: DeviceView) => (
    <>
      <Show when={!of.demo}>
        <button
          type="button"
          disabled={form.busy()}
          onClick={() => link(of.name, `/api/devices/${of.id}/pair`)}
        >
          {text().pair}
        </button>
      </Show>
      <button
        type="button"
        disabled={form.busy()}
        onClick={() => sure(text().remove, of.name, `/api/devices/${of.id}/remove`)}
      >
        {text().remove}
      </button>
    </>
  );

  return (
    <section class="card">
      <h2>{text().walls}</h2>
      <Fault words={form.fault() || props.list.fault()} />
      <Show when={props.list.rows()?.length === 0}>
        <p class="hint">{text().none}</p>
      </Show>
      <Show when={props.list.rows()?.length}>
        <Table
          rows={props.list.rows() ?? []}
          columns={[
            { name: () => text().wallName, cell: (of) => (of.demo ? text().demoName : of.name) },
            { name: () => text().state, cell: state },
            { name: () => text().lastSeen, cell: (of) => moment(props.of, of.seenAt) },
            { name: () => text().actions, cell: acts, class: 'acts' },
          ]}
        />
      </Show>
      <form class="line-form" onSubmit={add}>
        <Field id="wall" name={text().wallName} value={name()} change={setName} most={NAME_MOST} />
        <button type="submit" class="second" disabled={form.busy()}>
          {text().newWall}
        </button>
      </form>
    </section>
  );
}
