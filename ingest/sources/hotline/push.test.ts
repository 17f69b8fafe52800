import { request } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hop } from '../../../config/contract/facts.ts';
import { serveHotline } from './sender.fixture.ts';
import { signatureOf } from './signature.ts';

let hotline: Awaited<ReturnType<typeof serveHotline>>;
afterEach(() => hotline.close());

const ORDER = {
  办件编号: '250101000770102',
  市级编号: 'SZ20260101-77',
  办件来源: '来电',
  类型: '投诉',
  紧急度: '紧急',
  诉求主题: '张庄路夜间施工噪音',
  诉求内容: '工地半夜打桩,联系电话13812345678',
  诉求人: '张三丰',
  诉求人电话: '13812345678',
  事项大类: '生态环境',
  事项小类: '噪声',
  派发时间: '2026-01-01 08:30:00',
  承诺完成时间: '2026-01-08 17:00:00',
  签收截止: '2026-01-01 10:30:00',
  办理单位: '综合执法局',
  办件状态: '办理中',
};
const EAST = (text: string) => Date.parse(`${text}+08:00`);
const hops = () => hotline.facts().filter((fact): fact is Hop => fact.kind === 'hop');
const told = () => hops().map(({ event, at }) => [event, at]);

describe('12345 pushes an order', () => {
  it('as the district exports it, and it is acknowledged once durable', async () => {
    hotline = await serveHotline();
    const answer = await hotline.tell('/12345/orders', ORDER);
    expect(answer).toEqual({
      status: 200,
      received: 1,
      stored: 1,
      duplicate: 0,
      rejected: 0,
      records: [{ no: '250101000770102', outcome: 'stored', reason: null }],
    });
    const [report, dispatch] = hops();
    expect(report).toMatchObject({
      caseId: '12345:250101000770102:0',
      event: 'report',
      at: EAST('2026-01-01T08:30:00'),
      dueAt: EAST('2026-01-08T17:00:00'),
      channel: 'phone',
      type: 'complaint',
      urgency: 'urgent',
      category: ['生态环境', '噪声', '', ''],
      unit: 'enforcement',
      details: { cityNo: 'SZ20260101-77' },
      text: {
        subject: '张庄路夜间施工噪音',
        content: '工地半夜打桩,联系电话138****5678',
        caller: '张**',
        phone: '138****5678',
        confidential: false,
      },
    });
    expect(dispatch).toMatchObject({
      event: 'dispatch',
      details: { stepDue: '2026-01-01T02:30:00.000Z' },
    });
    expect(hotline.health()).toMatchObject({ refused: {}, rate: 1 });
  });

  it('with its whole course: steps, supplement, 催办, extension and call-back', async () => {
    hotline = await serveHotline();
    const order = {
      orderNo: '250101000770103',
      subject: '路灯不亮',
      type: 'help',
      receivedAt: '2026-01-01 08:00:00',
      updatedAt: '2026-01-05T09:00:00+08:00',
      dueAt: '2026-01-06 17:00:00',
      extendedTo: '2026-01-09 17:00:00',
      办理过程: [
        { 序号: 1, 环节: '受理', 时间: '2026-01-01 08:01:00', 岗位: '坐席' },
        { 序号: 2, 环节: '派遣', 时间: '2026-01-01 08:10:00', 单位: '综合执法局' },
        { 序号: 3, 环节: '退回', 时间: '2026-01-01 08:40:00', 原因: '非本单位职责' },
        { 序号: 4, 环节: '派遣', 时间: '2026-01-01 08:50:00', 单位: '建设局' },
        { 序号: 5, 环节: '签收', 时间: '2026-01-01 09:10:00' },
        { 序号: 6, 环节: '联系', 时间: '2026-01-01 09:30:00' },
        { 序号: 7, 环节: '延期', 时间: '2026-01-02 09:00:00', 延期至: '2026-01-09 17:00:00' },
        { 序号: 8, 环节: '催办', 时间: '2026-01-03 09:00:00' },
        { 序号: 9, 环节: '办结', 时间: '2026-01-04 09:00:00', 意见: '已更换灯头' },
        { 序号: 10, 环节: '核查', 时间: '2026-01-04 15:00:00' },
        {
          序号: 11,
          环节: '回访',
          时间: '2026-01-05 08:30:00',
          是否解决: '0',
          满意度: '不满意',
          未解决原因: '只修了一盏',
        },
        { 序号: 12, 环节: '重办', 时间: '2026-01-05 09:00:00' },
      ],
      补充诉求: [{ 时间: '2026-01-02 20:00:00', 内容: '东侧第二盏也不亮,13912345678' }],
    };
    expect(await hotline.tell('/12345/orders', order)).toMatchObject({ stored: 1 });
    expect(hops().map(({ event }) => event)).toEqual([
      'report',
      'file',
      'dispatch',
      'return',
      'dispatch',
      'sign',
      'contact',
      'extend',
      'urge',
      'finish',
      'check',
      'visit',
      'reopen',
      'comment',
    ]);
    const of = (event: string) => hops().find((hop) => hop.event === event);
    expect(of('extend')).toMatchObject({ dueAt: EAST('2026-01-09T17:00:00') });
    expect(of('return')).toMatchObject({ note: '非本单位职责' });
    expect(of('visit')).toMatchObject({
      solved: 0,
      details: { satisfaction: '不满意', failReason: '只修了一盏' },
    });
    expect(of('comment')).toMatchObject({
      note: '东侧第二盏也不亮,139****5678',
      details: { stage: '补充诉求' },
    });
    // the same once more, then with one step more: only that is new
    expect(await hotline.tell('/12345/orders', order)).toMatchObject({ stored: 0, duplicate: 1 });
    order.办理过程.push({ 序号: 13, 环节: '督办', 时间: '2026-01-05 10:00:00' });
    expect(await hotline.tell('/12345/orders', order)).toMatchObject({ stored: 1 });
    expect(hops()).toHaveLength(15);
  });

  it('of which only the columns tell the course', async () => {
    hotline = await serveHotline();
    await hotline.tell('/12345/orders', {
      ...ORDER,
      签收时间: '2026-01-01 09:00:00',
      办结时间: '2026/1/3 9:00',
      回访时间: '2026-01-04 09:00:00',
      结案时间: '2026-01-04 09:05:00',
      处理结果: '已责令停工',
      公开答复: '已处理',
      是否解决: 1,
      满意度: '满意',
      办件状态: '已结案',
    });
    expect(hops().map(({ event }) => event)).toEqual([
      'report',
      'dispatch',
      'sign',
      'finish',
      'visit',
      'close',
    ]);
    expect(hops()[3]).toMatchObject({ note: '已责令停工', details: { publicAnswer: '已处理' } });
    expect(hops()[4]).toMatchObject({ solved: 1, details: { satisfaction: '满意' } });
  });

  it('whose end has no time, and whose status nobody knows', async () => {
    hotline = await serveHotline();
    await hotline.tell('/12345/orders', [
      { ...ORDER, 办件状态: '已办结' },
      { ...ORDER, 办件编号: '2', 办件状态: '量子态' },
    ]);
    expect(hops().find(({ event }) => event === 'close')?.flags).toContain('end-time-unknown');
    expect(hops().at(-1)?.flags).toContain('unknown-status');
  });

  it('opened again: the number says of which one, and how often', async () => {
    hotline = await serveHotline();
    await hotline.tell('/12345/orders', [
      { ...ORDER, 办件编号: '250101000770102-01' },
      { ...ORDER, 办件编号: '250101000770102-02' },
      { ...ORDER, 办件编号: 'SZ-2026-01' },
      { ...ORDER, 办件编号: '250101000770102-01', 重办序号: 3 },
    ]);
    expect(new Set(hops().map(({ caseId, parent }) => `${caseId} < ${parent}`))).toEqual(
      new Set([
        '12345:250101000770102:1 < 12345:250101000770102:0',
        '12345:250101000770102:2 < 12345:250101000770102:1',
        '12345:SZ-2026-01:0 < ',
      ]),
    );
    expect(hotline.tally()).toMatchObject({ received: 4, stored: 3, rejected: 1 });
  });

  it('merged into another', async () => {
    hotline = await serveHotline();
    const merge = { 环节: '并单', 时间: '2026-01-02 09:00:00', 并入编号: '250101000770999' };
    const answer = await hotline.tell('/12345/orders', [
      { ...ORDER, 环节: [merge] },
      { ...ORDER, 办件编号: '7', 环节: [{ ...merge, 并入编号: '7' }] },
    ]);
    expect(answer.records[1]).toMatchObject({
      outcome: 'rejected',
      reason: 'into: the order itself',
    });
    expect(hops().find(({ event }) => event === 'merge')).toMatchObject({
      caseId: '12345:250101000770102:0',
      parent: '12345:250101000770999:0',
    });
  });

  it('and nobody learns who reported (举报) or asked for secrecy', async () => {
    hotline = await serveHotline();
    await hotline.tell('/12345/orders', [
      { ...ORDER, 办件编号: '1', 类型: '举报' },
      { ...ORDER, 办件编号: '2', 是否保密: '保密' },
      { ...ORDER, 办件编号: '3', 类型: '举报', 补充诉求: 'no list' },
    ]);
    for (const hop of hops().filter(({ text }) => text !== null))
      expect(hop.text).toMatchObject({ caller: '', phone: '', confidential: true });
    const said = JSON.stringify(hops());
    expect(said).not.toContain('13812345678');
    expect(said).not.toContain('张三丰');
  });

  it('told in part wrong: its neighbours are taken, and each reason names field and value', async () => {
    hotline = await serveHotline();
    const answer = await hotline.tell('/12345/orders', [
      { ...ORDER, 办件编号: '1' },
      { ...ORDER, 办件编号: '2', 派发时间: '2026-02-30 08:00:00' },
      { ...ORDER, 办件编号: '3', 类型: '许愿' },
      { ...ORDER, 办件编号: '4', 环节: [{ 环节: '起飞', 时间: '2026-01-01 08:00:00' }] },
      { ...ORDER, 办件编号: '5', orderNo: '6' },
      { ...ORDER, 办件编号: undefined },
      { ...ORDER, 办件编号: '7', 派发时间: undefined },
      'not an order',
      { ...ORDER, 办件编号: '8' },
    ]);
    expect(answer).toMatchObject({ status: 200, received: 9, stored: 2, rejected: 7 });
    expect(answer.records.map(({ reason }) => reason)).toEqual([
      null,
      '派发时间: "2026-02-30 08:00:00": not a time that exists',
      expect.stringMatching(/^类型: "许愿": not one of /),
      expect.stringMatching(/^hops\[0\]\.环节: "起飞": not one of /),
      '办件编号 and orderNo say different things',
      'orderNo: empty',
      'receivedAt: empty, and dispatchedAt too',
      expect.stringMatching(/is not an object/),
      null,
    ]);
  });
});

