import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hop, PatrolReport } from '../../../config/contract/facts.ts';
import { GridSettings } from '../../../config/deployment/ports/grid.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { gridRoutes } from './receive.ts';
import {
  JPEG,
  type Part,
  PNG,
  photoFiles,
  REPORT,
  recorded,
  sha256,
  uploadTo,
} from './upload.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await servePort('grid', (context) => gridRoutes(context, GridSettings.parse({})));
});
afterEach(() => port.close());

const PASSED_ON = { ...REPORT, selfHandled: false, lon: 120.5965, lat: 31.4066, datum: 'WGS84' };
const AT = Date.parse('2026-11-23T01:41:07Z');

const upload = (parts: Part[], path?: string) => uploadTo(port, parts, path);
const patrols = () => port.facts().filter((fact): fact is PatrolReport => fact.kind === 'patrol');
const hops = () => port.facts().filter((fact): fact is Hop => fact.kind === 'hop');
/** Sends bytes as they stand, and gives what came back until the line was closed. */
const raw = async (bytes: Buffer): Promise<string> => {
  const socket = connect(port.port, '127.0.0.1');
  const answer: Buffer[] = [];
  socket.on('data', (piece) => answer.push(piece));
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(answer).toString('utf8');
};

describe('a patrol report', () => {
  it('comes from a phone with its photos, and is acknowledged when both are durable', async () => {
    const answer = await raw(recorded(port.token, REPORT));
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toContain('"stored":1');
    expect(patrols()).toMatchObject([
      {
        reportNo: 'XC20261123000017',
        at: AT,
        grid: 'beizhuang-1',
        patroller: 'XC-012',
        class: 'safety',
        text: '厂房二楼堆放纸箱,占用疏散通道,联系人 138****5678。',
        selfHandled: true,
        caseId: null,
        hazard: 'general',
        photos: [sha256(JPEG), sha256(PNG)],
        details: {
          firm: '苏州某电子有限公司',
          revisitDue: '2026-11-30',
          photosAfter: sha256(PNG),
        },
      },
    ]);
    expect(photoFiles(port)).toEqual([`${sha256(JPEG)}.jpg`, `${sha256(PNG)}.png`].sort());
    const shelf = join(port.context.data, 'photos', sha256(JPEG).slice(0, 2));
    expect(existsSync(join(shelf, `${sha256(JPEG)}.jpg`))).toBe(true);

    expect(await raw(recorded(port.token, REPORT))).toContain('"duplicate":1');
    expect(port.tally()).toMatchObject({ received: 2, stored: 1, duplicate: 1, rejected: 0 });
    expect(photoFiles(port)).toHaveLength(2);
  });

  it('that is passed on is a case too, with what became of it so far', async () => {
    const answer = await port.tell('/grid/reports', {
      ...PASSED_ON,
      类别: '治安',
      class: undefined,
      unit: '综合行政执法局',
      流转: [
        { 环节: '派遣', 时间: '2026-11-23 09:45:00', 承办单位: '综合行政执法局', no: 2 },
        { event: 'sign', at: '2026-11-23T10:02:00+08:00', no: '3' },
      ],
    });
    expect(answer).toMatchObject({ status: 200, received: 2, stored: 2 });
    const [report] = patrols();
    expect(report).toMatchObject({ class: 'security', selfHandled: false });
    expect(report?.caseId).toBe('grid:XC20261123000017:0');
    expect(hops().map(({ event, caseId, at }) => [event, caseId, at])).toEqual([
      ['report', report?.caseId, AT],
      ['dispatch', report?.caseId, Date.parse('2026-11-23T01:45:00Z')],
      ['sign', report?.caseId, Date.parse('2026-11-23T02:02:00Z')],
    ]);
    expect(hops()[0]).toMatchObject({
      channel: 'patrol',
      category: ['治安综治', '', '', ''],
      grid: 'beizhuang-1',
      details: { hazard: 'general', firm: '苏州某电子有限公司', revisitDue: '2026-11-30' },
    });
  });

  it('goes on by steps, of which each may bring photos and none comes twice', async () => {
    const path = `/grid/reports/${REPORT.reportNo}/steps`;
    await port.tell('/grid/reports', PASSED_ON);
    const finish = JSON.stringify({ no: 4, 环节: '反馈', 时间: '2026-11-24 08:30:00' });
    expect(
      await upload(
        [
          ['step', finish],
          ['photo', PNG],
        ],
        path,
      ),
    ).toMatchObject({ status: 200 });
    expect(
      await upload(
        [
          ['step', finish],
          ['photo', PNG],
        ],
        path,
      ),
    ).toMatchObject({
      body: { duplicate: 1 },
    });
    expect(
      await port.tell(path, [{ event: '结案', at: '2026-11-24 17:00:00', no: 5, solved: 1 }]),
    ).toMatchObject({ stored: 1 });
    expect(
      hops().map(({ event, details, solved }) => [event, details.photos ?? '', solved]),
    ).toEqual([
      ['report', '', null],
      ['finish', sha256(PNG), null],
      ['close', '', 1],
    ]);
    expect(await port.tell(path, { event: '回炉', at: '2026-11-24 17:00:00' })).toMatchObject({
      status: 422,
      records: [{ reason: expect.stringMatching(/^event: "回炉": not one of 核实/) }],
    });
  });

  it('is refused by name of field and value, and does not hold up the others', async () => {
    const answer = await port.tell('/grid/reports', [
      { ...REPORT, class: '天气' },
      { ...REPORT, at: '2026-02-30 10:00:00' },
      { ...REPORT, patroller: '张三' },
      { ...REPORT, patroller: '13812345678' },
      { ...REPORT, steps: [{ event: '签收', at: '2026-11-23 10:00:00' }] },
      { ...PASSED_ON, steps: [{ event: '签收', at: 'soon' }] },
      'not a report',
      null,
      JSON.parse('{"__proto__": {"reportNo": "1"}, "constructor": 1}'),
      REPORT,
    ]);
    expect(answer).toMatchObject({ status: 200, received: 10, stored: 1, rejected: 9 });
    expect(answer.records.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^class: "天气": not one of .*社情民意/),
      'at: "2026-02-30 10:00:00": not a time that exists',
      'patroller: "张三": not a patroller\'s number',
      'patroller: "138****5678": not a patroller\'s number',
      'steps: a report that was handled on the spot has none',
      'steps 1: at: "soon": not a time that exists',
      '"not a report" is not an object',
      'null is not an object',
      'reportNo: empty',
      null,
    ]);
    expect(port.tally()).toMatchObject({ received: 10, stored: 1, rejected: 9 });
  });
});

