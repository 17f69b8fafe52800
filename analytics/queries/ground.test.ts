import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeadLetter, RegisterRecord, TrackPoint } from '../../config/contract/facts.ts';
import type { Counted } from '../../config/contract/ground.ts';
import { gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { groundFromStore } from '../gateway/ground-from-store.ts';
import { hop, MONDAY, patrol, reading } from '../state/samples.ts';
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

const letter = (id: string, at: number): DeadLetter => ({
  ...{ kind: 'dead', id: `dead:${id}`, version: 0, source: sourceId('dcm'), at, raw: '{}' },
  ...{ reason: 'create_time: not a date', place: `cases ${id}` },
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
      hop({ no: '2', event: 'return', at: MONDAY + 3000, unit: unitId('u7') }),
      reading({ at: MONDAY, value: 35, source: sourceId('environment') }),
      letter('1', MONDAY - 24 * HOUR),
      letter('2', MONDAY),
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

test('the entries of a register in a grid are told one by one', async () => {
  const entries = await ground().registered('g1', 'firms');
  expect(entries).toEqual({
    ok: true,
    value: [
      { key: 'plater', name: '电镀厂', validFrom: '2026-01-01' },
      { key: 'far', name: '远处的厂', validFrom: '2026-01-01' },
    ],
  });
});

test('what a figure counts is told row by row, the newest first', async () => {
  const rowsOf = async (of: Counted, by: { unit?: string; source?: string } = {}) => {
    const everywhere = { time: null, grid: null, unit: null, source: null };
    const rows = await ground().counted(of, { ...everywhere, ...by });
    if (!rows.ok) throw new Error(rows.error);
    return rows.value.map(({ at, kind, caseId, title, station }) => [
      ...[at - MONDAY, kind, caseId, title],
      ...(station === '' ? [] : [station]),
    ]);
  };
  expect(await rowsOf('orders')).toEqual([
    [1000, 'report', '12345:2:0', '路灯不亮 2'],
    [0, 'report', '12345:1:0', '路灯不亮 1'],
  ]);
  expect(await rowsOf('closed')).toEqual([[2000, 'close', '12345:1:0', '路灯不亮 1']]);
  expect(await rowsOf('selfHandled')).toEqual([[NOW - 2000 - MONDAY, 'patrol', null, '楼道堆物']]);
  expect(await rowsOf('returned', { unit: 'u7' })).toEqual([
    [3000, 'return', '12345:2:0', '路灯不亮 2'],
  ]);
  expect(await rowsOf('returned', { unit: 'u1' })).toEqual([]);
  expect(await rowsOf('records', { source: 'environment' })).toEqual([
    [0, 'reading', null, '35 µg/m³', 's1'],
  ]);
  // since ever, as the port counts them; what was told stays where it is
  expect(await rowsOf('rejected', { source: 'dcm' })).toEqual([
    [0, 'dead', null, 'cases 2 create_time: not a date'],
    [-24 * HOUR, 'dead', null, 'cases 1 create_time: not a date'],
  ]);
});
