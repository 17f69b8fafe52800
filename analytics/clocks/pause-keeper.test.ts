import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { credentials } from '../../config/credentials.ts';
import { portKeys } from '../../config/port-keys.ts';
import { Running } from '../../config/running.fixture.ts';

let qiao: Running | undefined;
afterEach(async () => {
  await qiao?.stop();
});

test('a case suspended for weeks by one message and resumed by another is not late, though analytics is killed in between', async () => {
  qiao = await Running.start({ QIAO_CITY: 'off' });
  const { port, data } = qiao;
  const token = portKeys(data).clients.grid?.upstream;
  const tell = async (path: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${port + 3}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await answer.json()).toMatchObject({ stored: 1 });
  };
  const ask = async (query: string): Promise<string> => {
    const { reader } = credentials(data);
    const url = `http://127.0.0.1:${port + 1}/?user=reader&password=${reader}`;
    return (await (await fetch(url, { method: 'POST', body: query })).text()).trim();
  };
  const now = Date.now();
  const at = (before: number) => new Date(now - before).toISOString();
  await tell('/grid/reports', {
    ...{ reportNo: 'XC1', at: at(20 * DAY), grid: 'beizhuang-1', patroller: 'XC-012' },
    ...{ class: 'city', text: '路面破损', selfHandled: false },
    ...{ lon: 120.5965, lat: 31.4066, datum: 'WGS84' },
  });
  const step = (event: string, before: number) =>
    tell('/grid/reports/XC1/steps', { event, at: at(before), note: event });
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
