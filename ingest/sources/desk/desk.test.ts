import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../config/contract/facts.ts';
import { DeskSettings } from '../../../config/deployment/ports/desk.ts';
import { HttpSettings } from '../../../config/deployment/ports/http.ts';
import { type Memory, openMemory } from '../first-told.ts';
import type { Answer } from '../http/answer.ts';
import { ask } from '../http/ask.fixture.ts';
import { startHttp } from '../http/server.ts';
import { openPort } from '../port.fixture.ts';
import { deskRoutes, type Given } from './routes.ts';

let port: Awaited<ReturnType<typeof openPort>>;
let memory: Memory;
let http: Awaited<ReturnType<typeof startHttp>>;
const socket = () => join(port.context.data, 'desk.sock');

const open = async () => {
  memory = openMemory(join(port.context.data, 'told'));
  const { intake, log } = port.context;
  http = await startHttp({
    at: { path: socket() },
    routes: deskRoutes(
      port.context,
      DeskSettings.parse({}),
      memory.book<Given>('desk'),
      ({ upstreamNo }) => upstreamNo !== 'never told',
    ),
    settings: HttpSettings.parse({}),
    intake,
    log,
  });
};
const shut = async () => {
  await http.close();
  await memory.close();
};
beforeEach(async () => {
  port = await openPort('desk');
  await open();
});
afterEach(async () => {
  await shut();
  await port.close();
});

const send = async (body: string): Promise<{ status: number; said: Answer }> => {
  const asked = { method: 'POST', path: '/desk/commands', body };
  const { status, said } = await ask({ socketPath: socket() }, asked);
  return { status, said: JSON.parse(said) as Answer };
};
const tell = async (commands: unknown): Promise<Answer> =>
  (await send(JSON.stringify(commands))).said;
const outcomes = (answer: Answer) => answer.records.map(({ outcome }) => outcome);

const ORDER = { source: '12345', upstreamNo: '2611230007', redo: 0 };
let count = 0;
const onCase = (act: string, more: object = {}, changes: object = {}) => ({
  no: `c${++count}`,
  actor: 'duty-officer',
  command: { on: 'case', case: ORDER, act, ...more },
  ...changes,
});
const onAlert = (act: string, more: object = {}, changes: object = {}) => ({
  no: `a${++count}`,
  actor: 'desk-2',
  command: { on: 'alert', alert: 'overdue:12345:2611230007:0', act, ...more },
  ...changes,
});
const hops = (): Extract<Fact, { kind: 'hop' }>[] =>
  port.facts().flatMap((fact) => (fact.kind === 'hop' ? [fact] : []));
const dead = () => port.facts().flatMap((fact) => (fact.kind === 'dead' ? [fact.reason] : []));
const later = () => new Date(Date.now() + 86_400_000).toISOString();

