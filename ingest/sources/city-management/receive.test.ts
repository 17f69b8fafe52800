import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { serveCity } from './city-management.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveCity();
});
afterEach(() => port.close());

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
      { kind: 'dead', raw: expect.stringMatching(/^\{"task_num":"xxxx"/) },
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
