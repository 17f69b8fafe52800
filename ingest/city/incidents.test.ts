import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { caseId } from '../../config/contract/ids.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { createCity } from './city.ts';
import { type Incident, loadIncidents } from './incidents.ts';
import { readingId } from './sensors.ts';

const deployment = loadDeployment('huangqiao');
const at = (text: string): number => DateTime.fromISO(text, { zone: deployment.zone }).toMillis();
const FILE = {
  incidents: [
    {
      id: 'rubbish',
      kind: 'surge',
      from: '2026-03-10T08:00:00+08:00',
      to: '2026-03-10T20:00:00+08:00',
      category: ['城市管理', '市容环境'],
      grids: ['zhangzhuang-1', 'zhangzhuang-2'],
      count: 25,
    },
    {
      id: 'fumes',
      kind: 'cluster',
      from: '2026-03-11T18:00:00+08:00',
      to: '2026-03-12T02:00:00+08:00',
      category: ['环境保护', '大气污染'],
      lon: 120.57,
      lat: 31.404,
      radius: 300,
      count: 12,
    },
    {
      id: 'wages',
      kind: 'repeat',
      from: '2026-03-12T09:00:00+08:00',
      to: '2026-03-14T18:00:00+08:00',
      category: ['矛盾纠纷', '劳资纠纷', '拖欠工资'],
      grid: 'shengtian-2',
      count: 10,
    },
    {
      id: 'quiet',
      kind: 'silence',
      from: '2026-03-09T00:00:00+08:00',
      to: '2026-03-16T00:00:00+08:00',
      grid: 'fangbang-1',
    },
    {
      id: 'copper',
      kind: 'exceedance',
      from: '2026-03-13T01:00:00+08:00',
      to: '2026-03-13T05:00:00+08:00',
      station: 'hq-wq-03',
      factor: 'w20122',
      times: 1.8,
    },
  ],
};

function load(value: unknown): Incident[] {
  const folder = mkdtempSync(join(tmpdir(), 'qiao-incidents-'));
  try {
    writeFileSync(join(folder, 'incidents.json'), JSON.stringify(value));
    return loadIncidents(join(folder, 'incidents.json'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const [from, to] = [at('2026-03-09'), at('2026-03-16')];
const make = (incidents: Incident[]) =>
  createCity({ deployment, seed: 4, scale: 1, detailFrom: at('2026-06-01'), incidents });
const planted = make(load(FILE));
const plain = [...make([]).between(from, to)].map(({ draft }) => draft);
const drafts = [...planted.between(from, to)].map(({ draft }) => draft);
const truth = new Map(planted.truth().map(({ incident, records }) => [incident.id, records]));

/** First drafts of the cases that the truth names. */
const born = (id: string) => {
  const ids = new Set(truth.get(id));
  return drafts.flatMap((draft) =>
    draft.kind === 'case' &&
    draft.hops[0]!.event === 'report' &&
    ids.has(caseId(draft.source, draft.upstreamNo, draft.redo ?? 0))
      ? [draft]
      : [],
  );
};

describe('planted incidents', () => {
  test('a surge brings all its orders, in its grids and category', () => {
    const orders = born('rubbish');
    expect(orders).toHaveLength(25);
    for (const order of orders) {
      expect(order.category.slice(0, 2)).toEqual(['城市管理', '市容环境']);
      expect(order.receivedAt).toBeGreaterThanOrEqual(at('2026-03-10T08:00'));
      expect(order.receivedAt).toBeLessThan(at('2026-03-10T20:00'));
    }
  });

  test('a cluster lies within its circle', () => {
    const orders = born('fumes');
    expect(orders).toHaveLength(12);
    for (const { place } of orders) {
      if (!place) continue;
      expect(
        Math.hypot((place.lon - 120.57) * 95_000, (place.lat - 31.404) * 111_000),
      ).toBeLessThan(305);
    }
  });

  test('a repeat is one matter at one address, told by many', () => {
    const orders = born('wages');
    expect(new Set(orders.map(({ address }) => address)).size).toBe(1);
    expect(new Set(orders.map(({ phone }) => phone)).size).toBeGreaterThan(5);
    expect(orders).toHaveLength(10);
  });

  test('a silent grid has no patrol report, though its residents still call', () => {
    const reports = (list: typeof drafts) =>
      list.filter((draft) => draft.kind === 'patrol' && draft.grid === 'fangbang-1').length;
    expect(reports(plain)).toBeGreaterThan(5);
    expect(reports(drafts)).toBe(0);
    expect(truth.get('quiet')).toEqual([]);
  });

  test('an exceedance lies over the limit with a good flag, in every reading of the truth', () => {
    const ids = new Set(truth.get('copper'));
    const found = drafts.flatMap((draft) =>
      draft.kind === 'reading' && ids.has(readingId(draft)) ? [draft] : [],
    );
    expect(found).toHaveLength(4);
    for (const {
      values: [{ value, flag }],
    } of found) {
      expect(value).toBeGreaterThan(0.3 * 1.5);
      expect(flag).toBe('N');
    }
  });

  test('leave all other records as they were', () => {
    const gone = new Set(plain.map((draft) => JSON.stringify(draft)));
    for (const draft of drafts) gone.delete(JSON.stringify(draft));
    for (const text of gone) expect(text).toMatch(/fangbang-1|w20122|"kind":"patrol"/);
  });
});

describe('a mistake in the file', () => {
  test('is named with its place', () => {
    const [first] = FILE.incidents;
    expect(() => load({ incidents: [{ ...first, count: 0 }] })).toThrow(/incidents\[0\]\.count/);
    expect(() => load({ incidents: [{ ...first, from: 'monday' }] })).toThrow(
      /incidents\[0\]\.from/,
    );
  });

  test('that names what is not there is refused when the city is made', () => {
    const [first, , , quiet, copper] = FILE.incidents;
    expect(() => make(load({ incidents: [{ ...quiet, grid: 'x' }] }))).toThrow('quiet: no grid x');
    expect(() => make(load({ incidents: [{ ...first, category: ['天气'] }] }))).toThrow(
      /nobody calls/,
    );
    expect(() => make(load({ incidents: [{ ...copper, factor: 'Leq' }] }))).toThrow(
      /no factor Leq/,
    );
    expect(() => make(load({ incidents: [first, first] }))).toThrow(/used twice/);
  });
});
