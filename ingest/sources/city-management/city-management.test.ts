import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Hop } from '../../../config/contract/facts.ts';
import { CityManagementSettings } from '../../../config/deployment/ports/city-management.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { cityManagementRoutes } from './receive.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await servePort('dcm', (context) =>
    cityManagementRoutes(context, CityManagementSettings.parse({})),
  );
});
afterEach(() => port.close());

const isHop = (fact: Fact): fact is Hop => fact.kind === 'hop';
const course = () =>
  port
    .facts()
    .filter(isHop)
    .map(({ event, at }) => `${local(at)} ${event}`);
const local = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
const deads = () => port.facts().flatMap((fact) => (fact.kind === 'dead' ? [fact.reason] : []));

/** A manhole cover: found by a patroller, dispatched, mended late, sent back once, closed. */
const COVER = {
  task_num: '2026112300017',
  create_time: '2026-11-23 09:00:00',
  act_property_id: 101,
  event_src_id: 1,
  event_src_name: '采集',
  event_desc: '永方路上水井盖破损',
  address: '永方路 18 号门前',
  main_type_name: '公用设施',
  sub_type_name: '上水井盖',
  part_code: '3205080101000001',
  duty_grid_name: '北庄村第一网格',
  coordinate_x: 120.592,
  coordinate_y: 31.407,
  archive_time: '2026-11-23 16:30:00',
  archive_type_id: 2,
  act_inst_list: [
    act(881, 2, '09:00', '09:05', { role_name: '受理员', trans_opinion: '属实，请立案' }),
    act(882, 4, '09:05', '09:10', { role_name: '值班长' }),
    act(883, 6, '09:10', '09:20', { role_name: '派遣员', unit_name: '指挥中心' }),
    act(884, 8, '09:40', '13:45', {
      role_name: '处置部门',
      unit_name: '建设管理局',
      deadline_time: '2026-11-23 13:20:00',
      act_used: 245,
      overtime_flag: 1,
    }),
    act(885, 13, '13:45', '14:00', { role_name: '核查员', trans_opinion: '未修复到位' }),
    act(886, 8, '14:10', '15:30', {
      unit_name: '建设管理局',
      deadline_time: '2026-11-23 18:00:00',
      overtime_flag: 0,
    }),
    act(887, 13, '15:30', '16:10', {}),
    act(888, 14, '16:10', '16:30', { role_name: '值班长' }),
  ],
};
function act(id: number, stage: number, start: string, end: string, more: object) {
  const at = (time: string) => `2026-11-23 ${time}:00`;
  return {
    act_id: id,
    act_property_id: stage,
    start_time: at(start),
    end_time: at(end),
    ...more,
  };
}

