import pino from 'pino';
import { err, ok } from '../../config/contract/result.ts';
import type { Role } from '../../config/contract/roles.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { CommandDesk } from '../commands/command-desk.ts';
import { createJudge } from '../commands/judge.ts';
import type { ApiSources } from '../gateway/api-sources.ts';
import { Faults } from '../gateway/faults.ts';
import { startGateway } from '../gateway/gateway.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { Sessions } from '../gateway/sessions.ts';
import { staticFiles } from '../gateway/static-files.ts';
import type { Listen, Tls } from '../gateway/transport.ts';
import { commitViews, emptyViews } from '../state/keyed-view.ts';
import { testAccess } from './access.fixture.ts';
import type { AccessOptions } from './access.ts';
import type { Account } from './access-book.ts';
import { newAccount } from './accounts.ts';
import { newDevice, pair } from './devices.ts';

export const deployment = loadDeployment('huangqiao');

/** A case as the store might tell it, with something in every field. */
export const CASE = {
  ...{ id: '12345:1:0', source: '12345', upstreamNo: '1', type: 'complaint', urgency: 'normal' },
  ...{ channel: 'phone', category: ['噪声'], subject: '夜间施工', state: 'handling' },
  ...{ grid: 'hq-01', community: 'hq', unit: 'enforcement', receivedAt: 1, stateAt: 1, dueAt: 2 },
  ...{ lon: null, lat: null, dueProvisional: false },
  ...{ content: '内容', address: '地址', caller: '张*', phone: '138****1234' },
  hops: [{ id: 'h', event: 'report', at: 1, unit: '', actor: 'a', note: '意见', dueAt: null }],
};

/**
 * A gateway with real sign-ins, permissions, judge of commands and line, over a store that answers by
 * heart. Commands that may be given come as far as their case, which nobody knows.
 */
export async function serve(
  listen: Listen,
  port: number,
  options: Partial<AccessOptions> = {},
  tls: Tls | null = null,
  sources: Partial<ApiSources> = {},
) {
  const access = testAccess(port, { bearerOf: () => null, ...options });
  const views = emptyViews();
  const sessions = new Sessions(views, 1, 'life', Date.now, () => undefined);
  const audit: ApiSources['audit'] = sources.audit ?? {
    page: () => ({ rows: [], head: 0, next: null }),
    record: async (entry) => access.told.push(entry) as never,
  };
  const desk = new CommandDesk(
    createJudge(deployment),
    {
      case: async () => ok(null),
      extendedAt: async () => ok([]),
      alert: async () => ok(null),
      stage: async () => ok({ newest: 0, incident: false, tasks: [] }),
    },
    {
      told: async () => false,
      handOn: async () => ({ is: 'rejected', reason: 'as far as here' }),
    },
    audit,
    Date.now,
  );
  const logged: string[] = [];
  const faults = new Faults(pino({}, { write: (line: string) => logged.push(line) }));
  const started = await startGateway({
    ...{ listen, host: '127.0.0.1', port, tls, site: access.site, sessions },
    files: staticFiles('nowhere'),
    sources: {
      deployment: '{}',
      cases: async () => ok([]),
      search: async () => ok([]),
      caseDetail: async () => ok(CASE as never),
      alertDetail: async () => ok({ events: [CASE], tellings: [], acts: [] } as never),
      place: deployment,
      kpis: async () => ok([]),
      kpiItems: async () => ok([]),
      commands: { desk },
      ground: {
        near: async () => ok({ metres: 1, since: 1, patrollers: [], registered: [] }),
        grid: async () => err('asked of the store'),
        registered: async () => ok([]),
        counted: async () => ok([]),
      },
      recount: async () => err('asked of the store'),
      audit,
      verifyAudit: async () => ok({ rows: 0, outside: null, faults: [] }),
      revealing: { reveal: async () => ok({ values: [] }), refused: async () => undefined },
      permissions: deployment.permissions,
      access: access.sources,
      faults,
      unready: () => [],
      metrics: createMetrics(
        views,
        sessions,
        faults,
        () => true,
        { unstored: () => null, unfolded: () => null },
        Date.now,
      ),
      ...sources,
    },
  });
  if (!started.ok) throw new Error(started.error);

  const { book, signIns, cookies } = access.sources;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  let offset = 1;
  return {
    ...access,
    url,
    port,
    /** Lines of the log. */
    logged,
    /** Writes what views hold, as the picture does. */
    commit(write: (of: typeof views) => void) {
      write(views);
      if (commitViews(views, offset + 1)) sessions.publish(++offset);
    },
    /** Headers of somebody who has signed in, or of a wall. */
    async as(role: Role, of: Partial<Account> = {}): Promise<Record<string, string>> {
      const now = Date.now();
      const cookie = await book.change(() => {
        if (role === 'wall') return cookies.setWall(pair(book, newDevice('w', 'w', '', now), now));
        const account = { ...newAccount(role, role, role, null, now), ...of };
        void book.accounts.put(account.id, account);
        return cookies.setSignIn(signIns.begin(account.id, 'password', { address: '', agent: '' }));
      });
      return { cookie: cookie.split(';')[0] ?? '', origin: url };
    },
    async close() {
      sessions.close();
      await started.value.close();
      await access.close();
    },
  };
}

export type Served = Awaited<ReturnType<typeof serve>>;
