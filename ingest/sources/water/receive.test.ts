import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../config/contract/facts.ts';
import { STATION, upFrame } from './station.fixture.ts';
import { ABOUT, dead, openWater, SENT, SILENT, until, type Water } from './water.fixture.ts';

const at = (time: string): number => Date.parse(`2026-11-23T${time}+08:00`);
const readings = (facts: readonly Fact[]) =>
  facts.flatMap((fact) =>
    fact.kind === 'reading'
      ? [[fact.factor, fact.at, fact.value, fact.unit, fact.interval, fact.stat, fact.flag]]
      : [],
  );
const said = (facts: readonly Fact[]) =>
  facts.flatMap((fact) => (fact.kind === 'device' ? [[fact.event, fact.values]] : []));

let water: Water;

beforeEach(async () => {
  water = await openWater();
});
afterEach(() => water.close());

describe('a station on the line', () => {
  it('keeps it open, reports, and is answered once its report is durable', async () => {
    const station = await water.dial();
    // keep-alive at 11:00:14, then a timed report of rain, level and voltage, as bytes on the wire
    station.send(
      Buffer.from('7E7E01001234567812342F000802000326112311001403082F', 'hex'),
      Buffer.from(
        '7E7E010012345678123432002B020004261123110014F1F1001234567848F0F02611231100201900004026190000403923000032753812109903FAAC',
        'hex',
      ),
    );
    const answer = await station.answer();
    expect(answer).toMatchObject({ direction: 'down', station: STATION, func: 0x32, end: 0x1b });
    expect(answer.body.toString('hex')).toBe('0004261123110020');
    expect(readings(water.facts())).toEqual([
      ['20', at('11:00'), 4, 'mm', 'realtime', 'value', 'N'],
      ['26', at('11:00'), 4, 'mm', 'realtime', 'value', 'N'],
      ['39', at('11:00'), 3.275, 'm', 'realtime', 'value', 'N'],
      ['38', at('11:00'), 10.99, 'V', 'realtime', 'value', 'N'],
    ]);
    expect(water.facts()[0]).toMatchObject({ source: 'water', station: 'hq-sw-01', flags: [] });
    expect(water.health()).toMatchObject({ clockOffset: -6000, connections: 1, refused: {} });
    expect(station.answers()).toHaveLength(1);
  });

  it('may say a report again: it is answered and not stored twice', async () => {
    const station = await water.dial();
    const report = upFrame(0x32, `0004 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`);
    station.send(report, report);
    await station.answer(2);
    expect(water.tally()).toMatchObject({ received: 2, stored: 1, duplicate: 1, rejected: 0 });
  });

  it('gives hourly groups and even intervals their own times, and says where it has no value', async () => {
    const station = await water.dial();
    const rain = `05000000FF${'00'.repeat(7)}`;
    station.send(
      upFrame(0x34, `0005 ${SENT} ${ABOUT} F0F0 2611231005 F4 60 ${rain}`),
      upFrame(0x31, `0006 ${SENT} ${ABOUT} F0F0 2611231005 04 18 000005 39 23 00003275 FF000120`),
    );
    await station.answer(2);
    const found = readings(water.facts());
    expect(found).toHaveLength(13);
    // the sum that is told at 10:05 began at 10:00
    expect(found[0]).toEqual(['F4', at('10:00'), 0.5, 'mm', 'minute', 'sum', 'N']);
    expect(found[10]).toEqual(['F4', at('10:55'), 0, 'mm', 'minute', 'sum', 'N']);
    expect(found[11]).toEqual(['39', at('10:05'), 3.275, 'm', 'realtime', 'value', 'N']);
    expect(found[12]).toEqual(['39', at('10:10'), -0.12, 'm', 'realtime', 'value', 'N']);
    expect(said(water.facts())).toEqual([['hourly/no-value', { 'F4+20min': 'FF' }]]);
  });

  it('is believed with a flag where its clock or its element is doubtful', async () => {
    const station = await water.dial();
    const about = (serial: string, sent: string, element: string) =>
      upFrame(0x32, `${serial} ${sent} ${ABOUT} F0F0 ${sent.slice(0, 10)} ${element}`);
    station.send(
      about('0001', '991231235959', '39 23 00003275'),
      about('0002', '700101000000', '39 23 00003275'),
      about('0003', '000101000000', '39 23 00003275'),
      about('0004', '261123110060', 'E1 12 0123'),
      about('0005', '261123110000', 'FF11 12 0123'),
    );
    await station.answer(5);
    const flags = water.facts().map((fact) => ('flags' in fact ? fact.flags : null));
    expect(flags).toEqual([
      ['clock-ahead'],
      ['clock-ahead'],
      ['clock-behind'],
      ['leap-second', 'unknown-factor'],
      [],
    ]);
    expect(water.facts().map((fact) => fact.at)).toEqual(
      [
        '2099-12-31T23:59',
        '2070-01-01T00:00',
        '2000-01-01T00:00',
        '2026-11-23T11:00',
        '2026-11-23T11:00',
      ].map((time) => Date.parse(`${time}+08:00`)),
    );
  });

  it('is answered for what cannot be understood, which is kept with its reason', async () => {
    const station = await water.dial();
    station.send(
      upFrame(0x32, `0001 261332110014 ${ABOUT} F0F0 2611231100 39 23 00003275`),
      upFrame(0x32, `0002 ${SENT} ${ABOUT} F0F0 2611311100 39 23 00003275`),
      upFrame(0x32, `0003 ${SENT} F1F1 0099999999 48 F0F0 2611231100 39 23 00003275`),
      upFrame(0x32, `0004 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275 20 19 00`),
      upFrame(0x32, '00'),
    );
    await station.answer(4);
    await until(() => water.tally().received === 6);
    expect(dead(water.facts())).toEqual([
      'send time: 261332110014 is no date',
      'timed: time of observation: 2611311100 is no date',
      'text names station 0099999999 in a frame of 0012345678',
      'timed: element 20 at byte 31 needs 3 bytes, 1 are left',
      'text of 1 bytes has no serial number and send time',
    ]);
    expect(readings(water.facts())).toHaveLength(1);
    expect(water.tally()).toMatchObject({ received: 6, stored: 1, rejected: 5 });
  });

  it('tells of itself too: status, version, settings, a manual line, a function unknown to us', async () => {
    const station = await water.dial();
    station.send(
      upFrame(0x46, `0001 ${SENT} F1F1 ${STATION} 45 20 00000405`),
      upFrame(0x45, `0002 ${SENT} F1F1 ${STATION} 03 563132`),
      upFrame(0x43, `0003 ${SENT} F1F1 ${STATION} 2008 01 2310 0300`),
      upFrame(0x35, `0004 ${SENT} F2F2 51312E323334`),
      upFrame(0x4a, `0005 ${SENT} F1F1 ${STATION}`),
      upFrame(0xe1, `0006 ${SENT} CAFE`),
    );
    await station.answer(6);
    expect(said(water.facts())).toEqual([
      ['status', { '45': '00000405', bits: '0,2,10' }],
      ['version', { version: 'V12' }],
      ['parameters', { '20': '01', '23': '0300' }],
      ['manual', { F2: 'Q1.234' }],
      ['clock-set', { serial: '5' }],
      ['function-E1', { raw: 'CAFE' }],
    ]);
  });

  it('marks the values of a test report as made while somebody works at the station', async () => {
    const station = await water.dial();
    station.send(upFrame(0x30, `0001 ${SENT} ${ABOUT} F0F0 2611231100 20 19 000005`));
    await station.answer();
    expect(readings(water.facts())[0]?.at(-1)).toBe('M');
  });
});