describe('a case of 数字城管', () => {
  it('is told once with all its acts, each of which is a hop of its own', async () => {
    expect(await port.tell('/dcm/cases', COVER)).toEqual({
      status: 200,
      received: 1,
      stored: 1,
      duplicate: 0,
      rejected: 0,
      records: [{ no: '2026112300017', outcome: 'stored', reason: null }],
    });
    expect(course()).toEqual([
      '09:00 report',
      '09:05 comment', // accepted: no state of its own
      '09:10 file',
      '09:20 dispatch',
      '09:40 sign',
      '13:45 finish',
      '14:00 rework', // the check sent it back
      '14:10 sign',
      '15:30 finish',
      '16:10 check',
      '16:30 comment', // 值班长 signs
      '16:30 close',
    ]);
    const [report, , , dispatch, sign, finish, rework] = port.facts() as Hop[];
    expect(report).toMatchObject({
      caseId: 'dcm:2026112300017:0',
      channel: 'patrol',
      category: ['城市管理', '公用设施', '上水井盖', ''],
      grid: 'beizhuang-1',
      details: { component: '3205080101000001' },
      text: { subject: '公用设施 · 上水井盖', content: '永方路上水井盖破损' },
      flags: [],
    });
    // who has to answer and by when is known from the dispatch on
    const due = Date.UTC(2026, 10, 23, 5, 20);
    for (const hop of [dispatch, sign, finish])
      expect(hop).toMatchObject({ unit: 'construction', dueAt: due });
    expect(rework).toMatchObject({ dueAt: Date.UTC(2026, 10, 23, 10), note: '未修复到位' });
    expect(finish).toMatchObject({
      id: 'dcm:2026112300017:0/8841',
      actor: '处置部门',
      details: {
        stage: '8',
        startedAt: '2026-11-23T01:40:00.000Z',
        deadline: '2026-11-23T05:20:00.000Z',
        used: '245',
        overtime: '1',
      },
    });
    expect(port.facts().at(-1)).toMatchObject({ details: { stage: '101', archive: '2' } });
  });

  /** The case as it was told at each step of its course, oldest first. */
  const told = (no: string) => {
    const { archive_time: _, archive_type_id: _t, ...running } = COVER;
    const acts = COVER.act_inst_list;
    const steps = acts.map(({ end_time: _e, ...open }, n) => ({
      ...running,
      task_num: no,
      act_property_id: open.act_property_id,
      act_inst_list: [...acts.slice(0, n), open],
    }));
    return [...steps, { ...COVER, task_num: no }];
  };

  it('told again as it goes on adds what is new, and nothing twice', async () => {
    for (const one of told('a'))
      expect(await port.tell('/dcm/cases', one)).toMatchObject({ rejected: 0 });
    expect(await port.tell('/dcm/cases', told('a'))).toMatchObject({ stored: 0, duplicate: 9 });
    expect(course()).toHaveLength(12);
  });

  it('comes to the same hops in whatever order and however often it is told', async () => {
    let n = 0;
    const steps = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 0 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(7), async (order, last) => {
        const no = `p${n++}`;
        const all = told(no);
        const sent = [...order, last, 8, ...order].map((step) => all[step]);
        await port.tell(
          '/dcm/cases',
          fc.sample(fc.shuffledSubarray(sent, { minLength: sent.length }), 1)[0],
        );
        const hops = port
          .facts()
          .filter(isHop)
          .filter(({ upstreamNo }) => upstreamNo === no);
        const kinds = hops
          .toSorted((a, b) => a.at - b.at || a.order - b.order)
          .map(({ event }) => event);
        expect(kinds.join(' ')).toBe(
          'report comment file dispatch sign finish rework sign finish check comment close',
        );
      }),
      { numRuns: 20 },
    );
  });

  it('may be written in Chinese, with acts in any order', async () => {
    const told = {
      任务号: 'zh-1',
      上报时间: '2026/11/23 8:05',
      活动属性: '102',
      问题来源: '33',
      问题描述: '店外经营',
      大类: '街面秩序',
      小类: '出店经营',
      紧急度: '紧急',
      作废时间: '2026-11-23T08:30:00+08:00',
      办理过程: [
        { 活动标识: 12, 活动属性: 4, 开始时间: '2026-11-23 08:10' },
        { 活动标识: 11, 活动属性: 1, 结束时间: '2026-11-23 08:10' },
      ],
    };
    expect(await port.tell('/dcm/cases', [told])).toMatchObject({ stored: 1 });
    expect(course()).toEqual(['08:05 report', '08:10 comment', '08:30 cancel']);
    expect(port.facts()[0]).toMatchObject({ channel: 'web', urgency: 'urgent' });
  });

  it('put aside and taken up again keeps both', async () => {
    const acts = [
      act(1, 2, '09:00', '09:01', {}),
      act(2, 7, '09:05', '10:00', {}),
      {
        act_id: 3,
        act_property_id: 103,
        start_time: '2026-11-23 10:00:00',
        end_time: '2026-11-23 11:00:00',
      },
      { act_id: 4, act_property_id: 7, start_time: '2026-11-23 11:10:00' },
    ];
    const { archive_time: _, ...running } = COVER;
    await port.tell('/dcm/cases', { ...running, act_property_id: 7, act_inst_list: acts });
    expect(course()).toEqual([
      '09:00 report',
      '09:01 dispatch', // the acceptor did all three desks' work
      '09:05 sign',
      '10:00 comment',
      '10:00 suspend',
      '11:00 resume',
      '11:10 sign',
    ]);
  });

  it('with a doubtful component or place is kept, and says so', async () => {
    const change = (no: string, more: object) => ({ ...COVER, task_num: no, ...more });
    await port.tell('/dcm/cases', [
      change('a', { part_code: '3205089901000001' }),
      change('b', { part_code: 'none' }),
      change('c', { coordinate_x: 0, coordinate_y: 0, duty_grid_name: null }),
      change('d', { coordinate_x: 40539512.2, coordinate_y: 3480122.7 }),
    ]);
    const flags = port.facts().flatMap((f) => (isHop(f) && f.event === 'report' ? [f.flags] : []));
    expect(flags).toEqual([
      ['no-component'],
      ['no-component'],
      ['placeholder-location'],
      ['location-outside'],
    ]);
  });

  it('that cannot be understood is refused by field and value, and does not hold up the next', async () => {
    const { act_inst_list: acts } = COVER;
    const bad = [
      { ...COVER, task_num: ' ' },
      { ...COVER, create_time: '2026-02-30 09:00:00' },
      { ...COVER, act_property_id: 99 },
      { ...COVER, event_src_id: '热线' },
      { ...COVER, archive_time: undefined },
      { ...COVER, act_inst_list: [{ ...acts[0], start_time: 'yesterday' }] },
      { ...COVER, act_inst_list: [acts[0], acts[0]] },
      { ...COVER, act_inst_list: 'none' },
      { ...COVER, 任务号: 'another' },
      { ...COVER, create_time: '1970-01-01 08:00:00' },
      null,
      'text',
      [[]],
    ];
    const answered = await port.tell('/dcm/cases', [...bad, COVER]);
    expect(answered).toMatchObject({ received: 14, stored: 1, rejected: 13 });
    expect(answered.records.map(({ reason }) => reason)).toEqual([
      'no: empty',
      'create_time: "2026-02-30 09:00:00": not a time that exists',
      'act_property_id: 99: no stage code',
      'event_src_id: "热线": not a whole number',
      '结案时间: empty',
      'acts[0].start_time: "yesterday": not a time that exists',
      'acts[1]: act 881 is told twice',
      'act_inst_list: "none": not a list',
      'task_num and 任务号 say different things',
      expect.stringMatching(/^receivedAt: /),
      'null is not an object',
      '"text" is not an object',
      'what was sent is not an object',
      null,
    ]);
    expect(deads()).toHaveLength(13);
    expect(port.tally()).toMatchObject({ received: 14, stored: 1, duplicate: 0, rejected: 13 });
  });
});

