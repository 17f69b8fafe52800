import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { Running } from '../../config/running.fixture.ts';

let qiao: Running | undefined;
afterEach(async () => {
  await qiao?.stop();
});

test('a case suspended for weeks by one message and resumed by another is not late, though analytics is killed in between', async () => {
  qiao = await Running.start({ QIAO_CITY: 'off' });
  const tell = qiao.tellGrid.bind(qiao);
  const ask = qiao.ask.bind(qiao);
  const now = Date.now();
  const at = (before: number) => new Date(now - before).toISOString();
  await tell('reports', {
    ...{ reportNo: 'XC1', at: at(20 * DAY), grid: 'beizhuang-1', patroller: 'XC-012' },
    ...{ class: 'city', text: '路面破损', selfHandled: false },
    ...{ lon: 120.5965, lat: 31.4066, datum: 'WGS84' },
  });
  const step = (event: string, before: number) =>
    tell('reports/XC1/steps', { event, at: at(before), note: event });
  await step('suspend', 20 * DAY - HOUR);
  await step('resume', HOUR);
  process.kill(qiao.pid('analytics'), 'SIGKILL');

  const due = "SELECT dateDiff('hour', now(), due_at) FROM cases_now";
  await expect.poll(() => ask(due).then(Number), { timeout: 30_000 }).toBeGreaterThan(0);
  await sleep(1_000);
  expect(await ask('SELECT state FROM cases_now')).toBe('handling');
  expect(await ask("SELECT count() FROM hops WHERE event = 'amend'")).toBe('1');
  expect(await ask("SELECT count() FROM alerts WHERE rule = 'overdue' AND level != 'yellow'")).toBe(
    '0',
  );
}, 60_000);