describe('12345 tells less than an order', () => {
  it('a 催办 of an order that is known or not yet', async () => {
    hotline = await serveHotline();
    const urge = { event: '催办', at: '2026-01-03 09:00:00', note: '市民再次来电' };
    expect(
      await hotline.tell('/12345/orders/250101000770102-01/steps', [urge, { event: '登记' }]),
    ).toMatchObject({ received: 2, stored: 1, rejected: 1 });
    expect(hops()[0]).toMatchObject({
      caseId: '12345:250101000770102:1',
      event: 'urge',
      asOf: 0,
      text: null,
    });
    const again = await hotline.tell('/12345/orders/250101000770102-01/steps', urge);
    expect(again).toMatchObject({ duplicate: 1 });
    expect(
      await hotline.tell('/12345/orders/1/steps', { event: 'report', at: '2026-01-03 09:00:00' }),
    ).toMatchObject({ status: 422, rejected: 1 });
  });

  it('that an order was merged', async () => {
    hotline = await serveHotline();
    const merge = { 环节: '并单', 时间: '2026-01-02 09:00:00', 并入编号: '250101000770999' };
    await hotline.tell('/12345/orders/250101000770102/steps', merge);
    expect(hops()[0]).toMatchObject({ event: 'merge', parent: '12345:250101000770999:0' });
  });

  it('how many orders it counts for a day', async () => {
    hotline = await serveHotline();
    expect(await hotline.tell('/12345/totals', { 日期: '2026-01-01', 办件数: 18 })).toMatchObject({
      status: 200,
      day: '2026-01-01',
      cases: 18,
    });
    expect(await hotline.tell('/12345/totals', { day: '2026-02-30', orders: 18 })).toMatchObject({
      status: 400,
    });
  });
});

