import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { liveClock } from '../../config/contract/clock.ts';
import { sourceId } from '../../config/contract/ids.ts';
import { showAll, WIRE_VERSION } from '../../config/contract/wire.ts';
import { type Served, serve } from '../access/served.fixture.ts';
import { emptyViews } from '../state/keyed-view.ts';
import { createMetrics } from './metrics.ts';
import { listenUws } from './uws.ts';

const SECOND = 1_000;
const HOTLINE = {
  ...{ source: sourceId('12345'), state: 'live' as const, last: 1_700_000_000_000, today: 5 },
  ...{ received: 9, stored: 6, duplicate: 1, rejected: 2, refused: { 'wrong signature': 3 } },
  ...{ rate: 4, lag: 1_500, clockOffset: null, connections: null, closed: null, totals: [] },
};
const STATES = { greeting: 0, filling: 0, level: 0, behind: 0 };
const SYSTEM = {
  ...{ clock: liveClock(0), demo: false, storeUp: false, feedUp: true },
  ...{ head: 120, stored: 100, folded: 118, unheld: 3, backfill: null },
};

let qiao: Served;
beforeAll(async () => {
  qiao = await serve(listenUws, 8468, {
    bearerOf: (header) =>
      header === 'Bearer prometheus' ? { name: 'prometheus', role: 'monitor' } : null,
  });
});
afterAll(() => qiao.close());

/** What a scrape tells, by metric with its labels. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${qiao.url}/metrics`, {
    headers: { authorization: 'Bearer prometheus' },
  });
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => /^qiao_/.test(line));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test('before anything is known no figure stands for it', async () => {
  const told = await scrape();
  for (const name of ['qiao_journal_head', 'qiao_store_up', 'qiao_recount_differences'])
    expect(told.has(name), name).toBe(false);
  expect([...told.keys()].filter((name) => name.startsWith('qiao_port_'))).toEqual([]);
  expect(told.get('qiao_process_resident_memory_bytes')).toBeGreaterThan(0);
  expect(told.has('qiao_nodejs_eventloop_lag_p99_seconds')).toBe(true);
});

test('the journal, its ports and the recount are told as the picture has them', async () => {
  qiao.commit((views) => {
    views.system.set('system', SYSTEM);
    views.ports.set('12345', HOTLINE);
    views.ports.set('dcm', { ...HOTLINE, source: sourceId('dcm'), state: 'down', lag: null });
    views.recount.set('recount', {
      at: SECOND,
      seq: 1,
      compared: 50,
      differences: 2,
      examples: [],
    });
  });
  expect(Object.fromEntries(await scrape())).toMatchObject({
    qiao_journal_head: 120,
    qiao_journal_unstored_records: 20,
    qiao_picture_unfolded_records: 2,
    qiao_picture_unheld_cases: 3,
    qiao_store_up: 0,
    qiao_feed_up: 1,
    qiao_recount_differences: 2,
    qiao_recount_compared: 50,
    qiao_recount_timestamp_seconds: 1,
    'qiao_port_lag_seconds{source="12345"}': 1.5,
    'qiao_port_records_per_minute{source="12345"}': 4,
    'qiao_port_last_record_timestamp_seconds{source="12345"}': 1_700_000_000,
    'qiao_port_rejected_records_total{source="12345"}': 2,
    'qiao_port_refused_total{source="12345",reason="wrong signature"}': 3,
    'qiao_port_state{source="dcm",state="down"}': 1,
    'qiao_port_state{source="dcm",state="live"}': 0,
  });

  qiao.commit((views) => {
    views.system.set('system', { ...SYSTEM, backfill: 0.25 });
    views.ports.set('dcm', null);
  });
  const told = await scrape();
  expect(told.get('qiao_backfill_ratio')).toBe(0.25);
  expect(told.has('qiao_port_lag_seconds{source="dcm"}')).toBe(false);
  expect([...told.keys()].filter((name) => name.includes('dcm'))).toEqual([]);
  // a second look counts nothing twice
  expect(told.get('qiao_port_rejected_records_total{source="12345"}')).toBe(2);
});

test('what waits is told by its age, and not at all while nothing does', async () => {
  const figures = { opened: 0, conflated: 7, states: () => STATES, wrongs: new Map() };
  const since = { unstored: () => 4_000, unfolded: () => null };
  const now = () => 10_000;
  const told = await createMetrics(
    emptyViews(),
    figures,
    { count: 0 },
    () => true,
    since,
    now,
  ).metrics();
  expect(told).toContain('\nqiao_journal_oldest_unstored_seconds 6\n');
  expect(told).not.toContain('\nqiao_picture_oldest_unfolded_seconds ');
  expect(told).toContain('\nqiao_conflated_keys_total 7\n');
});

test('screens are counted by their state, and why they were ended', async () => {
  const headers = await qiao.as('officer');
  const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers });
  await once(ws, 'open');
  await expect.poll(async () => (await scrape()).get('qiao_screens{state="greeting"}')).toBe(1);
  const show = showAll(['system']);
  ws.send(JSON.stringify({ t: 'hello', version: WIRE_VERSION, show, have: null }));
  await expect.poll(async () => (await scrape()).get('qiao_screens{state="level"}')).toBe(1);
  ws.send('nonsense');
  await once(ws, 'close');
  const told = await scrape();
  expect(told.get('qiao_screens{state="level"}')).toBe(0);
  expect(told.get('qiao_screens_opened_total')).toBe(1);
  expect(told.get('qiao_screens_ended_total{reason="not understood"}')).toBe(1);
});

test('a monitor reads the metrics and nothing else; duty officers and strangers do not', async () => {
  const status = async (path: string, headers: Record<string, string>) =>
    (await fetch(qiao.url + path, { headers })).status;
  const monitor = { authorization: 'Bearer prometheus' };
  expect(await status('/metrics', {})).toBe(401);
  expect(await status('/metrics', await qiao.as('officer'))).toBe(403);
  expect(await status('/api/deployment', monitor)).toBe(403);
  expect(await status('/api/cases?grid=hq-01', monitor)).toBe(403);
  expect(await status('/readyz', {})).toBe(200);
});
