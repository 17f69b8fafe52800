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
  const [asked, setAsked] = createSignal(false);
  const [verdict] = createResource(async () => {
    const found = await read<AuditVerdict>('/api/audit/verify');
    return found.ok ? found.value : null;
  });

  const load = async (before: number | null) => {
    const given = { who: who().trim(), act: act(), from: from(), to: to() };
    const query = new URLSearchParams({ limit: ROWS });
    for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
    if (before !== null) query.set('before', String(before));
    const page = await form.send(() => read<AuditPage>(`/api/audit?${query}`));
    if (!page) return;
    setRows(before === null ? page.rows : [...rows(), ...page.rows]);
    setNext(page.next);
    setAsked(true);
  };
  const search = (event: Event) => {
    event.preventDefault();
    void load(null);
  };
  void load(null);

  const moment = (at: number) =>
    new Intl.DateTimeFormat(props.of.language() === 'zh' ? 'zh-CN' : 'en-GB', {
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at);
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
        <form class="line-form" onSubmit={search}>
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
          <table class="audit">
            <thead>
              <tr>
                <th>{text().audit.row}</th>
                <th>{text().audit.at}</th>
                <th>{text().audit.who}</th>
                <th>{text().audit.act}</th>
                <th>{text().audit.target}</th>
                <th>{text().audit.reason}</th>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(row) => (
                  <tr classList={{ refused: row.outcome === 'refused' }}>
                    <td>{row.seq}</td>
                    <td>
                      <time>{moment(row.at)}</time>
                    </td>
                    <td>
                      <Show when={row.who} fallback={text().audit.machine}>
                        <span translate="no">{row.who}</span>
                      </Show>
                      <small>
                        {[row.role === '' ? '' : roleOf(row.role, text().roleName), row.from]
                          .filter(Boolean)
                          .join(' · ')}
                      </small>
                    </td>
                    <td>
                      {text().audit.acts[row.act]}
                      <Show when={row.outcome === 'refused'}>
                        <strong>{text().audit.refused}</strong>
                      </Show>
                    </td>
                    <td>
                      <span translate="no">{row.target}</span>
                      <small>
                        <For each={detailsOf(row, props.of)}>
                          {({ name, value, inWords }, n) => (
                            <>
                              {n() === 0 ? '' : ' · '}
                              {text().audit.detail(name)}
                              <span translate={inWords ? undefined : 'no'}>{value}</span>
                            </>
                          )}
                        </For>
                      </small>
                    </td>
                    <td translate={row.outcome === 'done' ? 'no' : undefined}>
                      {reasonOf(row, props.of)}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
        <Show when={next()}>
          {(before) => (
            <button
              type="button"
              class="second"
              disabled={form.busy()}
              onClick={() => load(before())}
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
