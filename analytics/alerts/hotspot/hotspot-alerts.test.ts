import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AlertEvent } from '../../../config/contract/facts.ts';
import { gridId } from '../../../config/contract/ids.ts';
import { DAY, dayStart, HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { random } from '../../../config/deployment/random.ts';
import { hop, MONDAY } from '../../state/samples.ts';
import type { Alert } from '../stage.ts';
import type { CountedPast } from '../surge/series.ts';
import { HotspotAlerts } from './hotspot-alerts.ts';
import { centresOf } from './places.ts';
import { layoutOf } from './scan.ts';
import { type Scan, scanApart } from './scan-apart.ts';
import { Scanner } from './scanner.ts';

const deployment = loadDeployment('huangqiao');
const NOON = dayStart(MONDAY, deployment.zone) + 12 * HOUR;
const centres = centresOf(deployment.grids);
const grid = gridId(deployment.grids[20]!.properties.id);

/** A quiet year, then eight calls of one kind from one grid since yesterday. */
const counted = ((): CountedPast[] => {
  const rng = random(3);
  const one = { stream: 'order', community: '', count: 1, ids: [] } as const;
  const orders: CountedPast[] = [];
  for (let day = 0; day < 400; day++)
    for (let n = rng.poisson(18); n > 0; n--)
      orders.push({
        ...one,
        at: NOON - day * DAY - rng.below(HOUR),
        grid: rng.pick(deployment.grids).properties.id,
        category: rng.pick(deployment.categories).name.zh,
      });
  for (let n = 0; n < 8; n++)
    orders.push({ ...one, at: NOON - n * 3 * HOUR, grid, category: '环境保护' });
  return orders;
})();

/** The same as an event that stands. */
const standing = ({ alertId, grid: at }: Alert) => ({ alertId, grid: at }) as AlertEvent;

/** What is wanted once the next scan is back. */
async function judged(watch: HotspotAlerts, now: number, stand: AlertEvent[] = []) {
  for (;;) {
    const alerts = watch.judge(now, stand);
    if (alerts !== null) return alerts;
    await sleep(5);
  }
}

test('eight calls of one kind are a cluster of that kind, where the sum of all kinds would say little', async () => {
  const scanner = new Scanner(layoutOf(centres));
  const watch = new HotspotAlerts(deployment, NOON, counted, async (look) => scanner.find(look));
  const [alert] = await judged(watch, NOON);
  expect(alert).toMatchObject({ alertId: `hotspot:环境保护/${grid}`, grid });
  expect(alert!.figures!.observed).toBeGreaterThanOrEqual(8);
  expect(alert!.figures!.probability).toBeLessThan(1 / 100);
  const { zh, en } = alert!.steps[0]!.title;
  expect(zh).toMatch(/^聚集 · .+天环境保护工单 \d+ 件, 预期 0\.\d+$/);
  expect(en).toMatch(/^Cluster · .+ \d+ orders of Environment in \d+ days, expected 0\.\d+$/);
});

test('a cluster of one kind hides none of another in the same place, and stands where it stood', async () => {
  const scanner = new Scanner(layoutOf(centres));
  const watch = new HotspotAlerts(deployment, NOON, counted, async (look) => scanner.find(look));
  const [first] = await judged(watch, NOON);
  for (let n = 0; n < 9; n++)
    watch.take(hop({ no: `w${n}`, at: NOON, grid, category: ['水利防汛', '', '', ''] }), NOON);
  const both = await judged(watch, NOON + MINUTE, [standing(first!)]);
  expect(both.map(({ alertId }) => alertId).sort()).toEqual([
    `hotspot:水利防汛/${grid}`,
    `hotspot:环境保护/${grid}`,
  ]);
});

test('a scan in a thread of its own says what one at home says; of a thread that dies the next look starts another', async () => {
  const apart = scanApart(centres);
  let dies = false;
  const scan: Scan = (look) =>
    apart(dies ? { ...look, streams: [{ ...look.streams[0]!, shares: null as never }] } : look);
  const scanner = new Scanner(layoutOf(centres));
  const atHome = new HotspotAlerts(deployment, NOON, counted, async (look) => scanner.find(look));
  const watch = new HotspotAlerts(deployment, NOON, counted, scan);
  const wanted = await judged(atHome, NOON);
  expect(wanted).toHaveLength(1);
  expect(await judged(watch, NOON)).toEqual(wanted);

  dies = true;
  expect(watch.judge(NOON + MINUTE, [])).toBeNull();
  await expect(scan({ day: NOON, streams: [{} as never] })).rejects.toThrow();
  dies = false;
  const later = NOON + 2 * MINUTE;
  expect((await judged(watch, later)).map(({ alertId }) => alertId)).toEqual([
    `hotspot:环境保护/${grid}`,
  ]);
});
