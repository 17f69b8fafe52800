import { createResource, createSignal, For, Show } from 'solid-js';
import type { Me } from '../../config/contract/access.ts';
import {
  AUDIT_ACTS,
  type AuditPage,
  type AuditRow,
  type AuditVerdict,
} from '../../config/contract/audit.ts';
import { read } from '../net/access.ts';
import { detailsOf, reasonOf } from './audit-words.ts';
import { createForm } from './form.ts';
import { Fault, Field, Page } from './Page.tsx';
import type { PageContext } from './page.ts';
import { type Column, Table } from './Table.tsx';

const ROWS = '100';
const FAULTS = 20;

/** 审计: who did what, when, from where and why, newest first; and whether all of it is as it was recorded. */
export function Audit(props: { of: PageContext; me: Me }) {
  const text = () => props.of.text();
  const form = createForm(props.of);
  const [who, setWho] = createSignal('');
  const [act, setAct] = createSignal('');
  const [from, setFrom] = createSignal('');
  const [to, setTo] = createSignal('');
  const [rows, setRows] = createSignal<AuditRow[]>([]);
  const [next, setNext] = createSignal<number | null>(null);
  /** What the rows are of: other fields may have been typed since. */
  const [asked, setAsked] = createSignal<Readonly<Record<string, string>> | null>(null);
  const [verdict] = createResource(async () => {
    const found = await read<AuditVerdict>('/api/audit/verify');
    return found.ok ? found.value : null;
  });

  const load = async (of: Readonly<Record<string, string>>, before: number | null) => {
    const query = new URLSearchParams({ ...of, limit: ROWS });
    if (before !== null) query.set('before', String(before));
    const page = await form.send(() => read<AuditPage>(`/api/audit?${query}`));
    if (!page) return;
    setRows(before === null ? page.rows : [...rows(), ...page.rows]);
    setNext(page.next);
    setAsked(of);
  };
  const search = () => {
    const fields = { who: who().trim(), act: act(), from: from(), to: to() };
    void load(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')), null);
  };
  search();

  const said = () => {
    const found = verdict();
    if (verdict.loading) return text().audit.verifying;
    if (!found) return text().audit.unverified;
    const whole = found.faults.length === 0;
    const sound = text().audit.sound(String(found.rows));
    return whole ? sound : text().audit.unsound(String(found.faults.length));
  };
  const outside = (found: AuditVerdict) =>
    found.outside === null ? text().audit.noAnchor : text().audit.anchored(String(found.outside));

  const moment = (at: number) =>
    new Intl.DateTimeFormat(props.of.language() === 'zh' ? 'zh-CN' : 'en-GB', {
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at);
  const detail = (row: AuditRow) => (
    <For each={detailsOf(row, props.of)}>
      {({ name, value, inWords }, n) => (
        <>
          {n() === 0 ? '' : ' · '}
          {text().audit.detail(name)}
          <span translate={inWords ? undefined : 'no'}>{value}</span>
        </>
      )}
    </For>
  );
  const columns: readonly Column<AuditRow>[] = [
    { name: () => text().audit.row, cell: (row) => row.seq },
    { name: () => text().audit.at, cell: (row) => <time>{moment(row.at)}</time> },
    {
      name: () => text().audit.who,
      cell: (row) => (
        <>
          <Show when={row.who} fallback={text().audit.machine}>
            <span translate="no">{row.who}</span>
          </Show>
          <small>
            {[row.role === '' ? '' : roleOf(row.role, text().roleName), row.from]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </>
      ),
    },
    {
      name: () => text().audit.act,
      cell: (row) => (
        <>
          {text().audit.acts[row.act]}
          <Show when={row.outcome === 'refused'}>
            <strong>{text().audit.refused}</strong>
          </Show>
        </>
      ),
    },
    {
      name: () => text().audit.target,
      cell: (row) => (
        <Show when={row.target || detailsOf(row, props.of).length > 0}>
          <span translate="no">{row.target}</span>
          <small>{detail(row)}</small>
        </Show>
      ),
    },
    {
      name: () => text().audit.reason,
      cell: (row) => (
        <Show when={reasonOf(row, props.of)}>
          {(why) => <span translate={row.outcome === 'done' ? 'no' : undefined}>{why()}</span>}
        </Show>
      ),
    },
  ];

  return (
    <Page of={props.of} wide>
      <nav class="card who">
        <h2>
          {text().audit.title}
          <small>{props.me.name}</small>
        </h2>
        <a class="second" href="?page=account">
          {text().ownTitle}
        </a>
      </nav>
      <section class="card" classList={{ given: (verdict()?.faults.length ?? 0) > 0 }}>
        <p role="status" id="verdict">
          {said()}
        </p>
        <Show when={verdict()}>
          {(found) => (
            <>
              <Show when={found().faults.length > 0}>
                <ul>
                  <For each={found().faults.slice(0, FAULTS)}>
                    {({ seq, what }) => (
                      <li>{text().audit.fault(String(seq), text().audit.what[what])}</li>
                    )}
                  </For>
                </ul>
              </Show>
              <p class="hint">{outside(found())}</p>
            </>
          )}
        </Show>
      </section>
      <section class="card">
        <form
          class="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <Field id="audit-who" name={text().audit.who} value={who()} change={setWho} optional />
          <div class="field">
            <label for="audit-act">{text().audit.act}</label>
            <select id="audit-act" onChange={(event) => setAct(event.currentTarget.value)}>
              <option value="">{text().audit.all}</option>
              <For each={AUDIT_ACTS}>
                {(each) => <option value={each}>{text().audit.acts[each]}</option>}
              </For>
            </select>
          </div>
          <Field
            id="audit-from"
            name={text().audit.from}
            type="date"
            value={from()}
            change={setFrom}
            optional
          />
          <Field
            id="audit-to"
            name={text().audit.to}
            type="date"
            value={to()}
            change={setTo}
            optional
          />
          <button type="submit" class="main" disabled={form.busy()}>
            {text().audit.search}
          </button>
        </form>
        <Fault words={form.fault()} />
        <Show when={rows().length > 0} fallback={<p class="hint">{asked() ? text().none : ''}</p>}>
          <Table class="audit" rows={rows()} columns={columns} />
        </Show>
        <Show when={next()}>
          {(before) => (
            <button
              type="button"
              class="second"
              disabled={form.busy()}
              onClick={() => load(asked() ?? {}, before())}
            >
              {text().audit.older}
            </button>
          )}
        </Show>
      </section>
    </Page>
  );
}

const roleOf = (role: string, names: Readonly<Record<string, string>>): string =>
  names[role] ?? role;
