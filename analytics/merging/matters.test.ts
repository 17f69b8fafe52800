import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { random } from '../../config/deployment/random.ts';
import { complaints } from './complaints.fixture.ts';
import type { Move } from './judge.ts';
import { comebacks, divergence, gathering } from './kinds.ts';
import { Matters } from './matters.ts';
import { bCubed, pairwise } from './measure.ts';
import type { Report } from './report.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** Holds all of a test's reports. */
const LONG = { ...DEFAULT_SETTINGS, keep: 300 * DAY };
const MONDAY = Date.UTC(2026, 10, 23);
let next = 0;
const report = (content: string, more: Partial<Report> = {}): Report => ({
  id: `r${String(next++).padStart(3, '0')}`,
  source: '12345',
  at: MONDAY,
  place: { grid: 'hq-12', lon: 120.58, lat: 31.38 },
  category: ['城市管理', '公用设施', '路灯'],
  subject: '',
  content,
  address: '',
  caller: '',
  ...more,
});
/** So many metres east of the spot. */
const east = (metres: number) => ({ grid: 'hq-12', lon: 120.58 + metres / 94_900, lat: 31.38 });

const grouped = (matters: Matters, reports: readonly Report[]): string[] => {
  for (const each of reports) matters.add(each);
  return reports.map(({ id }) => matters.groupOf(id)!.id);
};