describe('a signature', () => {
  it('of the hotline is known, byte for byte', async () => {
    hotline = await serveHotline();
    const signed = {
      timestamp: '1767225600000',
      nonce: '0123456789abcdef',
      method: 'POST',
      url: '/12345/orders?dry=1',
      body: Buffer.from('{"办件编号":"1"}'),
    };
    // made by openssl dgst -hmac, with the digest of the body by openssl dgst
    expect(signatureOf('0123456789abcdef', 'hmac-sha256', signed)).toBe(
      '5d36004fa50eb047707ae683457f23c3a6a0dce53a1e6b6d6b398d905c209e34',
    );
    expect(signatureOf('0123456789abcdef', 'hmac-sm3', signed)).toBe(
      '9594c28fc0656b0ea70e11d8bae7a1a2df7b235fab7c77d32263383684474c88',
    );
  });

  it('is refused, and counted, for each thing that is wrong with it', async () => {
    hotline = await serveHotline({ signature: { algorithms: ['hmac-sm3'] } });
    const sm3 = { algorithm: 'hmac-sm3' } as const;
    const refusal = async (signing: object) => {
      const { status, error } = await hotline.tell('/12345/orders', ORDER, signing);
      return [status, error?.split(':')[0]];
    };
    expect(await refusal({ ...sm3, client: 'stranger' })).toEqual([401, 'X-Qiao-Client']);
    expect(await refusal({ ...sm3, client: '__proto__' })).toEqual([401, 'X-Qiao-Client']);
    expect(await refusal({ ...sm3, key: 'another key' })).toEqual([401, 'X-Qiao-Signature']);
    expect(await refusal({})).toEqual([401, 'X-Qiao-Algorithm']);
    expect(await refusal({ ...sm3, ahead: -400_000 })).toEqual([401, 'X-Qiao-Timestamp']);
    expect(await refusal({ ...sm3, nonce: 'short' })).toEqual([401, 'X-Qiao-Nonce']);
    const { refused, clockOffset } = hotline.health();
    expect(refused).toEqual({
      'unknown client': 2,
      'wrong signature': 1,
      'unknown algorithm': 1,
      'stale timestamp': 1,
      'not signed': 1,
    });
    expect(clockOffset).toBeLessThan(-399_000);
    expect(hotline.facts()).toEqual([]);
    expect(await hotline.tell('/12345/orders', ORDER, sm3)).toMatchObject({ stored: 1 });
  });

  it('whose answer was lost may come again; its nonce serves no other request', async () => {
    hotline = await serveHotline();
    const nonce = { nonce: 'only-once-0001' };
    expect(await hotline.tell('/12345/orders', ORDER, nonce)).toMatchObject({ stored: 1 });
    expect(await hotline.tell('/12345/orders', ORDER, nonce)).toMatchObject({
      status: 200,
      duplicate: 1,
    });
    const other = { ...ORDER, 办件编号: '2' };
    expect(await hotline.tell('/12345/orders', other, nonce)).toMatchObject({ status: 409 });
    expect(await hotline.tell('/12345/orders/1/steps', ORDER, nonce)).toMatchObject({
      status: 409,
    });
    expect(hotline.health().refused).toEqual({ 'nonce used': 2 });
    expect(hotline.tally()).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
  });

  it('is remembered within bounds', async () => {
    hotline = await serveHotline({ signature: { maxNonces: 2 } });
    for (const nonce of ['nonce-01', 'nonce-02', 'nonce-03'])
      await hotline.tell('/12345/orders', ORDER, { nonce });
    const other = { ...ORDER, 办件编号: '2' };
    expect(await hotline.tell('/12345/orders', other, { nonce: 'nonce-03' })).toMatchObject({
      status: 409,
    });
    expect(await hotline.tell('/12345/orders', other, { nonce: 'nonce-01' })).toMatchObject({
      stored: 1,
    });
  });
});

