import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PatrolReport } from '../../../config/contract/facts.ts';
import { gridId, type Millis } from '../../../config/contract/ids.ts';
import { DAY, dayStart, HOUR } from '../../../config/contract/zone.ts';
import { AlertRules } from '../../../config/deployment/alert-rules.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { type Base, emptyBase } from '../../state/model.ts';
import { MONDAY, patrol } from '../../state/samples.ts';
import { Desk } from './desk.fixture.ts';
import { GridSilence } from './grid-silence.ts';

const huangqiao = loadDeployment('huangqiao');
const [one, two] = huangqiao.grids.map(({ properties }) => gridId(properties.id)) as [
  ReturnType<typeof gridId>,
  ReturnType<typeof gridId>,
];
const midnight = (days: number): Millis => dayStart(MONDAY, huangqiao.zone, days);

let number = 0;
const report = (grid: typeof one, at: Millis): PatrolReport =>
  patrol({ reportNo: `r${number++}`, grid, at });
/** Grid two is patrolled at ten on each of some days. */
const daily = (days: number) =>
  Array.from({ length: days }, (_, n) => report(two, MONDAY + n * DAY));

function beat(deployment = huangqiao, base: Base = emptyBase(), now: Millis = MONDAY) {
  const silence = new GridSilence(deployment, now, base);
  const desk = new Desk();
  return {
    desk,
    take: (...reports: PatrolReport[]) => {
      for (const each of reports) silence.take(each, each.at);
    },
    at: (when: Millis) =>
      desk
        .judge(when, [silence])
        .map(({ phase, level, at, grid }) => `${grid} ${phase === 'raised' ? level : phase} ${at}`),
  };
}

test('a grid that is silent for two whole days is told at the midnight that completes them, and is over with its next report', () => {
  const { take, at, desk } = beat();
  take(report(one, MONDAY), ...daily(3));
  expect(at(midnight(3) - 1)).toEqual([]);
  expect(at(midnight(3))).toEqual([`${one} blue ${midnight(3)}`]);
  expect(at(midnight(3) + 5 * HOUR)).toEqual([]);
  const [alert] = desk.standing('grid-silence');
  expect(alert).toMatchObject({
    alertId: `grid-silence:${one}:${MONDAY}`,
    figures: { observed: 2, expected: 2 },
    title: {
      zh: `网格静默 2 个巡查日 · ${huangqiao.grids[0]!.properties.name.zh}`,
      en: `Silent 2 patrol days · ${huangqiao.grids[0]!.properties.name.en}`,
    },
  });
  take(report(one, midnight(3) + 6 * HOUR));
  expect(at(midnight(3) + 7 * HOUR)).toEqual([`${one} cleared ${midnight(3) + 6 * HOUR}`]);
});

test('days on which nobody reported anything are not days of silence', () => {
  const { take, at } = beat();
  take(report(one, MONDAY), report(two, MONDAY), report(two, MONDAY + 6 * DAY));
  expect(at(midnight(6))).toEqual([]);
  expect(at(midnight(7))).toEqual([]);
  take(report(two, MONDAY + 7 * DAY));
  expect(at(midnight(8))).toEqual([`${one} blue ${midnight(8)}`]);
});

test('days off count only where the deployment says so', () => {
  const friday = MONDAY + 4 * DAY;
  const silentAt = (counting: 'every' | 'working') => {
    const alertRules = AlertRules.parse({ grids: { silence: { counting } } });
    const { take, at } = beat({ ...huangqiao, alertRules });
    take(report(one, friday), ...daily(12));
    return [7, 8, 9].map((day) => at(midnight(day)).filter((line) => line.startsWith(`${one} `)));
  };
  expect(silentAt('every')).toEqual([[`${one} blue ${midnight(7)}`], [], []]);
  expect(silentAt('working')).toEqual([[], [], [`${one} blue ${midnight(9)}`]]);
});

test('a report that comes late takes the silence back that it breaks', () => {
  const { take, at, desk } = beat();
  take(report(one, MONDAY), ...daily(4));
  at(midnight(3) + HOUR);
  take(report(one, MONDAY + DAY));
  expect(at(midnight(3) + 2 * HOUR)).toEqual([`${one} cleared ${midnight(3)}`]);
  expect(at(midnight(4))).toEqual([`${one} blue ${midnight(4)}`]);
  expect(desk.standing('grid-silence')).toHaveLength(1);
});

test('a clock that is set back takes nothing back', () => {
  const { take, at } = beat();
  take(report(one, MONDAY), ...daily(4));
  at(midnight(3));
  expect([at(midnight(2)), at(midnight(3)), at(midnight(4))]).toEqual([[], [], []]);
});

test('a grid that never told anything, and a report of a clock that is wrong, say nothing', () => {
  const { take, at } = beat();
  take(...daily(5));
  take(report(one, MONDAY));
  const wrong = new GridSilence(huangqiao, MONDAY, {
    ...emptyBase(),
    lastPatrol: [[one, MONDAY + 900 * DAY]],
  });
  expect(wrong.judge(MONDAY + 901 * DAY, [])).toEqual([]);
  expect(at(midnight(5)).map((line) => line.split(' ')[0])).toEqual([one]);
});

test('in whatever order the reports come, and folded from the store, the same grids are silent since the same time', () => {
  // at midnight, a millisecond before it, and by day
  const moment = fc
    .tuple(fc.nat(9), fc.constantFrom(0, 10 * HOUR, DAY - 1))
    .map(([day, of]) => midnight(day) + of);
  const days = fc.array(fc.tuple(fc.constantFrom(one, two), moment), { maxLength: 30 });
  fc.assert(
    fc.property(
      days.chain((told) =>
        fc.tuple(
          fc.constant(told),
          fc.shuffledSubarray([...told, ...told], { minLength: 2 * told.length }),
        ),
      ),
      ([told, shuffled]) => {
        const reports = (of: typeof told) =>
          of.map(([grid, at]) => patrol({ reportNo: `${grid}/${at}`, grid, at }));
        const now = midnight(10);
        const live = new GridSilence(huangqiao, now, emptyBase());
        for (const each of reports(shuffled)) live.take(each, now);
        const last = new Map(told.toSorted((a, b) => a[1] - b[1]));
        const stored = new GridSilence(huangqiao, now, {
          lastPatrol: [...last],
          counted: reports(told).map(({ grid, at }) => ({
            ...{ stream: 'patrol' as const, category: '', community: '', grid, at },
            ...{ count: 1, ids: [] },
          })),
        });
        expect(live.judge(now, [])).toEqual(stored.judge(now, []));
      },
    ),
  );
});
