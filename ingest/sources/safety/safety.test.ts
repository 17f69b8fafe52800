import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Hop } from '../../../config/contract/facts.ts';
import { loadChecklist } from '../../../config/deployment/checklists.ts';
import { SafetySettings } from '../../../config/deployment/ports/safety.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { safetyRoutes } from './receive.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await servePort('safety', (context) => safetyRoutes(context, SafetySettings.parse({})));
});
afterEach(() => port.close());

const isHop = (fact: Fact): fact is Hop => fact.kind === 'hop';
const hops = (no: string) =>
  port
    .facts()
    .filter(isHop)
    .filter(({ upstreamNo }) => upstreamNo === no);

/** A let workshop: two of eight items wrong, one of them a major hazard. */
const WORKSHOP = {
  no: 'J-2026-0311',
  at: '2026-11-23 14:20:00',
  firm: '某模具厂',
  grid: '北庄村第一网格',
  address: '永方路 7 号',
  inspector: '安监所三组',
  checklist: '331',
  checked: [1, 2, 3, 4, 5, 6, 7, 8],
  failed: ['331/6'],
  hazards: [
    {
      no: 'YH-901',
      level: '重大',
      text: '车间内住宿，与生产区之间没有实体墙',
      item: 1,
      due: '2026-12-23',
      unit: '综合执法局',
    },
    {
      no: 'YH-902',
      level: '一般隐患',
      text: '疏散出口堆放杂物',
      item: '331/6',
      due: '2026-11-24 18:00',
    },
  ],
  note: '已责令整改',
};

describe('an inspection', () => {
  it('and the hazards that it found become durable together, each hazard a case of its own', async () => {
    const answered = await port.tell('/safety/inspections', WORKSHOP);
    expect(answered).toMatchObject({ status: 200, received: 1, stored: 1 });
    expect(answered.records.map(({ no }) => no)).toEqual(['J-2026-0311']);
    expect(port.tally()).toMatchObject({ received: 3, stored: 3 }); // the hazards are cases
    expect(port.facts()[0]).toMatchObject({
      kind: 'inspection',
      id: 'inspection:safety:J-2026-0311',
      firm: '某模具厂',
      grid: 'beizhuang-1',
      checklist: '331',
      checked: 8,
      failed: ['331/1', '331/6'],
      hazards: ['safety:YH-901:0', 'safety:YH-902:0'],
    });
    expect(hops('YH-901').map(({ event }) => event)).toEqual(['report', 'file']);
    expect(hops('YH-901')[0]).toMatchObject({
      category: ['安全生产', '331专项', '', ''],
      unit: 'enforcement',
      // a bare date is met until its day ends
      dueAt: Date.UTC(2026, 11, 23, 15, 59, 59),
      details: { hazard: 'major', firm: '某模具厂', checkItem: '331/1', campaign: '331' },
    });
    expect(hops('YH-902')[0]).toMatchObject({
      dueAt: Date.UTC(2026, 10, 24, 10),
      details: { hazard: 'general', checkItem: '331/6' },
    });
    expect(await port.tell('/safety/inspections', WORKSHOP)).toMatchObject({ duplicate: 1 });
  });

  it('looks again at hazards of an earlier one', async () => {
    await port.tell('/safety/inspections', WORKSHOP);
    const answered = await port.tell('/safety/inspections', {
      检查编号: 'J-2026-0340',
      检查时间: '2026-12-24',
      被检查单位: '某模具厂',
      检查单位: '安监所三组',
      复查: [
        { 隐患编号: 'YH-901', 复查结果: '不合格', 整改期限: '2026-12-31', 说明: '仍有人住宿' },
        { 隐患编号: 'YH-902', 复查结果: '合格', 复查次数: 1 },
      ],
    });
    expect(answered.records).toMatchObject([{ ignored: ['rechecks.复查次数'] }]);
    expect(hops('YH-901').at(-1)).toMatchObject({
      event: 'rework',
      note: '仍有人住宿',
      dueAt: Date.UTC(2026, 11, 31, 15, 59, 59),
    });
    expect(hops('YH-902').at(-1)).toMatchObject({ event: 'check', actor: '安监所三组' });
  });

  it('of which any part is wrong is refused whole, by field and value', async () => {
    const [first, second] = WORKSHOP.hazards;
    const answered = await port.tell('/safety/inspections', [
      { ...WORKSHOP, failed: ['331/22'] },
      { ...WORKSHOP, hazards: [first, { ...second, item: 0 }] },
      { ...WORKSHOP, checked: [1, 2], hazards: [] },
      { ...WORKSHOP, checked: 22 },
      { ...WORKSHOP, checked: null },
      { ...WORKSHOP, checklist: '876' },
      { ...WORKSHOP, checklist: '' },
      { ...WORKSHOP, hazards: [first, { ...second, level: '特大' }] },
      { ...WORKSHOP, hazards: [first, first] },
      { ...WORKSHOP, hazards: [first, { ...second, due: '2026-11-31' }] },
      { ...WORKSHOP, hazards: [first, { ...second, no: 'x'.repeat(300) }] },
      { ...WORKSHOP, at: '1969-01-01' },
    ]);
    expect(answered).toMatchObject({ status: 422, received: 12, rejected: 12 });
    expect(answered.records.map(({ reason }) => reason)).toEqual([
      'failed: "331/22" is no item of list 331',
      'failed: "0" is no item of list 331',
      'failed: 331/6 was not checked',
      'checked: 22: 2 failed, and the list has 21',
      'checked: empty',
      'checklist: "876" is none of 331',
      'failed: "331/6": no check list is named',
      'hazards[1].level: "特大": not one of 一般, 一般隐患, general, 重大, 重大隐患, major',
      'hazards[1]: YH-901 is told twice',
      'hazards[1].due: "2026-11-31": not a time that exists',
      expect.stringMatching(/^J-2026-0311: hazards\.1: Too big/),
      expect.stringMatching(/^J-2026-0311: at: Too small/),
    ]);
    expect(port.facts().every(({ kind }) => kind === 'dead')).toBe(true);
  });
});

