import { HttpSettings } from '../../../config/deployment/ports/http.ts';
import { openPort } from '../port.fixture.ts';
import type { PortContext } from '../port.ts';
import type { Answer } from './answer.ts';
import type { Route } from './route.ts';
import { startHttp } from './server.ts';

/** An HTTP port as its senders see it: real socket, journal and pipeline. */
export async function servePort(
  source: string,
  routesOf: (context: PortContext) => Route[],
  options: Parameters<typeof openPort>[1] = {},
) {
  const port = await openPort(source, options);
  const server = await startHttp({
    at: { host: '127.0.0.1', port: 0 },
    routes: routesOf(port.context),
    settings: HttpSettings.parse({}),
    intake: port.context.intake,
    log: port.context.log,
  });
  const token = port.context.keys.clients[source]?.upstream ?? '';

  const send = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body,
    });
  return {
    ...port,
    port: server.port,
    token,
    send,
    /** Sends records as a known client, and gives the answer. */
    async tell(path: string, records: unknown): Promise<Answer & { status: number }> {
      const response = await send(path, JSON.stringify(records));
      return { status: response.status, ...((await response.json()) as Answer) };
    },
    async close(): Promise<void> {
      await server.close();
      await port.close();
    },
  };
}
export type ServedPort = Awaited<ReturnType<typeof servePort>>;