describe('whatever comes', () => {
  it('a session of real bytes is answered', async () => {
    hotline = await serveHotline();
    const key = hotline.context.keys.clients['12345']?.upstream ?? '';
    const body = Buffer.from(
      '{"办件编号":"250101000770102","诉求主题":"井盖松动","派发时间":"20260101083000"}',
    );
    const url = '/12345/orders';
    const timestamp = String(Date.now());
    const nonce = 'a-session-0001';
    const signed = { timestamp, nonce, method: 'POST', url, body };
    const text = await new Promise<string>((done, failed) => {
      const sent = request({ port: hotline.port, path: url, method: 'POST' }, (response) => {
        let said = '';
        response.on('data', (piece: Buffer) => {
          said += piece.toString();
        });
        response.on('end', () => done(`${response.statusCode} ${said}`));
      });
      sent.on('error', failed);
      for (const [name, value] of Object.entries({
        'X-Qiao-Client': 'upstream',
        'X-Qiao-Timestamp': timestamp,
        'X-Qiao-Nonce': nonce,
        'X-Qiao-Signature': signatureOf(key, 'hmac-sha256', signed),
      }))
        sent.setHeader(name, value);
      // in two pieces, cut in the middle of a sign
      sent.write(body.subarray(0, 15));
      sent.end(body.subarray(15));
    });
    expect(text).toBe(
      '200 {"received":1,"stored":1,"duplicate":0,"rejected":0,"records":[{"no":"250101000770102","outcome":"stored","reason":null}]}',
    );
    expect(told()).toEqual([
      ['report', EAST('2026-01-01T08:30:00')],
      ['dispatch', EAST('2026-01-01T08:30:00')],
    ]);
  });

  it('too much at once is refused', async () => {
    hotline = await serveHotline({ maxOrders: 2, maxBodyBytes: 2000 });
    const three = [1, 2, 3].map((n) => ({ no: n }));
    expect(await hotline.tell('/12345/orders', three)).toMatchObject({ status: 413 });
    const long = { ...ORDER, 诉求内容: '长'.repeat(1000) };
    expect(await hotline.tell('/12345/orders', long)).toMatchObject({ status: 413 });
    expect(hotline.health().refused).toEqual({ 'too many records': 1, oversize: 1 });
  });

  it('spoiled orders never stop good ones, and every record is accounted for', async () => {
    hotline = await serveHotline();
    const good = (n: number) => ({ ...ORDER, 办件编号: `good-${n}` });
    const nasty = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('__proto__', '9999-99-99', -1, 1e308, '张'.repeat(300), [], {}, [[[]]]),
    );
    const fields = Object.keys(ORDER).concat(['环节', '补充诉求', '__proto__', '是否解决', '经度']);
    let n = 0;
    const sum = { received: 0, stored: 0, duplicate: 0, rejected: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields),
        nasty,
        fc.nat(1200),
        fc.boolean(),
        async (field, value, cut, whole) => {
          const spoiled = JSON.stringify([
            Object.fromEntries([...Object.entries(good(++n)), [field, value]]),
            good(++n),
          ]);
          const response = await hotline.send(
            '/12345/orders',
            whole ? spoiled : Buffer.from(spoiled).subarray(0, cut),
          );
          const answer = (await response.json()) as typeof sum;
          expect([200, 400]).toContain(response.status);
          if (response.status === 400) return;
          expect(answer.received).toBe(2);
          expect(answer.stored).toBeGreaterThanOrEqual(1);
          for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += answer[key];
        },
      ),
      { numRuns: 150 },
    );
    const { received, stored, duplicate, rejected } = hotline.tally();
    expect({ received, stored, duplicate, rejected }).toEqual(sum);
  });
});