describe('patrollers', () => {
  it('tell where they were; a bad point does not spoil the others', async () => {
    const answer = await port.tell('/grid/tracks', {
      patroller: 'XC-012',
      track: 'T1',
      points: [
        { at: '2026-11-23 09:00:00', lon: 120.6, lat: 31.41 },
        { at: '2026-11-23 09:00:30', lon: 0, lat: 0 },
        { at: '2026-11-23 09:01:00', lon: 120.601, lat: 31.411, datum: 'WGS84' },
        { at: 'now', lon: 120.6, lat: 31.4 },
      ],
    });
    expect(answer).toMatchObject({ received: 2, stored: 1, rejected: 1 });
    expect(answer.records[1]?.reason).toBe('points 2: lon, lat: no position (and 1 other points)');
    const tracks = port.facts().filter(({ kind }) => kind === 'track');
    expect(tracks).toMatchObject([
      { patroller: 'XC-012', track: 'T1', lon: expect.closeTo(120.5957, 3) }, // phones say GCJ-02
      { lon: 120.601, lat: 31.411 },
    ]);
  });

  it('begin and end their duty', async () => {
    const on = { 巡查员: 'XC-012', 状态: '上岗', 时间: '2026-11-23 08:30:00', 网格: 'beizhuang-1' };
    await port.tell('/grid/attendance', [on, { ...on, 状态: '下岗', 时间: '2026-11-23 17:30:00' }]);
    expect(port.facts()).toMatchObject([
      { kind: 'attendance', phase: 'on', patroller: 'XC-012', grid: 'beizhuang-1' },
      { kind: 'attendance', phase: 'off', at: Date.parse('2026-11-23T09:30:00Z') },
    ]);
  });

  it('stand in the roster by number, never by name', async () => {
    const response = await fetch(`http://127.0.0.1:${port.port}/grid/roster`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${port.token}` },
      body: JSON.stringify([
        {
          patroller: 'XC-012',
          姓名: '张三',
          grid: 'beizhuang-1',
          角色: '网格长',
          validFrom: '2026-11-01',
        },
        { patroller: 'XC-013', grid: '无此网格', validFrom: '2026-11-01' },
        {
          patroller: 'XC-014',
          grid: 'beizhuang-2',
          validFrom: '2026-11-01',
          validTo: '2026-11-01',
        },
      ]),
    });
    expect(await response.json()).toMatchObject({
      stored: 1,
      rejected: 2,
      records: [
        {},
        { reason: 'grid: "无此网格": no such grid' },
        { reason: 'validTo: 2026-11-01: not after 2026-11-01' },
      ],
    });
    const [stored] = port.facts();
    expect(stored).toMatchObject({
      register: 'roster',
      key: 'XC-012',
      grid: 'beizhuang-1',
      validFrom: '2026-11-01',
      validTo: '',
      values: { role: '网格长' },
    });
    expect(JSON.stringify(stored)).not.toContain('张三');
  });
});

describe('the grid port', () => {
  it('knows its clients, and takes the totals of their days', async () => {
    for (const path of [
      '/grid/reports',
      '/grid/reports/1/steps',
      '/grid/tracks',
      '/grid/attendance',
    ])
      expect((await port.send(path, '{}', { authorization: 'Bearer nobody' })).status).toBe(401);
    expect(port.health().refused).toEqual({ 'unknown token': 4 });
    const totals = await port.send('/grid/totals', '{"day":"2026-11-23","上报数":200}');
    expect([totals.status, await totals.json()]).toEqual([
      200,
      { day: '2026-11-23', reports: 200 },
    ]);
  });
});
