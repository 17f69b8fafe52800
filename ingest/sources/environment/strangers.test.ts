import { afterEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../../config/contract/facts.ts';
import { crcModbus, crcText } from './crc.ts';
import { MN, openEnvironment } from './device.fixture.ts';
import { body, devices, hour, now } from './report.fixture.ts';

let port: Awaited<ReturnType<typeof openEnvironment>>;
const open = async (settings: Record<string, unknown> = {}) => {
  port = await openEnvironment({ devices, ...settings });
  return port;
};
afterEach(() => port.close());

const readings = (): Reading[] => port.facts().filter((fact) => fact.kind === 'reading');

describe('strangers and broken frames', () => {
  it('are refused and counted, and the line is closed after a few', async () => {
    await open({ maxFaults: 3 });
    const device = port.dial();
    device.send(body('DataTime=20260801080000;w01018-Rtd=1', { mn: 'NOBODY' }));
    device.send(body('DataTime=20260801080000;w01018-Rtd=1', { pw: '654321' }));
    device.raw('##0010QN=1;CP=&&&&0000\r\n');
    await device.ends();
    expect(await port.refusals(4)).toMatchObject({
      'unknown device': 1,
      'wrong password': 1,
      'line closed: too many bad frames': 1,
    });
    expect(port.tally().received).toBe(0);
  });

  it('do not stop the good frames between them', async () => {
    await open();
    const device = port.dial();
    device.raw('GET / HTTP/1.1\r\n\r\n');
    device.send(hour(1));
    device.raw('##0500QN=2016');
    device.send(hour(2));
    expect(await device.hears(2)).toHaveLength(2);
    expect(await port.refusals(2)).toEqual({ garbage: 1, 'cut short': 1 });
  });

  it('that talk nonsense without end are cut off', async () => {
    await open({ maxGarbageBytes: 1000 });
    const device = port.dial();
    device.raw('x'.repeat(2000));
    await device.ends();
    expect((await port.refusals(2))['line closed: too much garbage']).toBe(1);
  });

  it('that open frame after frame and finish none are cut off after a few', async () => {
    await open();
    const device = port.dial();
    device.raw('##3997QN=&&ABCD'.repeat(4000));
    await device.ends();
    expect(await port.refusals(11)).toEqual({
      'no CRC where the length says': 10,
      'line closed: too many bad frames': 1,
    });
  });

  it('a Modbus CRC is taken from the device named for it, and flagged', async () => {
    await open();
    const device = port.dial();
    for (const mn of ['MODBUS01', MN]) {
      const text = body('DataTime=20260801080000;w01018-Rtd=1', { mn, qn: now() });
      const crc = crcText(crcModbus(Buffer.from(text)));
      device.raw(`##${String(text.length).padStart(4, '0')}${text}${crc}\r\n`);
    }
    await device.hears();
    expect(readings()).toMatchObject([{ station: 'hq-wq-03', flags: ['crc-modbus'] }]);
    expect(await port.refusals(1)).toEqual({ 'wrong CRC': 1 });
  });

  it('beyond the connections allowed are turned away', async () => {
    await open({ maxConnections: 1 });
    const first = port.dial();
    first.send(hour(1));
    await first.hears();
    await port.dial().ends();
    expect(await port.refusals(1)).toEqual({ 'too many lines': 1 });
  });

  it('of one address cannot take the lines of another', async () => {
    await open({ maxConnections: 3, maxPerAddress: 2 });
    const [first, second] = [port.dial('127.0.0.2'), port.dial('127.0.0.2')];
    await expect.poll(() => port.health().connections).toBe(2);
    await port.dial('127.0.0.2').ends();
    expect(await port.refusals(1)).toEqual({ 'too many lines of one address': 1 });
    const device = port.dial();
    device.send(hour(1));
    expect(await device.hears()).toHaveLength(1);
    expect([first.closed, second.closed]).toEqual([false, false]);
    first.hangUp();
    await expect.poll(() => port.health().connections).toBe(2);
    const next = port.dial('127.0.0.2');
    next.send(hour(2));
    expect(await next.hears()).toHaveLength(1);
  });

  it('that never say anything good are hung up on sooner than those that did', async () => {
    await open({ firstFrameSeconds: 0.5 });
    const [device, stranger] = [port.dial(), port.dial()];
    device.send(hour(1));
    await device.hears();
    await stranger.ends();
    expect(await port.refusals(1)).toEqual({ 'line closed: no message of a known device': 1 });
    device.send(hour(2));
    expect(await device.hears()).toHaveLength(1);
  });

  it('that say nothing any more are hung up on', async () => {
    await open({ idleSeconds: 0.01 });
    const device = port.dial();
    await device.ends();
    expect(await port.refusals(1)).toEqual({ 'line idle': 1 });
    await expect.poll(() => port.health().connections).toBe(0);
  });
});
