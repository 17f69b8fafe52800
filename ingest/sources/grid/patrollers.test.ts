import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { serveGrid } from './upload.fixture.ts';

let port: ServedPort;
beforeEach(async () => {
  port = await serveGrid();
});
afterEach(() => port.close());

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
    expect(answer).toMatchObject({ received: 1, stored: 1 });
    expect(answer.records[0]?.reason).toBe('points 2: lon, lat: no position (and 1 other points)');
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
