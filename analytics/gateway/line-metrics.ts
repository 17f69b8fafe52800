import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Sessions } from './sessions.ts';
import type { HttpResponse } from './transport.ts';

export type LineFigures = Pick<Sessions, 'opened' | 'states' | 'wrongs' | 'conflated'>;

export const bit = (is: boolean) => (is ? 1 : 0);

/** Makers of metrics that are read when they are asked. */
export function metricsIn(registry: Registry) {
  const registers = [registry];
  /** A figure; left out while it is not known. */
  const told = (name: string, help: string, read: () => number | null | undefined) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.remove();
        const value = read();
        if (typeof value === 'number') this.set(value);
      },
    });
  const counted = (
    name: string,
    help: string,
    labelNames: string[],
    read: () => Iterable<[labels: Record<string, string>, value: number]>,
  ) =>
    new Counter({
      ...{ name, help, registers, labelNames },
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  return { told, counted };
}

/**
 * What an operator asks of any gateway: of its screens and the process itself.
 * @param ready whether `/readyz` says so
 */
export function createLineMetrics(
  sessions: LineFigures,
  faults: { readonly count: number },
  ready: () => boolean,
): Registry {
  const registry = new Registry();
  const { told, counted } = metricsIn(registry);
  collectDefaultMetrics({ register: registry, prefix: 'qiao_' });
  told('qiao_ready', '1: /readyz answers 200; 0: it names why not', () => bit(ready()));
  new Gauge({
    name: 'qiao_screens',
    help: 'Open screens: greeting; filling (being brought level); level; behind (too slow: what they miss is conflated)',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(sessions.states())) this.set({ state }, count);
    },
  });
  counted('qiao_screens_opened_total', 'Lines of screens that ever opened', [], () => [
    [{}, sessions.opened],
  ]);
  counted('qiao_screens_ended_total', 'Lines that this server ended, by reason', ['reason'], () =>
    [...sessions.wrongs].map(([reason, count]) => [{ reason }, count]),
  );
  counted(
    'qiao_request_faults_total',
    'Requests that failed here and were answered with 500; the log has each with its place',
    [],
    () => [[{}, faults.count]],
  );
  counted(
    'qiao_conflated_keys_total',
    'Changes of rows that a screen was not told one by one, as a newer one of the same key stood in for them',
    [],
    () => [[{}, sessions.conflated]],
  );
  return registry;
}

/** `GET /metrics`. */
export const answerMetrics = async (
  registry: Pick<Registry, 'contentType' | 'metrics'>,
): Promise<HttpResponse> => ({
  status: 200,
  headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  body: await registry.metrics(),
});
