import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hop } from '../../../config/contract/facts.ts';
import type { ServedPort } from '../http/served.fixture.ts';
import {
  JPEG,
  PNG,
  patrolsOf,
  photoFiles,
  REPORT,
  recorded,
  serveGrid,
  sha256,
  uploadTo,
} from './upload.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveGrid();
});
afterEach(() => port.close());

const PASSED_ON = { ...REPORT, selfHandled: false, lon: 120.5965, lat: 31.4066, datum: 'WGS84' };
const AT = Date.parse('2026-11-23T01:41:07Z');

const patrols = () => patrolsOf(port);
const files = () => photoFiles(port);
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
          revisitDue: '2026-11-30T15:59:59.000Z',
          photosAfter: sha256(PNG),
        },
      },
    ]);
    expect(files()).toEqual([`${sha256(JPEG)}.jpg`, `${sha256(PNG)}.png`].sort());
    const shelf = join(port.context.data, 'photos', sha256(JPEG).slice(0, 2));
    expect(existsSync(join(shelf, `${sha256(JPEG)}.jpg`))).toBe(true);

    expect(await raw(recorded(port.token, REPORT))).toContain('"duplicate":1');
    expect(port.tally()).toMatchObject({ received: 2, stored: 1, duplicate: 1, rejected: 0 });
    expect(files()).toHaveLength(2);
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
    expect(answer).toMatchObject({ status: 200, received: 1, stored: 1 });
    expect(port.tally()).toMatchObject({ received: 2, stored: 2 }); // a report and a case
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
      details: {
        hazard: 'general',
        firm: '苏州某电子有限公司',
        revisitDue: '2026-11-30T15:59:59.000Z',
      },
    });
  });

  it('goes on by steps, of which each may bring photos and none comes twice', async () => {
    const path = `/grid/reports/${REPORT.reportNo}/steps`;
    await port.tell('/grid/reports', PASSED_ON);
    const finish = JSON.stringify({ no: 4, 环节: '反馈', 时间: '2026-11-24 08:30:00' });
    const upload = () =>
      uploadTo(
        port,
        [
          ['step', finish],
          ['photo', PNG],
        ],
        path,
      );
    expect(await upload()).toMatchObject({ status: 200 });
    expect(await upload()).toMatchObject({ body: { duplicate: 1 } });
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
      'patroller: "张*": not a patroller\'s number',
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

  it('that is passed on is one record, which is taken whole or not at all', async () => {
    const answer = await port.tell('/grid/reports', [
      { ...PASSED_ON, reportNo: 'A', category: ['城市管理', 'x'.repeat(300)] },
      {
        ...PASSED_ON,
        reportNo: 'B',
        天气: '晴',
        steps: [{ event: '签收', at: '2026-11-23 10:00:00', by: 1 }],
      },
    ]);
    expect(answer).toMatchObject({ received: 2, stored: 1, rejected: 1 });
    expect(answer.records).toEqual([
      {
        no: 'A',
        outcome: 'rejected',
        reason: expect.stringMatching(/^category\.1: Too big|^category/),
      },
      { no: 'B', outcome: 'stored', reason: null, ignored: ['天气', 'steps.by'] },
    ]);
    expect(patrols().map(({ reportNo }) => reportNo)).toEqual(['B']);
  });
});
