import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RegisterRecord, TrackPoint } from '../../config/contract/facts.ts';
import { gridId, sourceId } from '../../config/contract/ids.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { groundFromStore } from '../gateway/ground-from-store.ts';
import { hop, MONDAY, patrol } from '../state/samples.ts';
import { NEAR_REGISTERS } from './ground.ts';
import { startTestStore, type TestStore } from './test-store.ts';

const ZONE = 'Asia/Shanghai';
const NOW = MONDAY + HOUR;
/** A street corner; a thousandth of a degree of latitude is 111 m. */
const HERE = { lon: 120.58, lat: 31.38 };
const north = (thousandths: number) => HERE.lat + thousandths / 1000;

const track = (patroller: string, at: number, lat: number): TrackPoint => ({
  kind: 'track',
  id: `${patroller}:${at}`,
  version: 0,
  source: sourceId('grid'),
  patroller,
  track: '1',
  at,
  grid: gridId('g1'),
  lon: HERE.lon,
  lat,
});
const entry = (of: Partial<RegisterRecord> & { key: string }): RegisterRecord => ({
  kind: 'register',
  id: `firms:${of.key}:${of.validFrom ?? ''}`,
  version: 0,
  source: sourceId('registers'),
  register: 'firms',
  name: of.key,
  grid: gridId('g1'),
  validFrom: '2026-01-01',
  validTo: '',
  lon: HERE.lon,
  lat: north(1),
  at: MONDAY,
  values: {},
  flags: [],
  ...of,
});

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore(7860, ZONE);
  await store.insert(
    [
      track('17', NOW - HOUR, north(9)),
      track('17', NOW - 60_000, north(2)),
      track('18', NOW - 5 * HOUR, north(1)),
      track('20', NOW - 90_000, north(1)),
      track('20', NOW - 30_000, north(10)),
      patrol({ reportNo: 'p1', at: NOW - 2000, patroller: '19', ...HERE, selfHandled: true }),
      entry({ key: 'plater', name: '电镀厂' }),
      entry({ key: 'moved', name: '搬走的厂', validTo: '2026-02-01' }),
      entry({ key: 'far', name: '远处的厂', lat: north(30) }),
      entry({ key: 'post', register: 'posts', name: '锋小巢', lat: north(3) }),
      hop({ no: '1' }),
      hop({ no: '2', at: MONDAY + 1000 }),
      hop({ no: '1', event: 'close', at: MONDAY + 2000 }),
      hop({ no: '3', at: MONDAY - 24 * HOUR }),
    ],
    1,
  );
}, 60_000);
afterAll(() => store?.stop());

const ground = () => groundFromStore(store.reader, ZONE, () => NOW);

test('who is near was seen lately, at the last place, the nearest first', async () => {
  const near = await ground().near(HERE, 1000, NEAR_REGISTERS, 12);
  if (!near.ok) throw new Error(near.error);
  expect(
    near.value.patrollers.map(({ patroller, at, metres }) => [patroller, at, Math.round(metres)]),
  ).toEqual([
    ['19', NOW - 2000, 0],
    ['17', NOW - 60_000, 222],
  ]);
});

test('firms and posts are near as they stand today', async () => {
  const near = await ground().near(HERE, 1000, NEAR_REGISTERS, 12);
  if (!near.ok) throw new Error(near.error);
  expect(near.value.registered.map(({ name, metres }) => [name, Math.round(metres)])).toEqual([
    ['电镀厂', 111],
    ['锋小巢', 333],
  ]);
});

test('a grid has all its lines in one answer', async () => {
  const grid = await ground().grid('g1');
  if (!grid.ok) throw new Error(grid.error);
  expect(grid.value).toMatchObject({
    patrollers: 1,
    patrols: [{ reports: 1, selfHandled: 1, hazards: 0 }],
    inspections: { checks: 0, hazards: 0 },
    registers: [
      { register: 'firms', entries: 2 },
      { register: 'posts', entries: 1 },
    ],
  });
});

test('a counter of today is told row by row', async () => {
  const titles = async (of: 'orders' | 'closed' | 'selfHandled') => {
    const rows = await ground().counted(of);
    if (!rows.ok) throw new Error(rows.error);
    return rows.value.map(({ at, caseId }) => [at - MONDAY, caseId]);
  };
  expect(await titles('orders')).toEqual([
    [1000, '12345:2:0'],
    [0, '12345:1:0'],
  ]);
  expect(await titles('closed')).toEqual([[2000, '12345:1:0']]);
  expect(await titles('selfHandled')).toEqual([[NOW - 2000 - MONDAY, null]]);
});
