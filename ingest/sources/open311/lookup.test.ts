import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { createPipeline } from '../../pipeline/pipeline.ts';
import { insertEntries, migrate } from '../../store/index.ts';
import { RunningStore } from '../../store/running.fixture.ts';
import { createLookup, type Lookup } from './lookup.ts';

const deployment = loadDeployment('huangqiao');
const pipeline = createPipeline(deployment, 'a key for the tests');
const store = new RunningStore(7941);
const START = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;
let lookup: Lookup;

const entries: Entry[] = [];
const take = (draft: object) => {
  const origin = { source: 'open311', place: 'test', raw: () => '' };
  for (const fact of pipeline.take(draft, origin, START).facts)
    entries.push({ seq: entries.length + 1, accepted: START, fact });
};
const posted = (upstreamNo: string, hour: number, changes: object = {}) =>
  take({
    kind: 'case',
    source: 'open311',
    upstreamNo,
    receivedAt: START + hour * HOUR,
    channel: 'app',
    type: 'other',
    urgency: 'normal',
    category: ['城市管理', '市容环境', '暴露垃圾'],
    unit: '',
    grid: '',
    place: { lon: 120.58, lat: 31.38, datum: 'WGS84' },
    address: '占上路',
    subject: '暴露垃圾',
    content: '内容',
    caller: '张三',
    phone: '13812345678',
    confidential: false,
    hops: [{ event: 'report', at: START + hour * HOUR }],
    ...changes,
  });
const step = (upstreamNo: string, event: string, hour: number) =>
  take({
    kind: 'step',
    case: { source: 'open311', upstreamNo },
    hops: [{ event, at: START + hour * HOUR, no: `desk/${event}` }],
  });

beforeAll(async () => {
  posted('one', 1);
  posted('two', 2);
  step('two', 'close', 5);
  posted('three', 3, { category: ['城市管理', '街面秩序', '占道经营'], place: null });
  step('three', 'file', 4);
  posted('secret', 4, { confidential: true });
  posted('accused', 4, { type: 'report' });
  posted('hotline', 4, { source: '12345' });
  step('never-reported', 'urge', 4);
  await store.start();
  const writer = store.connect('writer');
  await migrate(writer, deployment.zone);
  await insertEntries(writer, entries, 'all');
  lookup = createLookup(store.connect('reader'), deployment, sourceId('open311'));
});
afterAll(() => store.remove());

const numbers = async (wanted: object) =>
  (await lookup({ limit: 10, offset: 0, ...wanted })).map(({ no }) => no);

describe('requests in the store', () => {
  it('are those posted here, newest first; no confidential one, none of another port', async () => {
    expect(await numbers({})).toEqual(['three', 'two', 'one']);
    expect(await numbers({ limit: 1, offset: 1 })).toEqual(['two']);
  });

  it('are open until their case has ended', async () => {
    expect(await numbers({ open: true })).toEqual(['three', 'one']);
    expect(await numbers({ open: false })).toEqual(['two']);
  });

  it('are found by number, category and time', async () => {
    expect(await numbers({ numbers: ['one', 'secret', "x' OR 1=1 --"] })).toEqual(['one']);
    expect(await numbers({ categories: [['城市管理', '街面秩序', '占道经营']] })).toEqual([
      'three',
    ]);
    expect(await numbers({ categories: [] })).toEqual([]);
    expect(await numbers({ from: START + 2 * HOUR, to: START + 3 * HOUR })).toEqual(['two']);
  });

  it('are found by as many numbers as may be asked for', async () => {
    const many = Array.from({ length: 999 }, (_, n) => `261101-${String(n).padStart(12, '0')}`);
    expect(await numbers({ numbers: [...many, 'one'] })).toEqual(['one']);
  });

  it('say how the matter stands, and nothing of the person', async () => {
    const found = await lookup({ numbers: ['two', 'three'], limit: 10, offset: 0 });
    expect(found).toMatchObject([
      { no: 'three', open: true, place: null, updatedAt: START + 4 * HOUR },
      {
        no: 'two',
        open: false,
        category: ['城市管理', '市容环境', '暴露垃圾'],
        unit: 'enforcement',
        address: '占上路',
        place: { lon: 120.58, lat: 31.38 },
        requestedAt: START + 2 * HOUR,
        updatedAt: START + 5 * HOUR,
      },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/张|138|内容/);
  });
});