describe('a hazard', () => {
  it('is rectified, extended, supervised, checked and closed by updates, told in any order', async () => {
    const update = (action: string, at: string, more: object = {}) => ({
      隐患编号: 'YH-901',
      操作: action,
      时间: `2026-12-${at}:00`,
      ...more,
    });
    const updates = [
      update('销号', '29 10:00', { 操作单位: '安监所' }),
      update('复查', '26 10:00', { 复查结果: '不合格', 流水号: '7' }),
      update('复查', '28 10:00', { 复查结果: '合格', 流水号: '9' }),
      update('整改完成', '25 10:00'),
      update('整改完成', '27 10:00'),
      update('延期', '20 10:00', { 整改期限: '2026-12-26' }),
      update('挂牌督办', '01 09:00', { 说明: '区安委办挂牌' }),
    ];
    expect(await port.tell('/safety/hazards', updates)).toMatchObject({ stored: 7 });
    expect(await port.tell('/safety/hazards', updates)).toMatchObject({ duplicate: 7 });
    await port.tell('/safety/inspections', WORKSHOP);
    const course = hops('YH-901')
      .toSorted((a, b) => a.at - b.at)
      .map(({ event }) => event);
    expect(course).toEqual([
      'report',
      'file',
      'supervise',
      'extend',
      'finish',
      'rework',
      'finish',
      'check',
      'close',
    ]);
    expect(hops('YH-901').find(({ event }) => event === 'extend')).toMatchObject({
      dueAt: Date.UTC(2026, 11, 26, 15, 59, 59),
    });
  });

  it('is not updated by half a word', async () => {
    const base = { hazard: 'YH-1', at: '2026-12-01 09:00:00' };
    const answered = await port.tell('/safety/hazards', [
      { ...base, action: '复查' },
      { ...base, action: '延期' },
      { ...base, action: '删除' },
      { ...base, hazard: '', action: '销号' },
      { ...base, at: null, action: '销号' },
    ]);
    expect(answered.records.map(({ reason }) => reason)).toEqual([
      'passed: empty, 复查 must tell it',
      'due: empty, 延期 must tell it',
      expect.stringMatching(/^action: "删除": not one of /),
      'hazard: empty',
      'at: empty',
    ]);
  });
});

describe('the 331 check list', () => {
  it('has 21 items, and says of those whose text is not known that it is missing', () => {
    const { items } = loadChecklist('331');
    const sizes = new Map<string, number>();
    for (const { part } of items) sizes.set(part, (sizes.get(part) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([8, 7, 6]);
    expect(items.map(({ id }) => id)).toEqual(items.map((_, n) => `331/${n + 1}`));
    expect(items.filter(({ text }) => text === null).every(({ note }) => note === '待补')).toBe(
      true,
    );
    expect(items.filter(({ text }) => text !== null)).toHaveLength(8);
  });
});

describe('the port of 安全生产', () => {
  it('takes the totals of a day', async () => {
    const told = await port.send('/safety/totals', '{"day":"2026-11-23","检查数":4,"隐患数":9}');
    expect([told.status, await told.json()]).toEqual([
      200,
      { day: '2026-11-23', inspections: 4, cases: 9 },
    ]);
  });

  it('takes a recorded session cut anywhere, and refuses a stranger on the same line', async () => {
    const body = (no: string) =>
      `{"检查编号":"${no}","检查时间":"2026-11-23 08:30","企业":"某电镀厂","隐患":[{"隐患编号":"${no}-1","隐患级别":"重大","隐患描述":"危废未分类存放"}]}`;
    const request = (token: string, text: string) =>
      `POST /safety/inspections HTTP/1.1\r\nHost: qiao\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
    const session = Buffer.from(
      `${request(port.token, body('S-1'))}\r\n${body('S-1')}${request('stranger', body('S-2'))}Connection: close\r\n\r\n${body('S-2')}`,
    );
    const socket = connect(port.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    for (let at = 0; at < session.length; at += 7) socket.write(session.subarray(at, at + 7));
    let answered = '';
    for await (const chunk of socket) answered += chunk;
    expect(answered.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
    expect(answered).toContain('{"no":"S-1","outcome":"stored","reason":null}');
    expect(port.facts()).toMatchObject([
      { kind: 'inspection', checklist: '', checked: 0 },
      { upstreamNo: 'S-1-1', event: 'report' },
      { upstreamNo: 'S-1-1', event: 'file' },
    ]);
    expect(port.health().refused).toEqual({ 'unknown token': 1 });
  });
});