describe('a line that is not listened to', () => {
  it('names what it refused, and good frames between are taken', async () => {
    const station = await water.dial();
    const good = upFrame(0x32, `0001 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`);
    const bad = Buffer.from(good);
    bad[30] = 0x77;
    station.send(
      upFrame(0x32, `0001 ${SENT}`, { station: '0099999999' }),
      upFrame(0x32, `0001 ${SENT}`, { password: '9999' }),
      Buffer.from('hello'),
      bad,
      good,
    );
    await station.answer();
    expect(water.health().refused).toEqual({
      'unknown station': 1,
      'wrong password': 1,
      garbage: 1,
      'wrong crc': 1,
    });
    expect(water.tally()).toMatchObject({ received: 1, stored: 1 });
    expect(station.answers()).toHaveLength(1);
  });

  it('is closed after too many refused frames, when there are too many, and when it is idle', async () => {
    await water.listen({ maxRefused: 3, maxConnections: 2 });
    const [first, second] = [await water.dial(), await water.dial()];
    const third = await water.dial();
    await once(third.socket, 'close');
    expect(water.health().refused['too many lines']).toBe(1);
    for (let n = 0; n < 3; n++)
      first.send(upFrame(0x32, `0001 ${SENT}`, { station: '0099999999' }));
    await once(first.socket, 'close');
    expect(water.health().refused['unknown station']).toBe(3);
    await until(() => water.health().connections === 1);
    second.socket.destroy();
    await until(() => water.health().connections === 0);
    await water.listen({ idleSeconds: 0.05 });
    await once((await water.dial()).socket, 'close');
  });

  it('of one address cannot take the lines of another', async () => {
    await water.listen({ maxConnections: 3, maxPerAddress: 2 });
    const [first] = [await water.dial('127.0.0.2'), await water.dial('127.0.0.2')];
    await once((await water.dial('127.0.0.2')).socket, 'close');
    expect(water.health().refused).toEqual({ 'too many lines of one address': 1 });
    const report = upFrame(0x32, `0001 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`);
    const station = await water.dial();
    station.send(report);
    await station.answer();
    first?.socket.destroy();
    await until(() => water.health().connections === 2);
    const next = await water.dial('127.0.0.2');
    next.send(report);
    await next.answer();
  });

  it('is closed sooner where it never sent a good frame', async () => {
    await water.listen({ firstFrameSeconds: 0.2 });
    const [station, stranger] = [await water.dial(), await water.dial()];
    const report = upFrame(0x32, `0001 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`);
    station.send(report);
    await station.answer();
    await once(stranger.socket, 'close');
    expect(water.health().refused).toEqual({ 'line closed: no frame of a known station': 1 });
    station.send(report);
    await station.answer(2);
  });

  it('gets no answer in mode M1, and is still recorded', async () => {
    const station = await water.dial();
    station.send(
      upFrame(0x32, `0001 ${SENT} F1F1 ${SILENT} 50 F0F0 2611231100 20 19 000005`, {
        station: SILENT,
      }),
    );
    station.socket.end();
    await once(station.socket, 'close');
    await until(() => water.tally().stored === 1);
    expect(station.answers()).toEqual([]);
  });

  it('has a frame cut off that does not go on', async () => {
    await water.listen({ frameSeconds: 0.05 });
    const station = await water.dial();
    station.send(upFrame(0x32, `0001 ${SENT} ${ABOUT}`).subarray(0, 20));
    await until(() => water.health().refused['cut off'] === 1);
  });
});
