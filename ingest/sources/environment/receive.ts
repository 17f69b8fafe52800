import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import { keepDoor } from '../door.ts';
import type { Port, PortContext } from '../port.ts';
import { createCalibration } from './calibration.ts';
import { createDecoder } from './decode.ts';
import { createTimeReader } from './device-time.ts';
import { factorOf } from './factors.ts';
import { createLine, type Line, type LineContext } from './line.ts';
import { createUnits } from './units.ts';

const TICK_MS = 1_000;
/** Devices that dial at the same instant, e.g. after a power cut; the kernel's own limit is the same by default. */
const BACKLOG = 4096;

/**
 * 环境保护: listens for devices that report by HJ 212 (2005, 2017 and 2025) over TCP.
 * @param port 0: any free one
 * @throws the error of the socket where it cannot listen
 */
export async function startEnvironment(
  context: PortContext,
  settings: EnvironmentSettings,
  host: string,
  port: number,
): Promise<Port & { port: number }> {
  const { health, deployment, keys, log } = context;
  for (const device of settings.devices)
    for (const { code, unit } of deployment.stations.find(({ id }) => id === device.station)
      ?.factors ?? []) {
      const told = factorOf(device, code);
      if (!told.unknown && told.unit !== unit && device.factors.every((own) => own.code !== code))
        log.warn(
          { mn: device.mn, station: device.station, factor: code, told: told.unit, kept: unit },
          'environment: values are taken in the unit that the standard prints and converted; name the device’s own in ports.json where it sends another',
        );
    }
  const shared: LineContext = {
    port: context,
    settings,
    records: {
      source: context.source,
      readTime: createTimeReader(deployment.zone),
      unitOf: createUnits(deployment.stations),
      clock: settings.clock,
    },
    machine: Date.now,
  };
  const decoding = {
    limits: settings,
    devices: new Map(settings.devices.map((device) => [device.mn, device])),
    keys: keys.sm4,
  };
  const calibrating = {
    source: context.source,
    settings: settings.clock,
    zone: deployment.zone,
    last: new Map<string, number>(),
  };
  const lines = new Map<Line, () => void>();
  /** Closed, with records still on their way to disk. */
  const ending = new Set<Line>();

  const server = createServer((socket) => {
    if (!admit(socket)) return;
    const line = createLine(
      socket,
      shared,
      createDecoder(decoding),
      createCalibration(calibrating),
    );
    lines.set(line, () => socket.destroy());
    health.connections(lines.size);
    socket.on('close', () => {
      lines.delete(line);
      health.connections(lines.size);
      ending.add(line);
      line.settled().finally(() => ending.delete(line));
    });
  });
  const admit = keepDoor(server, settings, health.refuse);
  server.listen({ port, host, backlog: BACKLOG });
  await once(server, 'listening');
  // a line that could not be accepted; the others go on
  server.on('error', (error) => log.warn({ err: error }, 'environment: a line was not accepted'));
  health.connections(0);
  const ticking = setInterval(() => {
    for (const line of lines.keys()) line.tick();
  }, TICK_MS);

  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(ticking);
      const closed = new Promise((resolve) => server.close(resolve));
      const open = [...lines.keys()];
      for (const end of lines.values()) end();
      await closed;
      await Promise.all([...open, ...ending].map((line) => line.settled()));
    },
  };
}
