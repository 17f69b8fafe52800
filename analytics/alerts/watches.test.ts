import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { AlertEvent, Hop } from '../../config/contract/facts.ts';
import { gridId } from '../../config/contract/ids.ts';
import { DAY, dayStart, HOUR, MINUTE } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { random } from '../../config/deployment/random.ts';
import { LocalTime } from '../state/local-time.ts';
import { emptyBase, Model } from '../state/model.ts';
import { hop, MONDAY, Numbered } from '../state/samples.ts';
import { areaOf } from './hotspot/area.ts';
import { centresOf } from './hotspot/places.ts';
import { layoutOf } from './hotspot/scan.ts';
import { Scanner } from './hotspot/scanner.ts';
import { Judge } from './judge.ts';
import type { CountedPast } from './surge/series.ts';
import { Watches } from './watches.ts';

const deployment = loadDeployment('huangqiao');
const time = new LocalTime(deployment.zone);
const grids = deployment.grids.map(({ properties }) => properties);
const categories = deployment.categories.map(({ name }) => name.zh);
const NOON = dayStart(MONDAY, deployment.zone) + 12 * HOUR;

const order = (no: string, at: number, grid: (typeof grids)[number], category: string): Hop =>
  hop({
    no,
    event: 'report',
    at,
    receivedAt: at,
    grid: gridId(grid.id),
    community: grid.community,
    category: [category, '', '', ''],
  });

/** A quiet year before `NOON`: eighteen orders a day by day, anywhere. */
const past = ((): CountedPast[] => {
  const rng = random(5);
  const counted: CountedPast[] = [];
  for (let day = 1; day <= 400; day++)
    for (let n = rng.poisson(18); n > 0; n--) {
      const { id: grid, community } = grids[rng.below(grids.length)]!;
      const category = categories[rng.below(categories.length)]!;
      const at = NOON - day * DAY + Math.floor(rng.between(-4, 8) * HOUR);
      counted.push({ stream: 'order', category, community, grid, at, count: 1, ids: [] });
    }
  return counted;
})();

const scanner = new Scanner(layoutOf(centresOf(deployment.grids)));

/** A command centre with that past. */
function centre(now: number, standing: readonly AlertEvent[] = []) {
  const model = new Model(time, now, { ...emptyBase(), alerts: standing });
  const watches = new Watches(deployment, now, { ...emptyBase(), counted: past }, async (look) =>
    scanner.find(look),
  );
  const judge = new Judge();
  const journal = new Numbered();
  const take = (fact: Hop | AlertEvent) => {
    watches.take(fact, model.now);
    model.apply(journal.entry(fact, fact.at));
  };
  return {
    take,
    /** Watches for some minutes; what they hand in comes back. */
    async watch(from: number, to: number): Promise<AlertEvent[]> {
      const told: AlertEvent[] = [];
      for (let at = from; at <= to; at += MINUTE) {
        model.advance(at);
        for (const event of judge
          .judge(model, watches.all)
          .filter(({ caseId }) => caseId === null)) {
          take(event);
          told.push(event);
        }
        await breathe();
      }
      return told;
    },
    standing: () => [...model.alerts.active()].filter(({ caseId }) => caseId === null),
  };
}

const burst = (count: number, from: number): Hop[] => {
  const grid = grids[20]!;
  return Array.from({ length: count }, (_, n) =>
    order(`b${n}`, from + n * MINUTE, grid, categories[0]!),
  );
};

describe('twelve orders of one kind from one grid in a morning', () => {
  const morning = NOON - 2 * HOUR;

  test('are a surge, said once, with its figures and its orders', async () => {
    const duty = centre(NOON);
    for (const each of burst(12, morning)) duty.take(each);
    const told = await duty.watch(NOON, NOON + 20 * MINUTE);
    const surges = told.filter(({ rule }) => rule === 'surge');
    expect(surges.length).toBeGreaterThan(0);
    expect(new Set(surges.map(({ id }) => id)).size).toBe(surges.length);
    const ofGrid = surges.find(({ grid }) => grid === grids[20]!.id);
    expect(ofGrid).toMatchObject({ level: 'blue', phase: 'raised', unit: '' });
    expect(ofGrid!.figures!.observed).toBeGreaterThanOrEqual(12);
    expect(ofGrid!.figures!.expected).toBeLessThan(3);
    expect(ofGrid!.figures!.probability).toBeLessThan(1e-4);
    expect(ofGrid!.evidence).toContain(burst(1, morning)[0]!.caseId);
    expect(ofGrid!.title.zh).toContain(grids[20]!.name.zh);
    expect(ofGrid!.title.en).toContain(grids[20]!.name.en);
  });

  test('are a hotspot about that grid, with its probability', async () => {
    const duty = centre(NOON);
    for (const each of burst(12, morning)) duty.take(each);
    const hotspot = (await duty.watch(NOON, NOON + 20 * MINUTE)).find(
      ({ rule }) => rule === 'hotspot',
    );
    expect(areaOf(hotspot?.evidence ?? [])).toContain(grids[20]!.id);
    expect(hotspot!.figures!.probability).toBeLessThan(1 / 100);
  });

  test('are judged alike after a restart: nothing is raised twice, nothing is lost', async () => {
    const duty = centre(NOON);
    for (const each of burst(12, morning)) duty.take(each);
    await duty.watch(NOON, NOON + 20 * MINUTE);
    const again = centre(NOON + 21 * MINUTE, duty.standing());
    for (const each of burst(12, morning)) again.take(each);
    expect(await again.watch(NOON + 21 * MINUTE, NOON + 40 * MINUTE)).toEqual([]);
    expect(
      again
        .standing()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      duty
        .standing()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('are over when they are no more: each alert is cleared once', async () => {
    const duty = centre(NOON);
    for (const each of burst(12, morning)) duty.take(each);
    await duty.watch(NOON, NOON + 20 * MINUTE);
    const raised = duty.standing().length;
    expect(raised).toBeGreaterThan(0);
    const told: AlertEvent[] = [];
    for (const day of [2, 10, 30])
      told.push(...(await duty.watch(NOON + day * DAY, NOON + day * DAY + 5 * MINUTE)));
    const cleared = told.filter(({ phase }) => phase === 'cleared').map(({ id }) => id);
    expect(new Set(cleared).size).toBe(cleared.length);
    expect(duty.standing().filter(({ grid }) => grid === grids[20]!.id)).toEqual([]);
  });
});

test('an order dated tomorrow counts tomorrow', async () => {
  const duty = centre(NOON);
  for (const each of burst(12, NOON + 20 * HOUR)) duty.take(each);
  const surgesOf = (told: AlertEvent[]) => told.filter(({ rule }) => rule === 'surge');
  expect(surgesOf(await duty.watch(NOON, NOON + 5 * MINUTE))).toEqual([]);
  const tomorrow = NOON + 21 * HOUR;
  expect(surgesOf(await duty.watch(tomorrow, tomorrow + 5 * MINUTE)).length).toBeGreaterThan(0);
});
