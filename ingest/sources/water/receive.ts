import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { WaterSettings } from '../../../config/deployment/ports/water.ts';
import type { Received } from '../../intake/intake.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { keepDoor } from '../door.ts';
import type { Port, PortContext } from '../port.ts';
import { createAssembly } from './assembly.ts';
import { createListener } from './hear.ts';
import { serveLine } from './line.ts';
import { createPictureStore } from './pictures.ts';

const TICK_MS = 1_000;

/**
 * Listens for stations that speak SL 651-2014 (HEX/BCD form) over TCP. It is the centre of mode M1 (a
 * station set to `answered: false`), M2 (each frame is answered) and M3 (packets, one answer, NAK for what is
 * missing). Of mode M4 it takes the answers: it asks a station nothing by itself. Which mode a frame
 * belongs to is nowhere in the frame: SYN means M3, else the station's settings decide.
 * @param port 0: any free one
 */
export async function startWater(
  context: PortContext,
  settings: WaterSettings,
  host: string,
  port: number,
): Promise<Port & { port: number }> {
  const { intake, health, log } = context;
  const assembly = createAssembly(settings.packets, () => performance.now());
  const listener = createListener(context, settings, assembly);
  const open = new Map<Socket, Promise<void>>();
  /** The line on which a station last spoke, to ask for missing packets. */
  const lineOf = new Map<string, Socket>();

  const shared = {
    context,
    settings,
    listener,
    assembly,
    keep: createPictureStore(context.data),
    spoke: (station: string, socket: Socket) => lineOf.set(station, socket),
  };
  const server = createServer({ highWaterMark: settings.maxReadBytes, noDelay: true }, (socket) => {
    if (!admit(socket)) return;
    // a broken line ends its reading too, which is where it is dealt with
    socket.on('error', () => {});
    const served = serveLine(socket, shared)
      .catch((error: unknown) => {
        if (!socket.destroyed) log.error({ err: error }, 'water: a line failed');
      })
      .finally(() => {
        socket.destroy();
        open.delete(socket);
        for (const [station, line] of lineOf) if (line === socket) lineOf.delete(station);
        health.connections(open.size);
      });
    open.set(socket, served);
    health.connections(open.size);
  });
  const admit = keepDoor(server, settings, health.refuse);

  /** Dead letters of messages that were given up, not yet durable. */
  let lost: Received[] = [];
  const tick = async (): Promise<void> => {
    for (const message of assembly.toAsk()) {
      const line = lineOf.get(message.frame.station);
      const question = listener.ask(message, context.now());
      if (question && line?.writable) line.write(question);
    }
    const records = [...lost, ...assembly.givenUp().map(listener.mourn)];
    lost = [];
    if (records.length === 0) return;
    try {
      await intake.take(records);
    } catch (error) {
      lost = [...records, ...lost];
      if (!(error instanceof Unavailable)) log.error({ err: error }, 'water: a dead letter failed');
    }
  };
  const timer = setInterval(tick, Math.min(TICK_MS, settings.packets.askAfterSeconds * 1000));

  server.listen(port, host);
  await once(server, 'listening');
  // a line that could not be accepted; the others go on
  server.on('error', (error) => log.warn({ err: error }, 'water: a line was not accepted'));
  health.connections(0);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open.keys()) socket.destroy();
      await Promise.all([...open.values(), closed]);
    },
  };
}