describe('the components of 数字城管', () => {
  const COMPONENT = {
    ObjID: '3205080101000001',
    ObjName: '上水井盖',
    DeptCode1: '320508001',
    DeptName1: '水务集团',
    BGID: '320508001001001',
    ObjState: '完好',
    ORDate: '2019-05-06',
    CHDate: '2021-03-04',
    DataSource: '普查',
    LargeClass: '01',
    SmallClass: '01',
  };

  it('are rows of a register, and a change is another row', async () => {
    await port.tell('/dcm/components', COMPONENT);
    const changed = { ...COMPONENT, ObjState: '破损', CHDate: '2026-11-20 10:00:00' };
    expect(await port.tell('/dcm/components', [COMPONENT, changed])).toMatchObject({
      stored: 1,
      duplicate: 1,
    });
    expect(port.facts()).toMatchObject([
      {
        kind: 'register',
        register: 'components',
        key: '3205080101000001',
        name: '上水井盖',
        validFrom: '2021-03-04',
        validTo: '',
        values: { state: '完好', deptName1: '水务集团', madeAt: '2019-05-06' },
        flags: [],
      },
      { key: '3205080101000001', validFrom: '2026-11-20', values: { state: '破损' } },
    ]);
  });

  it('of another area or without a date are refused; of an unknown kind, flagged', async () => {
    const { CHDate: _, ORDate: _o, ...undated } = COMPONENT;
    const answered = await port.tell('/dcm/components', [
      { ...COMPONENT, ObjID: '3301080101000001' },
      { ...COMPONENT, ObjID: '320508010100000' },
      undated,
      { ...COMPONENT, ObjID: '3205080701000001', LargeClass: '' },
      { ...COMPONENT, ObjID: '3205080301000001', LargeClass: '' },
    ]);
    expect(answered.records.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'id: "3301080101000001": area 330108 is none of 3205',
      'id: "320508010100000": not a component id of 16 digits',
      'CHDate and ORDate: empty',
      'stored',
      'stored',
    ]);
    const rows = port.facts().filter((fact) => fact.kind === 'register');
    expect(rows.map(({ flags, values }) => [flags, values.large])).toEqual([
      [['no-component'], undefined],
      [[], '市容环境'],
    ]);
  });
});

