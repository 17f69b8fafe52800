import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact } from '../../../config/contract/facts.ts';
import { WaterSettings } from '../../../config/deployment/ports/water.ts';
import { openPort } from '../port.fixture.ts';
import type { Port } from '../port.ts';
import { type Frame, measure, readFrame } from './frame.ts';
import { startWater } from './receive.ts';
import { STATION } from './station.fixture.ts';

/** Our clock in the tests, and a send time six seconds before it. */
const NOW = Date.parse('2026-11-23T11:00:20+08:00');
export const SENT = '261123110014';
/** What most texts begin with after the send time. */
export const ABOUT = `F1F1 ${STATION} 48`;
/** A station that works in mode M1. */
export const SILENT = '0012345679';

/** A station's end of a line. */
export class Station {
  private told: Buffer = Buffer.alloc(0);
  readonly socket: Socket;
  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.told = Buffer.concat([this.told, bytes]);
    });
    socket.on('error', () => {});
  }
  static async dial(port: number, localAddress: string): Promise<Station> {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    await once(socket, 'connect');
    return new Station(socket);
  }
  send(...bytes: Buffer[]): void {
    this.socket.write(Buffer.concat(bytes));
  }
  /** Answers so far. */
  answers(): Frame[] {
    const found: Frame[] = [];
    for (let place = 0; place + 14 <= this.told.length; ) {
      const size = measure(this.told, place);
      if (!size.ok) throw new Error(size.error);
      const read = readFrame(this.told.subarray(place, place + size.value));
      if (!read.ok) throw new Error(read.error);
      found.push(read.value);
      place += size.value;
    }
    return found;
  }
  async answer(n = 1): Promise<Frame> {
    while (this.answers().length < n) await once(this.socket, 'data');
    return this.answers()[n - 1] as Frame;
  }
}

/** A listening port with a journal of its own, and the stations that dial it. */
export async function openWater(settings: object = {}) {
  const port = await openPort('water');
  const lines: Station[] = [];
  let water: (Port & { port: number }) | null = null;
  const listen = async (changed: object): Promise<void> => {
    await water?.stop();
    const parsed = WaterSettings.parse({
      stations: {
        [STATION]: { id: 'hq-sw-01', password: '1234', elements: { FF11: { unit: 'kPa' } } },
        [SILENT]: { id: 'hq-yl-01', answered: false },
      },
      ...changed,
    });
    water = await startWater({ ...port.context, now: () => NOW }, parsed, '127.0.0.1', 0);
  };
  await listen(settings);
  return {
    ...port,
    /** Starts again with other settings. */
    listen,
    /** @param from address that the station has */
    async dial(from = '127.0.0.1'): Promise<Station> {
      const station = await Station.dial(water?.port ?? 0, from);
      lines.push(station);
      return station;
    },
    async close(): Promise<void> {
      for (const { socket } of lines) socket.destroy();
      await water?.stop();
      await port.close();
    },
  };
}
export type Water = Awaited<ReturnType<typeof openWater>>;

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(5);
};
/** Reasons of the dead letters among them. */
export const dead = (facts: readonly Fact[]): string[] =>
  facts.flatMap((fact) => (fact.kind === 'dead' ? [fact.reason] : []));
