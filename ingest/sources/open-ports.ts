import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Millis, sourceId } from '../../config/contract/ids.ts';
import { loadMapping } from '../../config/deployment/load.ts';
import type { Ports } from '../../config/deployment/ports/ports.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { PortKeys } from '../../config/port-keys.ts';
import type { HealthBook } from '../intake/health.ts';
import type { Intake } from '../intake/intake.ts';
import type { Journal } from '../journal/journal.ts';
import { identifyCase } from '../pipeline/identify.ts';
import type { Store } from '../store/index.ts';
import type { Given } from './desk/routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { startEnvironment } from './environment/receive.ts';
import { openMemory } from './first-told.ts';
import { startHotlineFolder } from './hotline/folder.ts';
import { createNumberReader } from './hotline/number.ts';
import { startHotlinePoll } from './hotline/poll.ts';
import { startHttp } from './http/server.ts';
import { networkRoutes } from './network-routes.ts';
import { startOpen311 } from './open311/receive.ts';
import type { Port, PortContext } from './port.ts';
import { startWater } from './water/receive.ts';

/**
 * Opens every port that the settings enable: the HTTP routes on one server, the desk's on its socket, the
 * two listeners for devices, and what is polled or watched.
 * @throws where a port of the machine is taken, with its number in `port`
 */
export async function openPorts(options: {
  settings: Ports;
  deployment: Deployment;
  journal: Journal;
  intake: Intake;
  book: HealthBook;
  keys: PortKeys;
  data: string;
  store: Store;
  log: Logger;
  now: () => Millis;
  httpPort: number;
  environmentPort: number;
  waterPort: number;
  deskSocket: string;
}): Promise<{ close(): Promise<void> }> {
  const { settings, deployment, journal, intake, book, data, log } = options;
  const context = (id: string): PortContext => {
    const source = sourceId(id);
    const { keys, now } = options;
    return { source, deployment, intake, health: book.of(source), keys, data, log, now };
  };
  const folder = join(data, 'told');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const memory = openMemory(folder);

  const routes = networkRoutes(settings, context, options.store, memory);
  const { host } = settings;
  const shared = { settings: settings.http, intake, log };
  const http = [await startHttp({ at: { host, port: options.httpPort }, routes, ...shared })];
  if (settings.desk.enabled) {
    const told = memory.book<Given>('desk');
    const routes = deskRoutes(
      context('desk'),
      settings.desk,
      told,
      ({ source, upstreamNo, redo }) => journal.knows(identifyCase(source, upstreamNo, redo)),
    );
    http.push(await startHttp({ at: { path: options.deskSocket }, routes, ...shared }));
  }

  const ports: Port[] = [];
  if (settings.environment.enabled)
    ports.push(
      await startEnvironment(
        context('environment'),
        settings.environment,
        host,
        options.environmentPort,
      ),
    );
  if (settings.water.enabled)
    ports.push(await startWater(context('water'), settings.water, host, options.waterPort));
  if (settings.hotline.enabled) {
    for (const poll of settings.hotline.polls)
      ports.push(startHotlinePoll(context('12345'), settings.hotline, poll, journal));
    for (const watched of settings.hotline.folders)
      ports.push(
        await startHotlineFolder(
          context('12345'),
          watched,
          loadMapping(watched.mapping),
          createNumberReader(settings.hotline.redo),
        ),
      );
  }
  if (settings.open311.enabled)
    for (const endpoint of settings.open311.endpoints)
      ports.push(
        startOpen311(
          context(endpoint.source),
          endpoint,
          journal,
          memory.book(`open311/${endpoint.source}`),
        ),
      );

  return {
    async close() {
      await Promise.all([...http.map((each) => each.close()), ...ports.map((port) => port.stop())]);
      await memory.close();
    },
  };
}
