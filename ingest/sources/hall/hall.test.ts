import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HallSettings } from '../../../config/deployment/ports/hall.ts';
import { type ServedPort, servePort } from '../http/served.fixture.ts';
import { hallRoutes } from './receive.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await servePort('hall', (context) => hallRoutes(context, HallSettings.parse({})));
});
afterEach(() => port.close());

const TAKEN = {
  票号: 'A023',
  状态: '取号',
  时间: '2026-11-23 09:12:40',
  事项: '社会保险登记',
  部门: '人社',
};

describe('the approval hall', () => {
  it('tells the course of a ticket, as its queue system sends it', async () => {
    const body = JSON.stringify([
      TAKEN,
      { ...TAKEN, 状态: '叫号', 时间: '2026-11-23 09:20:05', 窗口: '07' },
      { ...TAKEN, 状态: '办结', 时间: '2026-11-23 09:31:00', 窗口: '07' },
    ]);
    const socket = connect(port.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      answer += piece;
    });
    socket.write(
      `POST /hall/tickets HTTP/1.1\r\nHost: 10.20.0.5:8088\r\nUser-Agent: QueueSrv/3.1\r\nAuthorization: Bearer ${port.token}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n.*"received":3,"stored":3/s);
    expect(port.facts()).toMatchObject([
      {
        kind: 'hall',
        subject: 'ticket',
        no: 'A023',
        event: 'taken',
        at: Date.parse('2026-11-23T01:12:40Z'),
        window: '',
        item: '社会保险登记',
        department: '人社',
      },
      { event: 'called', window: '07' },
      { event: 'served', window: '07' },
    ]);
    expect(await port.tell('/hall/tickets', { ...TAKEN, 柜员: '07-2' })).toMatchObject({
      duplicate: 1,
      records: [{ ignored: ['柜员'] }],
    });
    // tomorrow's A023 is another ticket
    expect(
      await port.tell('/hall/tickets', { ...TAKEN, 时间: '2026-11-24 09:12:40' }),
    ).toMatchObject({ stored: 1 });
  });

  it('tells which terminals are up and what they did', async () => {
    const terminal = { 终端编号: 'T3', at: '2026-11-23T22:10:00+08:00' };
    const answer = await port.tell('/hall/terminals', [
      { ...terminal, event: 'online' },
      { ...terminal, event: '办理', item: '不动产登记查询', at: '2026-11-23T22:14:30+08:00' },
      { ...terminal, event: '离线', at: '2026-11-23T23:00:00+08:00' },
      { ...terminal, event: '取号' },
      { event: 'online', at: '2026-11-23T22:10:00+08:00' },
    ]);
    expect(answer).toMatchObject({ status: 200, stored: 3, rejected: 2 });
    expect(answer.records.map(({ reason }) => reason).slice(3)).toEqual([
      'event: "取号": not one of 上线, online, 离线, offline, 办理, transaction',
      'no: empty',
    ]);
    expect(
      port.facts().map((fact) => (fact.kind === 'hall' ? [fact.subject, fact.event] : fact.kind)),
    ).toEqual([
      ['terminal', 'online'],
      ['terminal', 'transaction'],
      ['terminal', 'offline'],
      'dead',
      'dead',
    ]);
  });

  it('survives any JSON, and accounts for all of it', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('取号', '办理', '__proto__'),
    );
    const changed = fc
      .dictionary(fc.constantFrom('票号', '状态', '时间', '窗口', 'event', '__proto__'), value)
      .map((changes) => ({ ...TAKEN, ...changes }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/hall/tickets', '/hall/terminals'),
        fc.array(fc.oneof(value, changed), { minLength: 1, maxLength: 10 }),
        async (path, records) => {
          const before = port.tally().received;
          const answer = await port.tell(path, records);
          expect([200, 422]).toContain(answer.status);
          expect(answer.received).toBe(records.length);
          expect(port.tally().received - before).toBe(records.length);
        },
      ),
      { numRuns: 60 },
    );
    expect((await port.send('/hall/tickets', '[{"票号":')).status).toBe(400);
    expect((await port.send('/hall/tickets', '[]', { authorization: '' })).status).toBe(401);
    expect(port.health().refused).toEqual({ 'not JSON': 1, 'unknown token': 1 });
    expect(await port.tell('/hall/tickets', { ...TAKEN, 票号: 'B001' })).toMatchObject({
      stored: 1,
    });
  });
});
