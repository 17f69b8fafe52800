import { once } from 'node:events';
import { connect } from 'node:net';
import { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import type { Intake } from '../../intake/intake.ts';
import { openPort } from '../port.fixture.ts';
import { buildFrame } from './frame.ts';
import { startEnvironment } from './receive.ts';
import { createSplitter } from './splitter.ts';

export const MN = '010000A8900016F000169DC0';
export const SM4_KEY = '0123456789abcdeffedcba9876543210';

/** A device at the other end of a real line. */
export class Device {
  private readonly splitter = createSplitter({ maxBody: 9999, mayModbus: () => false });
  private readonly heard: string[] = [];
  private readonly socket;
  closed = false;
  /** Every byte it was sent. */
  received = '';

  constructor(port: number, localAddress: string) {
    this.socket = connect({ port, host: '127.0.0.1', localAddress });
    this.socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
      for (const event of this.splitter.push(chunk))
        if (event.kind === 'frame') this.heard.push(event.body.toString());
      this.socket.emit('heard');
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.closed = true;
      this.socket.emit('heard');
    });
  }

  send(...bodies: (string | Buffer)[]): void {
    this.raw(Buffer.concat(bodies.map(buildFrame)));
  }

  raw(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  /** The next data segments it is sent, in order. */
  async hears(n = 1): Promise<string[]> {
    while (this.heard.length < n && !this.closed) await once(this.socket, 'heard');
    return this.heard.splice(0, n);
  }

  async ends(): Promise<void> {
    while (!this.closed) await once(this.socket, 'heard');
  }

  hangUp(): void {
    this.socket.destroy();
  }
}

/** The port with a real journal behind it, and devices that dial it. */
export async function openEnvironment(
  settings: Record<string, unknown>,
  intake: (real: Intake) => Intake = (real) => real,
) {
  const fixture = await openPort('environment');
  const { context } = fixture;
  const port = await startEnvironment(
    {
      ...context,
      intake: intake(context.intake),
      keys: { ...context.keys, sm4: { [`${MN.slice(0, -1)}5`]: SM4_KEY } },
    },
    EnvironmentSettings.parse(settings),
    '127.0.0.1',
    0,
  );
  const devices: Device[] = [];
  return {
    ...fixture,
    port,
    /** @param from address that the device has */
    dial(from = '127.0.0.1'): Device {
      const device = new Device(port.port, from);
      devices.push(device);
      return device;
    },
    /** Resolves once as many inputs were refused in all. */
    async refusals(n: number): Promise<Record<string, number>> {
      for (;;) {
        const { refused } = fixture.health();
        if (Object.values(refused).reduce((sum, each) => sum + each, 0) >= n) return refused;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async close(): Promise<void> {
      for (const device of devices) device.hangUp();
      await port.stop();
      await fixture.close();
    },
  };
}