describe('commands from the desk', () => {
  it('a recorded shift: an order from acceptance to its end', async () => {
    const at = Date.now() - 30 * 60_000;
    const minute = (n: number) => ({ at: new Date(at + n * 60_000).toISOString() });
    const until = later();
    const shift = [
      onCase('accept', {}, minute(0)),
      onCase('dispatch', { unit: '综合行政执法局', coUnits: ['environment', 'police'] }, minute(1)),
      onCase(
        'return',
        { reason: '不属本单位职责' },
        { ...minute(2), returnedBy: '综合行政执法局' },
      ),
      onCase('dispatch', { unit: 'enforcement' }, minute(3)),
      onCase('sign', {}, minute(4)),
      onCase('contact', {}, minute(5)),
      onCase('extend', { until, reason: '等待材料' }, minute(6)),
      onCase('suspend', { reason: '雨季', until }, minute(7)),
      onCase('resume', {}, minute(8)),
      onCase('urge', {}, minute(9)),
      onCase('supervise', {}, minute(10)),
      onCase('comment', { text: '已电话13812345678联系' }, minute(11)),
      onCase('finish', { note: '已清理' }, minute(12)),
      onCase('rework', { reason: '未清理干净' }, minute(13)),
      onCase('check', {}, minute(14)),
      onCase('visit', { solved: 1, satisfaction: '满意' }, minute(15)),
      onCase('close', {}, minute(16)),
      onCase('reopen', { reason: '又有' }, minute(17)),
      onCase('merge', { into: { source: '12345', upstreamNo: '2611230001' } }, minute(18)),
      onCase('cancel', { reason: '误报' }, minute(19)),
    ];
    const answer = await tell(shift);
    expect(new Set(outcomes(answer))).toEqual(new Set(['stored']));
    expect(hops().map(({ event }) => event)).toEqual(
      shift.map(({ command }) => (command.act === 'accept' ? 'file' : command.act)),
    );
    const stated = hops();
    expect(new Set(stated.map(({ caseId }) => caseId))).toEqual(new Set(['12345:2611230007:0']));
    expect(stated.every(({ source, asOf }) => source === '12345' && asOf === 0)).toBe(true);
    expect(stated[0]).toMatchObject({
      id: `12345:2611230007:0/desk/gateway/${shift[0]?.no}`,
      actor: 'duty-officer',
      at,
    });
    expect(stated[1]).toMatchObject({ details: { coUnits: 'environment,police' } });
    expect(stated[2]).toMatchObject({ unit: 'enforcement', note: '不属本单位职责' });
    expect(stated[3]).toMatchObject({ unit: 'enforcement' });
    expect(stated[6]).toMatchObject({ dueAt: Date.parse(until), note: '等待材料' });
    expect(stated[7]).toMatchObject({ details: { deadline: until } });
    expect(stated[11]).toMatchObject({ note: '已电话138****5678联系' });
    expect(stated[15]).toMatchObject({ solved: 1, details: { satisfaction: '满意' } });
    expect(stated[18]).toMatchObject({ parent: '12345:2611230001:0' });
    // counted as the desk's, not as the hotline's
    expect(port.tally()).toMatchObject({ received: 20, stored: 20, duplicate: 0, rejected: 0 });
  });

  it('alerts are acknowledged, spoken of, silenced, and called false', async () => {
    const until = later();
    await tell([
      onAlert('acknowledge'),
      onAlert('comment', { text: '已通知分管领导' }),
      onAlert('silence', { until }),
      onAlert('false-alarm'),
    ]);
    expect(port.facts()).toMatchObject([
      {
        kind: 'alert-act',
        act: 'acknowledge',
        actor: 'desk-2',
        until: null,
        source: 'desk',
      },
      { kind: 'alert-act', act: 'comment', note: '已通知分管领导' },
      { kind: 'alert-act', act: 'silence', until: Date.parse(until) },
      { kind: 'alert-act', act: 'false-alarm', alertId: 'overdue:12345:2611230007:0' },
    ]);
  });

  it('told twice is done once, also after a restart, and whether or not it says when', async () => {
    const commands = [
      onCase('sign'),
      onAlert('acknowledge'),
      onCase('urge', {}, { at: new Date().toISOString() }),
    ];
    expect(outcomes(await tell(commands))).toEqual(['stored', 'stored', 'stored']);
    expect(outcomes(await tell(commands))).toEqual(['duplicate', 'duplicate', 'duplicate']);
    await shut();
    await open();
    expect(outcomes(await tell(commands))).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(port.facts()).toHaveLength(3);
  });

  it('one number is one command: another under it is refused', async () => {
    const no = 'same';
    await tell(onCase('sign', {}, { no }));
    const answer = await tell(onCase('close', {}, { no }));
    expect(answer.records).toEqual([
      { no, outcome: 'rejected', reason: 'no: "same" was another command already' },
    ]);
    expect(hops().map(({ event }) => event)).toEqual(['sign']);
  });

  it('a number of the desk is not a number of the upstream, however it looks', async () => {
    await tell(onCase('close', {}, { no: '3' }));
    expect(hops()[0]?.id).toBe('12345:2611230007:0/desk/gateway/3');
    expect(hops()[0]?.order).toBeGreaterThan(3);
  });

  it.each([
    [onCase('return'), /^command\.reason: /],
    [onCase('return', { reason: '  ' }), /^command\.reason: a reason is needed/],
    [onCase('explode'), /^command\.act: /],
    [onCase('sign', { unit: 'x' }), /^command: .*unit/],
    [onCase('visit', { solved: 3 }), /^command\.solved: /],
    [onCase('sign', {}, { actor: '张三' }), /^actor: the id of a role or desk/],
    [onCase('sign', {}, { no: '' }), /^no: /],
    [onCase('sign', {}, { at: '2001-02-03T04:05:06Z' }), /^at: 2001-.* more than 60 minutes/],
    [onCase('sign', {}, { at: '2026-02-30T04:05:06Z' }), /^at: not a date and time/],
    [onCase('sign', {}, { at: '2026-02-03 04:05' }), /^at: not a date and time/],
    [
      onCase('extend', { reason: '等', until: '2020-01-01T00:00:00+08:00' }),
      /^command\.until: 2019-12-31T16:00:00.000Z is not after the command/,
    ],
    [onAlert('silence'), /^command\.until: /],
    [onAlert('close'), /^command\.act: /],
    [{ no: 'x', actor: 'desk-1', command: { on: 'sky' } }, /^command\.on: /],
    ['sign everything', /^command: /],
    [null, /^command: /],
  ])('what is no command is refused with its reason, and kept: %j', async (bad, reason) => {
    const { status, said } = await send(JSON.stringify(bad));
    expect(status).toBe(422);
    const { records } = said;
    expect(records[0]).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(reason),
    });
    expect(dead()).toEqual([records[0]?.reason]);
  });

  it('a refused command does not hold up the others', async () => {
    const answer = await tell([onCase('sign'), onCase('return'), onCase('contact')]);
    expect(outcomes(answer)).toEqual(['stored', 'rejected', 'stored']);
    expect(answer).toMatchObject({ received: 3, stored: 2, duplicate: 0, rejected: 1 });
  });

  it('on a case that nobody ever told of makes none', async () => {
    const { records } = await tell(
      onCase('comment', { text: '甲', case: { ...ORDER, upstreamNo: 'never told' } }),
    );
    expect(records).toMatchObject([
      { outcome: 'rejected', reason: 'command.case: 12345 never told of "never told"' },
    ]);
    expect(hops()).toEqual([]);
  });

  it('prototype keys are keys like any other: unknown', async () => {
    const hostile = `{"no":"p","actor":"desk-1","__proto__":{"at":1},"command":{"on":"case","act":"sign","case":{"source":"12345","upstreamNo":"1","constructor":1}}}`;
    const { records } = (await send(hostile)).said;
    expect(records[0]?.outcome).toBe('rejected');
    expect(Object.prototype).not.toHaveProperty('at');
  });

  it('the owner of the data alone may open the socket, also where a killed process left one', async () => {
    await http.close();
    const { intake, log } = port.context;
    const of = { routes: [], settings: HttpSettings.parse({}), intake, log };
    const killed = createServer().listen(socket());
    await once(killed, 'listening');
    http = await startHttp({ at: { path: socket() }, ...of });
    expect(statSync(socket()).mode & 0o777).toBe(0o600);
    expect((await send('{}')).status).toBe(404);
    killed.close();
  });

  it('nothing that is not JSON', async () => {
    expect((await send('{"no":')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
    expect((await send(`[${Array(101).fill('{}').join()}]`)).status).toBe(400);
    expect((await send(`"${'x'.repeat(300_000)}"`)).status).toBe(413);
    expect(port.health().refused).toEqual({
      'not JSON': 1,
      'wrong number of commands': 2,
      oversize: 1,
    });
    expect(port.facts()).toEqual([]);
  });
});

describe('whatever is sent', () => {
  it('is answered and accounted for, and a good command after it is done', async () => {
    const good = JSON.stringify([onCase('comment', { text: '甲' }), onAlert('acknowledge')]);
    const mutated = fc
      .tuple(fc.nat(good.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 12 }))
      .map(([at, cut, put]) => good.slice(0, at) + put + good.slice(at + cut));
    const anything = fc.oneof(mutated, fc.json(), fc.string({ maxLength: 200 }));
    let answered = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const { status, said } = await send(body);
        expect([200, 400, 422]).toContain(status);
        if (status === 400) refused++;
        else answered += said.received;
      }),
      { numRuns: 300 },
    );
    expect(outcomes(await tell(onCase('sign')))).toEqual(['stored']);
    const { received, stored, duplicate, rejected } = port.tally();
    expect(received).toBe(answered + 1);
    expect(stored + duplicate + rejected).toBe(received);
    expect(Object.values(port.health().refused).reduce((sum, n) => sum + n, 0)).toBe(refused);
  });
});