describe('matters', () => {
  it('brings together what several lines tell of one lamp, under the number of the first', () => {
    const [a, b, c] = [
      report('太阳路120号门口路灯坏了，晚上漆黑一片，希望尽快处理'),
      report('巡查发现太阳路120号路灯不亮', { source: 'grid', at: MONDAY + DAY, place: east(20) }),
      report('您好，太阳路上一排灯都不亮，没有照明，老人走夜路害怕', {
        at: MONDAY + 2 * DAY,
        place: east(35),
        category: [],
        caller: 'h2',
      }),
    ] as const;
    expect(grouped(new Matters(), [a, b, c])).toEqual([a.id, a.id, a.id]);
  });

  it('keeps apart another matter of the house, another house, another village, another season', () => {
    const lamp = report('太阳路120号门口路灯坏了，晚上漆黑一片');
    const others = [
      report('太阳路120号门口有人乱倒垃圾，臭得很', { category: ['城市管理', '市容环境'] }),
      report('太阳路158号门口路灯坏了，晚上漆黑一片', { place: east(190) }),
      report('路灯坏了，晚上漆黑一片', { place: { grid: 'hq-40', lon: 120.6, lat: 31.4 } }),
      report('太阳路120号门口路灯坏了，晚上漆黑一片', { at: MONDAY + 60 * DAY }),
    ];
    const matters = new Matters(LONG);
    expect(new Set(grouped(matters, [lamp, ...others])).size).toBe(5);
  });

  it('takes set phrases of patrols for no evidence: two crossings, or an estate and a road, are two matters', () => {
    const patrol = (what: string, more: Partial<Report>) =>
      report(`网格员巡查上报:${what}。现场无法当场处置,上报流转。`, { subject: what, ...more });
    const parked = { category: ['城市管理', '街面秩序', '非机动车乱停放'] };
    const all = [
      patrol('生田路与永青路路口电动车乱停放2辆', parked),
      patrol('永青路与长泰路路口电动车乱停放5辆', {
        ...parked,
        at: MONDAY + 3 * DAY,
        place: east(25),
      }),
      patrol('方浜公寓10幢飞线充电一处', { category: ['安全生产', '331专项', '电动车违规充电'] }),
    ];
    expect(new Set(grouped(new Matters(), all)).size).toBe(3);
  });

  it('knows a matter by the characters and the name of its category, told in words that no list has', () => {
    const [lid, again] = [
      report('玉泰路265号井盖缺失，旁边没有围挡', { category: ['城市管理', '公用设施', '井盖'] }),
      report('玉泰路265号铁盖子松动，一踩就翻', {
        at: MONDAY + DAY,
        category: [],
        place: east(15),
      }),
    ] as const;
    expect(grouped(new Matters(), [lid, again])).toEqual([lid.id, lid.id]);
  });

  it('finds a matter of which no place is told by what it says', () => {
    const nowhere = { grid: '', lon: null, lat: null };
    const [a, b, c] = [
      report('丽发新城小区旁边建搅拌站，粉尘噪音严重扰民，要求搬走', {
        place: nowhere,
        category: [],
      }),
      report('投诉丽发新城附近搅拌站灰尘大噪音大', { place: nowhere, category: [] }),
      report('月亮岛路沿线架设高压线杆，居民担心辐射', { place: nowhere, category: [] }),
    ] as const;
    expect(grouped(new Matters(), [a, b, c])).toEqual([a.id, a.id, c.id]);
  });

  it('tells which reports moved, when a late one comes before the first', () => {
    const matters = new Matters();
    const second = report('太阳路120号路灯坏了', { at: MONDAY + HOUR });
    const first = report('太阳路120号路灯不亮', { at: MONDAY });
    expect(matters.add(second)).toEqual([{ id: second.id, group: second.id }]);
    expect(matters.add(first)).toEqual([
      { id: first.id, group: first.id },
      { id: second.id, group: first.id },
    ]);
    expect(matters.add(first)).toEqual([]);
  });

  it('obeys the officer, whose newest word stands', () => {
    const [a, b, c] = [
      report('太阳路120号路灯坏了'),
      report('太阳路120号路灯不亮', { at: MONDAY + HOUR }),
      report('完全不同的事情：噪音扰民', {
        at: MONDAY + 2 * HOUR,
        place: { grid: 'hq-40', lon: 120.6, lat: 31.4 },
        category: [],
      }),
    ] as const;
    const matters = new Matters();
    expect(grouped(matters, [a, b, c])).toEqual([a.id, a.id, c.id]);
    expect(matters.split(a.id, b.id, MONDAY + DAY)).toEqual([{ id: b.id, group: b.id }]);
    expect(matters.join(c.id, b.id, MONDAY + DAY)).toEqual([{ id: c.id, group: b.id }]);
    // an older word than that which parted them
    expect(matters.join(a.id, b.id, MONDAY)).toEqual([]);
    expect(matters.join(a.id, b.id, MONDAY + 2 * DAY)).toEqual([
      { id: b.id, group: a.id },
      { id: c.id, group: a.id },
    ]);
    expect(matters.split(b.id, c.id, MONDAY + 3 * DAY)).toEqual([{ id: c.id, group: c.id }]);
    expect(matters.groupOf(a.id)?.members.map(({ report: { id } }) => id)).toEqual([a.id, b.id]);
    expect(matters.split('never seen', a.id, MONDAY)).toEqual([]);
  });

  it('tells apart many people, one who calls again, and who is alone', () => {
    const of = (...reports: Report[]) => {
      const matters = new Matters();
      grouped(matters, reports);
      return gathering(matters.groupOf(reports[0]!.id)!.members);
    };
    const lamp = (caller: string, more: Partial<Report> = {}) =>
      report('太阳路120号路灯坏了', { caller, ...more });
    expect(of(lamp('h1'))).toMatchObject({ kind: 'single', reports: 1, people: 1 });
    expect(of(lamp('h1'), lamp('h1'), lamp('h1'))).toMatchObject({ kind: 'repeat', reports: 3 });
    expect(of(lamp('h1'), lamp('h2'), lamp('', { source: 'grid' }))).toMatchObject({
      kind: 'aggregate',
      people: 3,
      sources: ['12345', 'grid'],
    });
  });

  it('sees a place that many matters come from', () => {
    const [lamp, again, rubbish, noise, far] = [
      report('太阳路120号路灯坏了'),
      report('太阳路120号路灯不亮', { place: east(10) }),
      report('垃圾成堆，臭得很', { place: east(25), category: ['城市管理', '市容环境'] }),
      report('半夜施工，吵得睡不着', { place: east(15), category: ['生态环境', '噪声'] }),
      report('井盖缺失', { place: east(200), category: ['城市管理', '井盖'] }),
    ] as const;
    const matters = new Matters();
    grouped(matters, [lamp, again, rubbish, noise, far]);
    expect(divergence(matters, again.id, 60)).toEqual({
      matters: [lamp.id, rubbish.id, noise.id],
      categories: ['城市管理', '生态环境'],
    });
    expect(divergence(matters, 'never seen', 60)).toBeNull();
  });

  it('takes a point where upstreams put what they cannot locate for no place, and weighs no words that are none', () => {
    const matters = new Matters();
    const all = Array.from({ length: 400 }, (_, n) => report(`太阳路${n + 1}号门口路灯坏了`));
    grouped(matters, all);
    expect(new Set(all.map(({ id }) => matters.numberOf(id))).size).toBeGreaterThan(200);
    expect(divergence(matters, all[0]!.id, 60)).toBeNull();

    const mute = Array.from({ length: 5 }, (_, n) => report(`Pothole ${n}`));
    grouped(matters, mute);
    for (const { id } of mute) expect(matters.numberOf(id)).toBe(id);
    expect(matters.around(mute[0]!.id)).toHaveLength(1);
  });

  it('sees a matter come back within seven days of its close, as another report or reopened', () => {
    const matters = new Matters();
    const first = report('太阳路120号路灯坏了');
    const again = report('太阳路120号路灯又不亮了', { at: MONDAY + 25 * DAY });
    matters.add(first);
    matters.close(first.id, MONDAY + 20 * DAY);
    matters.add(again);
    expect(matters.groupOf(again.id)!.id).toBe(first.id);

    const mark = (days: number) => ({ at: MONDAY + days * DAY, order: 0, id: `${days}` });
    const of = (closes: number[], reopens: number[], later: number) =>
      comebacks(
        [
          { report: first, closes: closes.map(mark), reopens: reopens.map(mark) },
          { report: { ...again, at: MONDAY + later * DAY }, closes: [], reopens: [] },
        ],
        7 * DAY,
      ).map(({ id, at, closed, closedAt }) => [
        id === first.id ? 'first' : 'again',
        (at - MONDAY) / DAY,
        closed === first.id && (closedAt - MONDAY) / DAY,
      ]);
    expect(of([3, 20], [4], 25)).toEqual([
      ['first', 4, 3],
      ['again', 25, 20],
    ]);
    expect(of([20], [], 28)).toEqual([]);
    expect(of([20], [], 19)).toEqual([]);
    expect(of([3, 20], [11], 40)).toEqual([]);
  });

  it('finds the same matters in whatever order reports, closings and words arrive', () => {
    const { reports } = complaints(11, 14, 6, 'held');
    const times = random(3);
    type Act = (matters: Matters) => Move[];
    const closings: Act[] = reports
      .filter(() => times.chance(0.3))
      .map(({ id, at }) => {
        const closed = at + times.below(5 * DAY);
        return (matters) => matters.close(id, closed);
      });
    const words: Act[] = Array.from({ length: 12 }, (_, i) => {
      const [a, b] = [times.pick(reports).id, times.pick(reports).id];
      const at = MONDAY + times.below(4) * HOUR;
      return (matters) => (i % 2 ? matters.join(a, b, at) : matters.split(a, b, at));
    });
    const adds = reports.map(
      (each): Act =>
        (matters) =>
          matters.add(each),
    );
    const all = [...adds, ...closings, ...words];
    const told = (acts: readonly Act[]) => {
      const matters = new Matters(LONG);
      const moved = new Map<string, string>();
      for (const act of acts) for (const { id, group } of act(matters)) moved.set(id, group);
      // what the moves told is what there is
      for (const { id } of reports) expect(moved.get(id)).toBe(matters.groupOf(id)!.id);
      return reports.map(({ id }) => matters.groupOf(id)!.id);
    };
    const groups = told(all);
    expect(new Set(groups).size).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (acts) => {
        expect(told(acts)).toEqual(groups);
      }),
      { numRuns: 60 },
    );
  });

  it('makes two groups one when what comes shows that they are one matter, until an officer parts them', () => {
    const { reports } = complaints(12, 150, 20, 'held');
    const matters = new Matters(LONG);
    const place = new Map(reports.map(({ id }, n) => [id, n]));
    const joined: { before: string; now: string }[] = [];
    for (const each of reports) {
      const before = new Map(reports.map(({ id }) => [id, matters.numberOf(id)]));
      for (const { id, group: now } of matters.add(each)) {
        const of = before.get(id);
        // two become one under the number of the earlier; what comes next may part them again
        if (of && place.get(now)! < place.get(of)!) joined.push({ before: of, now });
      }
    }
    expect(joined.length).toBeGreaterThan(3);
    for (const [n, { before, now }] of joined.entries()) {
      const number = matters.numberOf(before);
      if (matters.numberOf(now) !== number) continue;
      const members = matters.groupOf(before)!.members.length;
      matters.split(before, now, MONDAY + n * DAY);
      expect(matters.numberOf(before)).not.toBe(matters.numberOf(now));
      matters.join(before, now, MONDAY + n * DAY + HOUR);
      expect(matters.groupOf(before)!.members).toHaveLength(members);
    }
  });

  it('takes reports back as if they had never come', () => {
    const { reports } = complaints(13, 40, 10, 'held');
    const some = reports.map(({ id }) => id).filter((_, n) => n % 3 === 0);
    fc.assert(
      fc.property(
        fc.subarray(some),
        fc.shuffledSubarray(reports, { minLength: reports.length }),
        (gone, order) => {
          const [never, taken] = [new Matters(LONG), new Matters(LONG)];
          for (const each of reports) if (!gone.includes(each.id)) never.add(each);
          const told = new Map<string, string>();
          const note = (moves: Move[]) => {
            for (const { id, group } of moves) told.set(id, group);
          };
          for (const each of order) note(taken.add(each));
          for (const id of gone) note(taken.remove(id));
          for (const { id } of reports)
            if (!gone.includes(id)) {
              expect(taken.groupOf(id)!.id).toBe(never.groupOf(id)!.id);
              expect(told.get(id)).toBe(never.groupOf(id)!.id);
            }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('remembers a close that was told before its report, however often the report is put right', () => {
    const lamp = report('太阳路120号门口路灯坏了，晚上漆黑一片', { at: MONDAY });
    const again = report('太阳路120号门口路灯坏了，晚上漆黑一片', { at: MONDAY + 16 * DAY });
    const mistyped = { ...lamp, at: MONDAY + 10 * DAY };
    const acts = {
      close: (matters: Matters) => matters.close(lamp.id, MONDAY + 4 * DAY),
      mistyped: (matters: Matters) => matters.add(mistyped),
    };
    for (const order of [
      ['close', 'mistyped'],
      ['mistyped', 'close'],
    ] as const) {
      const matters = new Matters(LONG);
      for (const act of order) acts[act](matters);
      matters.remove(lamp.id);
      expect(grouped(matters, [lamp, again])).toEqual([lamp.id, lamp.id]);
    }
    expect(new Set(grouped(new Matters(LONG), [lamp, again])).size).toBe(2);
  });

  it('holds no more than what is near in time', () => {
    const matters = new Matters();
    for (let day = 0; day < 400; day++)
      for (let i = 0; i < 5; i++) {
        const at = MONDAY + day * DAY;
        const each = report('太阳路路灯坏了', { at, place: east(i * 400) });
        matters.add(each);
        if (i > 0) matters.close(each.id, at + HOUR);
      }
    expect(matters.size).toBeLessThan(5 * 92);
    expect(matters.add(report('太阳路路灯坏了', { at: MONDAY }))).toEqual([]);
  });

  it('takes any text, even one that is none', () => {
    const matters = new Matters();
    const odd = ['', '。。。', '__proto__', 'x'.repeat(100_000), '\ud800', '120号'.repeat(5_000)];
    const ids = grouped(
      matters,
      odd.map((text, i) => report(text, { place: east(i * 1_000), category: ['__proto__'] })),
    );
    expect(new Set(ids).size).toBe(odd.length);
  });

  it('agrees with the truth in words, and on seeds, that nothing was fitted to', () => {
    const { reports, matterOf } = complaints(100, 600, 30, 'last');
    const matters = new Matters();
    const found = new Map<string, string>();
    for (const each of reports) for (const { id, group } of matters.add(each)) found.set(id, group);
    const [pairs, cubed] = [pairwise(found, matterOf), bCubed(found, matterOf)];
    expect(pairs.precision).toBeGreaterThan(0.93);
    expect(pairs.recall).toBeGreaterThan(0.9);
    expect(cubed.precision).toBeGreaterThan(0.95);
    expect(cubed.recall).toBeGreaterThan(0.93);
  });
});
