import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { CaseDraft } from './draft.ts';
import { createLocator } from './locate.ts';
import { createPipeline } from './pipeline.ts';

const huangqiao = loadDeployment('huangqiao');
const pipeline = createPipeline(huangqiao, 'a key for the tests');
const origin = { source: '12345', place: 'test', raw: () => 'raw' };
const [lon, lat] = [120.58, 31.38];

const order: CaseDraft = {
  kind: 'case',
  source: '12345',
  upstreamNo: '261123000001002',
  // a Monday, 10:00 in Suzhou
  receivedAt: Date.UTC(2026, 10, 23, 2),
  channel: 'phone',
  type: 'help',
  urgency: 'normal',
  category: [],
  unit: '',
  grid: '',
  place: { lon, lat, datum: huangqiao.datum },
  address: '',
  subject: '路灯不亮',
  content: '联系人13812345678',
  caller: '张三丰',
  phone: '13812345678',
  confidential: false,
  hops: [{ event: 'report', at: Date.UTC(2026, 10, 23, 2) }],
};
const take = (change: Partial<CaseDraft>) => {
  const [fact] = pipeline.take({ ...order, ...change }, origin, 1).facts;
  return fact;
};

describe('the pipeline', () => {
  it('gives an order its grid, deadline, unit and identity, and masks its caller', () => {
    const category = [huangqiao.categories[0]?.name.zh ?? ''];
    expect(take({ category })).toMatchObject({
      kind: 'hop',
      id: '12345:261123000001002:0/report',
      caseId: '12345:261123000001002:0',
      grid: expect.stringMatching(/./),
      community: expect.stringMatching(/./),
      unit: huangqiao.categories[0]?.unit,
      dueAt: expect.any(Number),
      text: { caller: '张**', phone: '138****5678', content: '联系人138****5678' },
    });
  });

  it('hides the caller of 举报 and of confidential orders altogether', () => {
    for (const change of [{ type: 'report' as const }, { confidential: true }])
      expect(take(change)).toMatchObject({ text: { caller: '', phone: '', confidential: true } });
  });

  it('takes the upstream deadline, or none where the upstream says there is none', () => {
    expect(take({ dueAt: 5_000_000_000 })).toMatchObject({
      dueAt: 5_000_000_000,
      flags: expect.arrayContaining(['due-before-received']),
    });
    expect(take({ dueAt: null })).toMatchObject({ dueAt: null });
  });

  it('gives an order that it is told of with its suspension the time back that it lost', () => {
    const hops = [
      order.hops[0]!,
      { event: 'suspend' as const, at: order.receivedAt + 60_000 },
      { event: 'resume' as const, at: order.receivedAt + 30 * 86_400_000 },
    ];
    const dueAt = (change: Partial<CaseDraft>) => (take(change) as Hop).dueAt as number;
    expect(dueAt({ hops })).toBeGreaterThan(order.receivedAt + 30 * 86_400_000);
    expect(dueAt({ hops, dueAt: dueAt({}) })).toBe(dueAt({}));
  });

  it('flags a deadline counted by working days that are not published yet, and none that was told', () => {
    const receivedAt = Date.UTC(2044, 0, 4, 2);
    const provisional = ['due-provisional'];
    const hops = [{ event: 'report' as const, at: receivedAt }];
    const flags = (change: Partial<CaseDraft>) =>
      (take({ receivedAt, hops, ...change }) as Hop).flags.filter((one) => one === provisional[0]);
    expect(flags({})).toEqual(provisional);
    expect(flags({ urgency: 'urgent' })).toEqual([]);
    expect(flags({ dueAt: receivedAt + 1 })).toEqual([]);
    expect(flags({ receivedAt: order.receivedAt })).toEqual([]);
    const dispatch = { event: 'dispatch' as const, at: receivedAt };
    const step = {
      kind: 'step' as const,
      case: { source: '12345', upstreamNo: '1' },
      hops: [dispatch],
    };
    expect(pipeline.take(step, origin, 1).facts).toMatchObject([
      { dueAt: null, flags: expect.arrayContaining(provisional) },
    ]);
  });

  it('gives a case that is reopened by a step alone a full limit again', () => {
    const reopen = { event: 'reopen' as const, at: order.receivedAt };
    const step = { kind: 'step', case: { source: '12345', upstreamNo: '1' }, hops: [reopen] };
    const [hop] = pipeline.take(step, origin, 1).facts as Hop[];
    expect(hop?.dueAt).toBeGreaterThan(order.receivedAt);
  });

  it('notes the urgent words of its texts on the hops that state them', () => {
    const at = order.receivedAt;
    const facts = pipeline.take(
      {
        ...order,
        subject: '永方路厂房起火',
        content: '二楼有人被困',
        hops: [...order.hops, { event: 'amend', at: at + 1 }, { event: 'sign', at: at + 2 }],
      },
      origin,
      1,
    ).facts as Hop[];
    expect(facts.map(({ details }) => details.words)).toEqual([
      'urgent:起火,被困',
      'urgent:起火,被困',
      undefined,
    ]);
    expect(take({})).not.toHaveProperty('details.words');
  });

  it('keeps a place outside every grid, and says so', () => {
    expect(take({ place: { lon: 10, lat: 10, datum: 'WGS84' } })).toMatchObject({
      grid: '',
      flags: expect.arrayContaining(['location-outside']),
    });
  });

  it('flags what ended before it began, on the hop that says so', () => {
    const hops = [order.hops[0]!, { event: 'close' as const, at: order.receivedAt - 1 }];
    const { facts } = pipeline.take({ ...order, hops }, origin, 1);
    expect(facts.map((f) => f.kind === 'hop' && f.flags.includes('ended-before-received'))).toEqual(
      [false, true],
    );
  });

  it('flags a time that cannot be, on the hop that tells it or on all of its order, and keeps it', () => {
    const now = order.receivedAt + 60_000;
    const flagsOf = (change: Partial<CaseDraft>) =>
      pipeline
        .take({ ...order, ...change }, origin, now)
        .facts.map((f) =>
          f.kind === 'hop' ? f.flags.filter((flag) => /^clock/.test(flag)) : null,
        );
    const [report] = order.hops;
    const close = { event: 'close' as const, at: Date.UTC(2099, 0, 1) };
    expect(flagsOf({})).toEqual([[]]);
    expect(flagsOf({ hops: [report!, close] })).toEqual([[], ['clock-ahead']]);
    expect(flagsOf({ updatedAt: close.at })).toEqual([['clock-ahead']]);
    expect(flagsOf({ receivedAt: 1 })).toEqual([['clock-behind']]);
    expect(flagsOf({ hops: [{ ...report!, at: now + 86_400_000 }] })).toEqual([[]]);
    const step = { kind: 'step', case: { source: '12345', upstreamNo: '1' }, hops: [close] };
    expect(pipeline.take(step, origin, now).facts).toMatchObject([
      { at: close.at, flags: ['clock-ahead'] },
    ]);
    const city = createPipeline(huangqiao, 'a key for the tests', (machine) => machine + 1e10);
    expect(city.take({ ...order, updatedAt: now + 1e10 }, origin, now).facts).toMatchObject([
      { flags: expect.not.arrayContaining(['clock-ahead']) },
    ]);
  });

  it('refuses what is out of range with the field that is wrong', () => {
    expect(take({ receivedAt: -1 })).toMatchObject({
      kind: 'dead',
      reason: expect.stringMatching(/^receivedAt: /),
    });
    expect(take({ hops: [] })).toMatchObject({
      kind: 'dead',
      reason: expect.stringMatching(/^hops: /),
    });
    expect(take({ subject: 'x'.repeat(40_000) })).toMatchObject({ kind: 'dead' });
  });

  it('keeps what it refuses without phones and numbers of persons, and of a frame its shape alone', () => {
    const refuse = (reason: string, raw: string) =>
      pipeline.refuse(reason, { ...origin, raw: () => raw }, 1).facts[0];
    expect(refuse('at: "13812345678"', '["320507198001011234"]')).toMatchObject({
      reason: 'at: "138****5678"',
      raw: '["000000000000000000"]',
    });
    expect(refuse('station 0099999999', '7E7E0012345678')).toMatchObject({
      reason: 'station 0099999999',
      raw: '0x0x0000000000',
    });
  });

  it('turns any junk into a dead letter and never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (junk) => {
        const offer = pipeline.take(junk as CaseDraft, origin, 1);
        expect(offer.rejected).toBe(true);
        expect(offer.facts.map((fact) => fact.kind)).toEqual(['dead']);
      }),
    );
  });

  it('gives the same facts for the same record, whatever the time', () => {
    expect(pipeline.take(order, origin, 1)).toEqual(pipeline.take(order, origin, 2));
  });
});

describe('locating', () => {
  const locate = createLocator(huangqiao);

  it('finds each grid by id, name and alias', () => {
    for (const grid of huangqiao.grids) {
      const { id, name, community } = grid.properties;
      for (const called of [id, name.zh, name.en.toUpperCase(), ...grid.properties.aliases])
        expect(locate(called, null)).toMatchObject({ grid: id, community });
    }
  });

  it('brings GCJ-02 and BD-09 places to within metres of the same spot', () => {
    const own = locate('', { lon, lat, datum: huangqiao.datum });
    const other = locate('', { lon, lat, datum: huangqiao.datum === 'WGS84' ? 'GCJ02' : 'WGS84' });
    expect(own).toMatchObject({ lon, lat });
    expect(Math.abs((other.lon ?? 0) - lon)).toBeGreaterThan(0.002);
    expect(Math.abs((other.lon ?? 0) - lon)).toBeLessThan(0.01);
  });
});
