import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Replica } from '../../config/contract/replica.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { Running } from '../../config/running.fixture.ts';
import { keepReplica } from '../../config/screen.fixture.ts';

let qiao: Running | undefined;
afterEach(async () => {
  await qiao?.stop();
});

test('what is told late of cases that have ended opens none of them on the wall after analytics was killed', async () => {
  qiao = await Running.start({ QIAO_CITY: 'off' });
  const { port, officer } = qiao;
  const tell = qiao.tellGrid.bind(qiao);
  const now = Date.now();
  const at = (hours: number) => new Date(now - 10 * HOUR + hours * HOUR).toISOString();
  const step = (event: string, hours: number) => ({ event, at: at(hours), note: event });
  const report = (reportNo: string, steps: object[] = [], text = '路面破损') =>
    tell('reports', {
      ...{ reportNo, at: at(0), grid: 'beizhuang-1', patroller: 'XC-012', steps },
      ...{ class: 'city', text, selfHandled: false },
      ...{ lon: 120.5965, lat: 31.4066, datum: 'WGS84' },
    });
  const shown = () => {
    const replica = new Replica(['cases', 'system']);
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: officer });
    keepReplica(ws, replica);
    const cases = () => [...replica.rows.cases.values()].map(({ upstreamNo }) => upstreamNo).sort();
    return { cases, close: () => ws.terminate() };
  };
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );

  await report('XC1', [step('close', 2)]);
  await report('XC2', [step('close', 2)]);
  await tell('reports/XC3/steps', step('close', 2));
  await report('XC4', [step('close', 2)]);
  const ended = "SELECT count() FROM cases_now WHERE state = 'closed'";
  await expect.poll(() => qiao!.ask(ended), { timeout: 20_000 }).toBe('4');

  process.kill(qiao.pid('analytics'), 'SIGKILL');
  await expect.poll(ready, { timeout: 20_000 }).toBe(0);
  await expect.poll(ready, { timeout: 20_000 }).toBe(200);
  await report('XC1', [step('close', 2)], '路面破损, 已修复'); // a correction
  await report('XC2', [step('comment', -1), step('close', 2)]); // an early step
  await report('XC3'); // the report itself
  await tell('reports/XC4/steps', step('reopen', 3));
  await report('XC5'); // of which nobody heard before

  const wall = shown();
  await expect.poll(wall.cases, { timeout: 20_000 }).toEqual(['XC4', 'XC5']);
  wall.close();
}, 90_000);
