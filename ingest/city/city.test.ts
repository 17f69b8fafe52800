import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { CaseState, HopEvent } from '../../config/contract/vocabulary.ts';
import { ENDED, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { calendarOf } from '../../config/deployment/calendar.ts';
import { addSpan, limitsOf } from '../../config/deployment/limits.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { type CaseDraft, Draft, type PatrolDraft } from '../pipeline/draft.ts';
import { createCity } from './city.ts';
import { createGround } from './ground.ts';

const deployment = loadDeployment('huangqiao');
const at = (text: string): number => DateTime.fromISO(text, { zone: deployment.zone }).toMillis();
const detailFrom = at('2026-06-01T10:20:33');
const city = (seed = 1, scale = 1) =>
  createCity({ deployment, seed, scale, detailFrom, incidents: [] });

const all = (from: number, to: number, of = city()) => [...of.between(from, to)];
const began = at('2025-01-01');
const year = all(began, at('2026-01-01'));
const cases = year.flatMap(({ draft }) => (draft.kind === 'case' ? [draft] : [])) as CaseDraft[];
const patrols = year.flatMap(({ draft }) =>
  draft.kind === 'patrol' ? [draft] : [],
) as PatrolDraft[];
const readings = year.flatMap(({ draft }) =>
  draft.kind === 'reading' ? [{ ...draft, ...draft.values[0] }] : [],
);
const orders = cases.filter(
  ({ source, hops, redo }) => source === '12345' && hops[0]!.event === 'report' && !redo,
);
const local = (millis: number): DateTime => DateTime.fromMillis(millis, { zone: deployment.zone });
const calendar = calendarOf(deployment);

describe('the same seed gives the same city', () => {
  const from = at('2026-05-30');
  const whole = all(from, from + 4 * DAY);

  test('however its time is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 * DAY }), { maxLength: 6 }),
        fc.boolean(),
        (inner, resumed) => {
          const cuts = [0, ...inner.sort((a, b) => a - b), 4 * DAY].map((ms) => from + ms);
          const one = city();
          const pieces = cuts
            .slice(1)
            .flatMap((to, i) => all(cuts[i]!, to, resumed ? city() : one));
          expect(pieces).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('and asked again for what was told before', () => {
    const one = city();
    const first = all(from, from + DAY, one);
    all(from + DAY, from + 3 * DAY, one);
    expect(all(from, from + DAY, one)).toEqual(first);
  });

  test('in order of time, inside the time asked for', () => {
    for (const [i, { at: known }] of whole.entries()) {
      expect(known).toBeGreaterThanOrEqual(i ? whole[i - 1]!.at : from);
      expect(known).toBeLessThan(from + 4 * DAY);
    }
  });

  test('and another seed gives another', () => {
    expect(all(from, from + DAY, city(2))).not.toEqual(all(from, from + DAY));
  });
});

describe('the city is calibrated to the article', () => {
  /** Four standard deviations of a Poisson count. */
  const near = (count: number, mean: number): void => {
    expect(Math.abs(count - mean)).toBeLessThan(4 * Math.sqrt(mean));
  };

  test('18 hotline orders and 200 patrol reports a day, a fifth of them passed on', () => {
    near(orders.length, 18 * 365);
    near(patrols.length, 200 * 365);
    near(patrols.filter(({ passedOn }) => passedOn).length, 40 * 365);
    expect(patrols.filter((each) => each.selfHandled !== (each.passedOn === null))).toEqual([]);
  });

  test('ten times as many at ten times the scale', () => {
    const big = all(at('2025-06-02'), at('2025-06-09'), city(1, 10));
    const count = big.filter(({ draft }) => draft.kind === 'patrol').length;
    expect(count).toBeGreaterThan(7 * 2000 * 0.9);
    expect(count).toBeLessThan(7 * 2000 * 1.15);
  });

  test('fewer on days off, fewest at night, more in summer', () => {
    const mean = (days: (date: string) => boolean, list: { at: number }[]): number => {
      const dates = new Set<string>();
      for (
        let day = calendar.dayAt(at('2025-01-01'));
        day.date < '2026';
        day = calendar.dayAt(day.ends)
      )
        if (days(day.date)) dates.add(day.date);
      return list.filter((each) => dates.has(calendar.dayAt(each.at).date)).length / dates.size;
    };
    const told = orders.map(({ receivedAt }) => ({ at: receivedAt }));
    const working = (date: string): boolean => calendar.dayAt(at(date)).workday;
    for (const list of [told, patrols])
      expect(mean(working, list)).toBeGreaterThan(1.2 * mean((date) => !working(date), list));
    const month = (...months: string[]) => mean((date) => months.includes(date.slice(5, 7)), told);
    expect(month('06', '07', '08')).toBeGreaterThan(1.1 * month('12', '01', '02'));
    const night = told.filter((each) => local(each.at).hour < 6).length;
    const morning = told.filter((each) => [8, 9, 10].includes(local(each.at).hour)).length;
    expect(night * 10).toBeLessThan(morning);
  });

  test('98 to 99.5 % handled in time, and a few open ones overdue', () => {
    const due = (draft: CaseDraft): number =>
      draft.dueAt ??
      addSpan(draft.receivedAt, limitsOf(deployment, { ...draft })!.handle, deployment);
    const first = new Map<string, CaseDraft>();
    const state = new Map<string, { open: boolean; overdue: boolean }>();
    const now = at('2025-12-31T15:00');
    for (const draft of cases) {
      const id = `${draft.source}${draft.upstreamNo}${draft.redo}`;
      const { event, at: when } = draft.hops[0]!;
      if (event === 'finish' && !first.has(id)) first.set(id, draft);
      const ended = STATE_AFTER[event] !== null && ENDED.has(STATE_AFTER[event]);
      if (when < now) state.set(id, { open: !ended, overdue: !ended && due(draft) < now });
    }
    const late = [...first.values()].filter((draft) => draft.hops[0]!.at > due(draft)).length;
    expect(late / first.size).toBeGreaterThan(0.005);
    expect(late / first.size).toBeLessThan(0.02);
    const open = [...state.values()].filter((each) => each.open);
    expect(open.length).toBeGreaterThan(100);
    expect(open.filter((each) => each.overdue).length / open.length).toBeLessThan(0.05);
  });
});

describe('each case', () => {
  const EXITS: Readonly<Record<CaseState, readonly HopEvent[]>> = {
    reported: ['verify', 'file', 'reject', 'merge'],
    verifying: ['file', 'reject', 'merge'],
    filed: ['dispatch'],
    dispatched: ['sign', 'return'],
    returned: ['dispatch'],
    handling: ['finish', 'suspend', 'return', 'cancel'],
    suspended: ['resume'],
    done: ['check', 'rework'],
    checked: ['close', 'reopen'],
    reopened: ['dispatch'],
    closed: [],
    rejected: [],
    merged: [],
    cancelled: [],
  };

  test('goes through the states in a lawful order, a step after the other', () => {
    const seen = new Map<string, { state: CaseState; at: number }>();
    const broken: string[] = [];
    const events = new Set<string>();
    for (const draft of cases) {
      const id = `${draft.source}:${draft.upstreamNo}:${draft.redo}`;
      const { event, at: when } = draft.hops[0]!;
      if (draft.receivedAt < began) continue;
      events.add(event);
      const before = seen.get(id);
      const after = STATE_AFTER[event];
      const lawful = before
        ? when > before.at &&
          (after === null ? !ENDED.has(before.state) : EXITS[before.state].includes(event))
        : event === 'report' && when === draft.receivedAt;
      if (!lawful) broken.push(`${id}: ${event} after ${before?.state ?? 'nothing'}`);
      seen.set(id, { state: after ?? before?.state ?? 'reported', at: when });
    }
    expect(broken).toEqual([]);
    for (const event of ['return', 'rework', 'extend', 'suspend', 'resume', 'urge', 'supervise'])
      expect(events).toContain(event);
    for (const event of ['reopen', 'cancel', 'reject', 'merge', 'verify', 'contact', 'visit'])
      expect(events).toContain(event);
    expect(cases.some(({ redo }) => redo === 1)).toBe(true);
    expect(cases.some(({ urgency }) => urgency === 'critical')).toBe(true);
    expect(cases.some(({ confidential, type }) => confidential && type === 'report')).toBe(true);
  });

  test('is signed, when it is no urgent one, in working time of the calendar', () => {
    const signs = cases.filter(
      ({ hops, urgency }) => hops[0]!.event === 'sign' && urgency === 'normal',
    );
    const outside = signs.filter(({ hops }) => {
      const day = calendar.dayAt(hops[0]!.at);
      return !day.workday || hops[0]!.at < day.opens || hops[0]!.at > day.closes;
    });
    expect(signs.length).toBeGreaterThan(10_000);
    expect(outside).toEqual([]);
  });

  test('that a patrol passed on appears at the very time of its report', () => {
    const born = new Map(
      cases
        .filter(({ hops }) => hops[0]!.event === 'report')
        .map((draft) => [`${draft.source}:${draft.upstreamNo}`, draft]),
    );
    const astray = patrols.filter(({ passedOn, at: when, grid, text }) => {
      const draft = passedOn && born.get(`${passedOn.source}:${passedOn.upstreamNo}`);
      if (!draft) return passedOn !== null;
      return draft.receivedAt !== when || draft.grid !== grid || !text.startsWith(draft.subject);
    });
    expect(astray).toEqual([]);
    expect(new Set(cases.map(({ source }) => source))).toEqual(
      new Set(['12345', 'dcm', 'grid', 'safety', 'environment']),
    );
  });

  test('lies inside the grid that it names, and every place inside some grid', () => {
    const ground = createGround(deployment);
    const reported = cases.filter(({ hops }) => hops[0]!.event === 'report');
    const astray = [...reported, ...patrols].filter(({ place, grid }) => {
      const found = place && ground.holding([place.lon, place.lat]);
      if (found === null) return grid === '';
      return (
        found === undefined || (grid !== '' && ground.plots[found]?.grid.properties.id !== grid)
      );
    });
    expect(astray).toEqual([]);
  });

  test('and every record has a number of its own and conforms to the draft', () => {
    expect(new Set(patrols.map(({ reportNo }) => reportNo)).size).toBe(patrols.length);
    const reports = cases.filter(({ hops }) => hops[0]!.event === 'report');
    const numbers = reports.map(({ source, upstreamNo, redo }) => `${source}${upstreamNo}:${redo}`);
    expect(new Set(numbers).size).toBe(reports.length);
    const refused = year.slice(0, 10_000).filter(({ draft }) => !Draft.safeParse(draft).success);
    expect(refused).toEqual([]);
    const unfilled = reports.filter(({ subject, content }) =>
      /[{}]|undefined/.test(subject + content),
    );
    expect(unfilled).toEqual([]);
  });
});

describe('stations', () => {
  test('report hourly in the past and every five minutes from the live hour on', () => {
    const day = all(at('2026-06-01'), at('2026-06-02')).flatMap(({ draft }) =>
      draft.kind === 'reading' &&
      draft.values[0].factor === 'a34004' &&
      draft.station === 'hq-air-01'
        ? [draft]
        : [],
    );
    const live = day.filter(({ interval }) => interval === 'realtime');
    expect(Math.min(...live.map((each) => each.at))).toBeGreaterThanOrEqual(at('2026-06-01T10:00'));
    expect(live.length).toBeGreaterThan(14 * 12 * 0.9);
    expect(day.length - live.length).toBeGreaterThan(20);
  });

  test('send no more than 250 000 values in 400 days, mostly good and within limits', () => {
    expect((readings.length * 400) / 365).toBeLessThan(250_000);
    const bad = readings.filter(({ flag }) => flag !== 'N').length;
    expect(bad / readings.length).toBeGreaterThan(0.001);
    expect(bad / readings.length).toBeLessThan(0.03);
    expect(new Set(readings.map(({ flag }) => flag))).toEqual(new Set(['N', 'C', 'M', 'D', 'B']));
    const limits = new Map(
      deployment.stations.flatMap(({ id, factors }) =>
        factors.map(({ code, limit }) => [
          `${id}:${code}`,
          limit[0]?.value ?? Number.POSITIVE_INFINITY,
        ]),
      ),
    );
    const over = readings.filter(
      (each) => each.value > limits.get(`${each.station}:${each.factor}`)!,
    );
    expect(over.length / readings.length).toBeLessThan(0.005);
  });

  test('carry more ozone on a summer afternoon than on a winter night', () => {
    const ozone = (month: number, hour: number): number => {
      const values = readings.filter(
        (each) =>
          each.factor === 'a05024' &&
          local(each.at).month === month &&
          local(each.at).hour === hour,
      );
      return values.reduce((sum, { value }) => sum + value, 0) / values.length;
    };
    expect(ozone(7, 15)).toBeGreaterThan(2 * ozone(1, 3));
  });
});
