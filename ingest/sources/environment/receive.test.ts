import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceEvent, Reading } from '../../../config/contract/facts.ts';
import { MN, openEnvironment, SM4_KEY } from './device.fixture.ts';
import { body, devices, hour, local, MN25, now, STATION } from './report.fixture.ts';
import { encryptCp } from './sm4.ts';

let port: Awaited<ReturnType<typeof openEnvironment>>;
const open = async (settings: Record<string, unknown> = {}) => {
  port = await openEnvironment({ devices, ...settings });
  return port;
};
afterEach(() => port.close());

const readings = (): Reading[] => port.facts().filter((fact) => fact.kind === 'reading');
const told = (): DeviceEvent[] => port.facts().filter((fact) => fact.kind === 'device');
const reasons = () => port.facts().flatMap((fact) => (fact.kind === 'dead' ? [fact.reason] : []));

describe('a recorded session of a waste-water device (HJ 212-2017)', () => {
  it('is stored and answered byte for byte as appendix C shows it', async () => {
    await open();
    const device = port.dial();
    device.raw(
      '##0185QN=20160801085000001;ST=32;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&' +
        'DataTime=20160801084000;w00000-Cou=10.5,w00000-Avg=17.5,w00000-Flag=N;w01001-Avg=7.5,w01001-Flag=M&&9C01\r\n',
    );
    await device.hears();
    // the network cuts where it likes
    device.raw('##0128QN=20160801085857223;ST=32;CN=2021;PW=123456;MN=010000A8900016F000169');
    device.raw('DC0;Flag=5;CP=&&DataTime=20160801085857;SB1-RS=1;SB2-RS=0&&F141\r\n');
    await device.hears();
    expect(device.received).toBe(
      '##0087QN=20160801085000001;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&C241\r\n' +
        '##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n',
    );
    expect(
      readings().map(({ factor, stat, value, unit, flag }) => [factor, stat, value, unit, flag]),
    ).toEqual([
      ['w00000', 'sum', 10.5, 'm³', 'N'],
      ['w00000', 'avg', 17.5, 'L/s', 'N'],
      ['w01001', 'avg', 7.5, '', 'M'],
    ]);
    expect(readings()[0]).toMatchObject({
      station: STATION,
      interval: 'minute',
      at: Date.UTC(2016, 7, 1, 0, 40), // the start of the interval, local to the deployment
      flags: ['clock-behind'],
    });
    expect(told()).toMatchObject([
      { station: STATION, event: 'status', values: { 'SB1-RS': '1', 'SB2-RS': '0' } },
    ]);
    expect(port.tally()).toMatchObject({ received: 2, stored: 2, duplicate: 0, rejected: 0 });
    expect(port.health()).toMatchObject({ refused: {}, connections: 1 });
  });

  it('answers a repeated report, and counts it once', async () => {
    await open();
    const device = port.dial();
    device.send(hour(1), hour(1), hour(1));
    expect(await device.hears(3)).toHaveLength(3);
    expect(readings()).toHaveLength(1);
    expect(port.tally()).toMatchObject({ received: 3, stored: 1, duplicate: 2 });
  });

  it('does not answer what asks for none', async () => {
    await open();
    const device = port.dial();
    device.send(body('DataTime=20260801080000;w01018-Rtd=1', { flag: '4' }), hour(2));
    expect(await device.hears()).toEqual([
      `QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=${MN};Flag=4;CP=&&&&`,
    ]);
    expect(readings()).toHaveLength(2);
  });

  it('in packets is answered packet by packet, each with its own QN', async () => {
    await open();
    const device = port.dial();
    const packet = (no: number, cp: string) =>
      `QN=2016080108585753${no};ST=32;CN=2061;PW=123456;MN=${MN};Flag=7;PNUM=2;PNO=${no};CP=&&${cp}&&`;
    device.send(packet(1, 'DataTime=20160801080000;w00000-Cou=63.0,w00000-Flag=N;'));
    expect(await device.hears()).toEqual([expect.stringContaining('QN=20160801085857531;ST=91')]);
    device.send(packet(2, 'w01018-Cou=63.0,w01018-Avg=40.1'));
    expect(await device.hears()).toEqual([expect.stringContaining('QN=20160801085857532;ST=91')]);
    expect(readings().map(({ factor, at }) => [factor, local(at)])).toEqual([
      ['w00000', '20160801080000'],
      ['w01018', '20160801080000'],
      ['w01018', '20160801080000'],
    ]);
  });
});

