import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import { random } from '../../../config/deployment/random.ts';
import { type Counted, SurgeWatch } from './watch.ts';

const calendar = calendarOf({ zone: 'Asia/Shanghai', calendar: 'china', workHours: [9, 17] });
const FROM = calendar.dayAt(Date.parse('2025-03-03T00:00:00+08:00')).starts;
const NOW = FROM + 60 * DAY;
const COMMUNITIES = 12;

const order = (id: string, at: number, community: number): Counted => ({
  count: 1,
  ids: [id],
  at,
  stream: 'order',
  series: [
    { id: `community ${community}`, family: 'community' },
    { id: 'all', family: 'all' },
  ],
});

/** Eighteen orders a day by day and twelve communities, from `FROM` on. */
function quiet(days: number, seed: number, perDay = 18): Counted[] {
  const rng = random(seed);
  const orders: Counted[] = [];
  for (let day = 0; day < days; day++)
    for (let n = rng.poisson(perDay); n > 0; n--) {
      const at = FROM + day * DAY + Math.floor(rng.between(7, 19) * HOUR);
      orders.push(order(`o${day}-${n}`, at, rng.below(COMMUNITIES)));
    }
  return orders;
}
const burst = (count: number, from: number, to: number, community = 3): Counted[] =>
  Array.from({ length: count }, (_, i) =>
    order(`b${i}`, from + Math.floor(((to - from) * i) / count), community),
  );
const watchOf = (events: readonly Counted[], from = NOW - 5 * DAY): SurgeWatch => {
  const watch = new SurgeWatch(calendar, from);
  for (const event of events) watch.add(event);
  return watch;
};

describe('a surge', () => {
  const past = quiet(60, 5);
  const from = NOW - 14 * HOUR;

  test('of eleven orders in a community that has one or two a day is raised, with its orders', () => {
    const { surges } = watchOf([...past, ...burst(11, from, from + 5 * HOUR)]).evaluate(NOW);
    const surge = surges.find(({ series }) => series === 'community 3');
    expect(surge).toBeDefined();
    expect(surge!.observed).toBeGreaterThanOrEqual(11);
    expect(surge!.expected).toBeLessThan(5);
    expect(surge!.logP).toBeLessThan(Math.log(1e-4));
    expect(surge!.since).toBeGreaterThanOrEqual(from - HOUR);
    expect(surge!.evidence).toContain('b10');
  });

  test('of two orders is none, however quiet the place', () => {
    const lone = burst(2, from, from + HOUR, 99);
    expect(watchOf([...past, ...lone]).evaluate(NOW).surges).toEqual([]);
  });

  test('is seen before its hour is over, keeps its beginning, and clears when it has passed', () => {
    const start = NOW + 9 * HOUR;
    const watch = watchOf([...past, ...burst(12, start, start + 30 * 60_000)]);
    const [during] = watch.evaluate(start + 31 * 60_000).surges;
    const [after] = watch.evaluate(start + HOUR).surges;
    expect(after).toMatchObject({ series: during!.series, since: during!.since });
    expect(watch.evaluate(start + 12 * DAY).surges).toEqual([]);
  });

  test('works on ten thousand an hour', () => {
    const counts = new SurgeWatch(calendar, FROM + 20 * DAY);
    const rng = random(8);
    for (let hour = 0; hour < 21 * 24; hour++)
      for (let n = rng.poisson(hour === 500 ? 1300 : 1000); n > 0; n--)
        counts.add(order(`${hour}-${n}`, FROM + hour * HOUR + n, n % 2));
    const { surges } = counts.evaluate(FROM + 501 * HOUR);
    expect(surges.map(({ series }) => series)).toContain('all');
    expect(surges[0]!.window).toBe(1);
    expect(surges[0]!.evidence).toHaveLength(50);
  });

  test('is the same in whatever order its events came and whenever it was asked for', () => {
    const events = [...past, ...burst(11, from, from + 5 * HOUR)];
    const whole = watchOf(events).evaluate(NOW);
    expect(whole.surges.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
        fc.array(fc.tuple(fc.nat(events.length - 1), fc.nat(5 * 24)), { maxLength: 3 }),
        (shuffled, asked) => {
          const watch = new SurgeWatch(calendar, NOW - 5 * DAY);
          const stops = [...asked].sort(([, a], [, b]) => a - b);
          const upTo = [...asked].map(([n]) => n).sort((a, b) => a - b);
          let next = 0;
          for (const [i, [, hours]] of stops.entries()) {
            while (next < upTo[i]!) watch.add(shuffled[next++]!);
            watch.evaluate(NOW - (5 * 24 - hours) * HOUR);
          }
          while (next < shuffled.length) watch.add(shuffled[next++]!);
          expect(watch.evaluate(NOW)).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('is hardly ever one where nothing happened', () => {
    const watch = watchOf(quiet(160, 21), FROM + 60 * DAY);
    const raised = new Set<string>();
    for (let at = FROM + 60 * DAY; at <= FROM + 160 * DAY; at += HOUR)
      for (const { series, since } of watch.evaluate(at).surges) raised.add(`${series} ${since}`);
    expect(raised.size).toBeLessThan(50);
  });
});