describe('the port of 数字城管', () => {
  it('takes the totals of a day', async () => {
    const told = await port.send('/dcm/totals', '{"日期":"2026-11-23","案件数":"17"}');
    expect([told.status, await told.json()]).toEqual([200, { day: '2026-11-23', cases: 17 }]);
    for (const body of [
      '{"day":"2026-11-31","cases":1}',
      '{"day":"2026-11-23"}',
      '[]',
      '{"day":"2026-11-23","cases":-1}',
    ])
      expect((await port.send('/dcm/totals', body)).status).toBe(400);
    expect(port.health().refused['bad totals']).toBe(4);
  });

  it('refuses strangers, what is no JSON and too many at once', async () => {
    const statuses = [
      (await port.send('/dcm/cases', '{}', { authorization: 'Bearer guess' })).status,
      (await port.send('/dcm/totals', '{}', { authorization: '' })).status,
      (await port.send('/dcm/cases', '{"task_num":')).status,
      (await port.send('/dcm/cases', Buffer.from([0x22, 0xc9, 0xcf, 0x22]))).status, // GB18030
      (await port.send('/dcm/cases', JSON.stringify(Array(501).fill({})))).status,
    ];
    expect(statuses).toEqual([401, 401, 400, 400, 413]);
    expect(port.health().refused).toEqual({
      'unknown token': 2,
      'not JSON': 2,
      'too many records': 1,
    });
    expect(port.facts()).toEqual([]);
  });

  it('survives what is nested deeper than JSON can be written again', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const response = await port.send('/dcm/cases', `{"task_num":"deep","x":${deep}}`);
    expect(response.status).toBe(422);
    expect(port.facts()).toMatchObject([
      { kind: 'dead', raw: expect.stringMatching(/^\{"task_num"/) },
    ]);
  });

  it('takes a recorded session byte by byte', async () => {
    const body = Buffer.from(
      '[{"task_num":"2026112300018","create_time":"2026-11-23 10:00:00","act_property_id":1,"event_src_id":11,"event_desc":"路灯不亮，联系电话13812345678","sub_type_name":"路灯","main_type_name":"公用设施","举报人":"张三","诉求人电话":"13812345678"}]',
    );
    const session = Buffer.concat([
      Buffer.from(
        `POST /dcm/cases HTTP/1.1\r\nHost: qiao\r\nAuthorization: Bearer ${port.token}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]);
    const socket = connect(port.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    for (const byte of session) socket.write(Buffer.from([byte]));
    let answered = '';
    for await (const chunk of socket) answered += chunk;
    expect(answered).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answered).toContain(
      '{"received":1,"stored":1,"duplicate":0,"rejected":0,"records":[{"no":"2026112300018","outcome":"stored","reason":null}]}',
    );
    expect(port.facts()).toMatchObject([
      { channel: 'phone', text: { caller: '张*', phone: '138****5678' } },
    ]);
    expect(JSON.stringify(port.facts())).not.toContain('13812345678');
  });
});