describe('devices of 2005 and 2025 beside it', () => {
  it('2005: fields in another order, no version bits, the QN repeated in CP', async () => {
    await open();
    const device = port.dial();
    device.send(
      'ST=32;CN=2011;QN=20040516010101001;PW=123456;MN=88888880000001;Flag=1;CP=&&DataTime=20260801080000;011-Rtd=31.5,011-Flag=P;B01-Rtd=2&&',
    );
    expect(await device.hears()).toEqual([
      'ST=91;CN=9014;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001&&',
    ]);
    expect(readings()).toMatchObject([
      { factor: '011', value: 31.5, unit: 'mg/L', flag: 'D' },
      { factor: 'B01', value: 2, unit: 'L/s', flag: 'N' },
    ]);
  });

  it('2025: data encrypted with SM4, a heartbeat that is not', async () => {
    await open();
    const device = port.dial();
    const head = `QN=${now()};ST=22;CN=2011;PW=;MN=${MN25};Flag=9;CP=&&`;
    const secret = encryptCp(
      Buffer.from('DataTime=20260801080000;a34004-Rtd=35000,a34004-Flag=N'),
      SM4_KEY,
    );
    device.send(Buffer.concat([Buffer.from(head), secret, Buffer.from('&&')]));
    expect((await device.hears())[0]).toMatch(/CN=9014;PW=;MN=.*;Flag=8;CP=&&&&$/);
    device.send(`QN=${now()};ST=91;CN=9015;PW=;MN=${MN25};Flag=9;CP=&&&&`);
    expect((await device.hears())[0]).toMatch(/CN=9013/);
    expect(readings()).toMatchObject([
      { station: 'hq-air-01', factor: 'a34004', value: 35, unit: 'μg/m³' },
    ]);
    expect(port.tally().received).toBe(1);
  });

  it('2025: what should be encrypted and is not, or by another key, is refused', async () => {
    await open();
    const device = port.dial();
    const head = `QN=${now()};ST=22;CN=2011;PW=;MN=${MN25};Flag=9;CP=&&`;
    const plain = Buffer.from('DataTime=20260801080000;a34004-Rtd=35000');
    const other = encryptCp(plain, 'f'.repeat(32));
    for (const cp of [plain, other])
      device.send(Buffer.concat([Buffer.from(head), cp, Buffer.from('&&')]));
    expect(await port.refusals(2)).toEqual({ 'not encrypted': 1, 'wrong SM4 key': 1 });
    expect(port.tally().received).toBe(0);
  });
});

describe('a record that cannot be understood', () => {
  it('is kept with its reason, without the password, and answered', async () => {
    await open();
    const device = port.dial();
    device.send(
      body('DataTime=20260230080000;w01018-Rtd=1'),
      body('DataTime=20260801080000;w01018-Rtd=7.1x;w01001-Rtd=7'),
      body('w01018-Rtd=1'),
      body('DataTime=20260801080001;__proto__-Rtd=1'),
      body('DataTime=21010801080000;w01018-Rtd=1'),
    );
    expect(await device.hears(5)).toHaveLength(5);
    expect(reasons()).toEqual([
      'DataTime "20260230080000" is no time',
      'w01018-Rtd "7.1x" is no number',
      'CN 2011 states no DataTime',
      '"__proto__-Rtd" is no name of a field',
      'DataTime "21010801080000" lies outside 1970–2099',
    ]);
    expect(readings()).toMatchObject([{ factor: 'w01001', value: 7 }]);
    expect(port.tally()).toMatchObject({ received: 6, stored: 1, rejected: 5 });
    expect(JSON.stringify(port.facts())).not.toContain('123456');
  });
});

describe('clocks', () => {
  it('of 1970, of 2099 and of a leap second are flagged, never fatal', async () => {
    await open();
    const device = port.dial();
    for (const time of ['19700101000000', '20991231235959', '20260630235960'])
      device.send(body(`DataTime=${time};w01018-Rtd=1`, { qn: now() }));
    await device.hears(3);
    expect(readings().map(({ flags }) => flags)).toEqual([
      ['clock-behind'],
      ['clock-ahead'],
      ['leap-second'],
    ]);
    expect(port.tally()).toMatchObject({ stored: 3, rejected: 0 });
  });

  it('a device that asks for the time (1013) is given it', async () => {
    await open();
    const device = port.dial();
    device.send(body('PolId=w01018', { cn: '1013', qn: now() }));
    const [notice = '', command = ''] = await device.hears(2);
    expect(notice).toMatch(/CN=9013;.*Flag=4/);
    const [, qn, time = ''] =
      /^QN=(\d{17});ST=32;CN=1012;PW=123456;MN=.*;Flag=5;CP=&&PolId=w01018;SystemTime=(\d{14})&&$/.exec(
        command,
      ) ?? [];
    expect(time.slice(0, 8)).toBe(local(Date.now(), 'yyyyMMdd'));
    device.send(body('QnRtn=1', { cn: '9011', st: '91', flag: '4', qn: qn ?? '' }));
    device.send(body('ExeRtn=1', { cn: '9012', st: '91', flag: '4', qn: qn ?? '' }));
    device.send(body('ExeRtn=1', { cn: '9012', st: '91', flag: '4', qn: qn ?? '' }));
    expect(await port.refusals(1)).toEqual({ 'answer to nothing asked': 1 });
    device.send(hour(1));
    await device.hears();
    expect(told()).toMatchObject([
      { event: 'clock', values: { PolId: 'w01018', QnRtn: '1', ExeRtn: '1' } },
    ]);
  });

  it('a device that is off is set right where the settings allow it, once', async () => {
    await open({ clock: { calibrate: true } });
    const device = port.dial();
    const late = (n: number) =>
      body(`DataTime=2026080108000${n};w01018-Rtd=1`, { qn: now(-300_000) });
    device.send(late(1));
    expect((await device.hears(2))[1]).toContain('CN=1012');
    device.send(late(2), late(3));
    for (const answer of await device.hears(2)) expect(answer).toContain('CN=9014');
    const { clockOffset } = port.health();
    expect(Math.round((clockOffset ?? 0) / 60_000)).toBe(-5);
  });
});
