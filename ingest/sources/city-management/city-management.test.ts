import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Hop } from '../../../config/contract/facts.ts';
import type { ServedPort } from '../http/served.fixture.ts';
import { act, COVER, serveCity } from './city-management.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveCity();
});
afterEach(() => port.close());

const isHop = (fact: Fact): fact is Hop => fact.kind === 'hop';
const course = () =>
  port
    .facts()
    .filter(isHop)
    .map(({ event, at }) => `${local(at)} ${event}`);
const local = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);

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

  it('keeps its acts in order within one second, however long their numbers are', async () => {
    const at = '2026-11-23 09:00:00';
    const acts = [2, 8, 13, 8, 13, 8, 13].map((stage, n) => ({
      act_id: 8_800_000_000_000 + n,
      act_property_id: stage,
      end_time: at,
    }));
    const { archive_time: _, archive_type_id: _t, ...running } = COVER;
    await port.tell('/dcm/cases', { ...running, act_property_id: 14, act_inst_list: acts });
    const inOrder = port
      .facts()
      .filter(isHop)
      .toSorted((a, b) => a.at - b.at || a.order - b.order);
    expect(inOrder.map(({ event }) => event).join(' ')).toBe(
      'report dispatch finish rework finish rework finish check',
    );
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
});
