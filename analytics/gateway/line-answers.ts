import type { Registry } from 'prom-client';
import type { Permissions } from '../../config/deployment/permissions.ts';
import { networkOf } from '../../config/network-of.ts';
import type { Site } from '../access/cookies.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import { strange } from './checks.ts';
import type { Faults } from './faults.ts';
import { failure, json, securityHeaders } from './headers.ts';
import { answerMetrics } from './line-metrics.ts';
import { answerReady, type Unready } from './readiness.ts';
import { refusalOf, refuse } from './route.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

export interface LineSources {
  site: Site;
  doorkeeper: Pick<Doorkeeper, 'who'>;
  permissions: Permissions;
  /** How long an address that is not known is to wait, in ms; 0: not at all. */
  strangers: (address: string) => number;
  unready: () => readonly Unready[];
  metrics: Pick<Registry, 'contentType' | 'metrics'>;
  faults: Faults;
}

/** What a gateway of the line answers besides its line: `/healthz`, `/readyz` and `/metrics`. */
export function createLineAnswers(
  sources: LineSources,
): (request: HttpRequest) => Promise<HttpResponse> {
  const { site, doorkeeper, permissions, strangers, unready, metrics, faults } = sources;
  const headers = securityHeaders(site);
  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const refusal = strange(request, request.method, site);
    if (refusal) return refusal;
    const who = doorkeeper.who(request);
    const wait = who ? 0 : strangers(networkOf(request.address));
    if (wait > 0) return refuse('wait', wait);
    if (request.method !== 'GET') return failure(405, 'GET only');
    switch (request.path) {
      case '/healthz':
        return json(200, { ok: true });
      case '/readyz':
        return answerReady(unready());
      case '/metrics':
        return refusalOf('metrics', who, permissions) ?? answerMetrics(metrics);
      default:
        return failure(404, 'a gateway of the line serves /ws alone');
    }
  };
  return async (request) => {
    const response = await faults.guard(request, answer);
    return { ...response, headers: { ...headers, ...response.headers } };
  };
}
