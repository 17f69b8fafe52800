import type { AlertEvent } from '../../../config/contract/facts.ts';
import { sourceId } from '../../../config/contract/ids.ts';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { random } from '../../../config/deployment/random.ts';
import { countedCity } from '../counted-city.fixture.ts';
import type { CountedPast } from '../surge/series.ts';
import { HotspotAlerts } from './hotspot-alerts.ts';
import { type Cells, layoutOf, scan } from './scan.ts';

/**
 * `npm run bench -- hotspot [days]`: how long one scan takes for 65 and for 5,000 grids over 28 days, and
 * how many clusters planted in the synthetic city are found, beside how many are raised where none is.
 */
const ID = 'huangqiao';
const deployment = loadDeployment(ID);
const calendar = calendarOf(deployment);
const JUDGED = Number(process.argv[2] ?? 200);
const LEARN = 400;
const FROM = calendar.dayAt(Date.parse('2024-03-01T00:00:00+08:00')).starts;
const BEGIN = FROM + LEARN * DAY;
const TO = BEGIN + JUDGED * DAY;
const LOOK = 3 * HOUR;
const DAYS = 28;

function milliseconds(places: number): number {
  const rng = random(places);
  const side = Math.ceil(Math.sqrt(places));
  const points = Array.from(
    { length: places },
    (_, i) => [(i % side) * 300 + rng.below(100), Math.floor(i / side) * 300] as const,
  );
  const layout = layoutOf(points);
  const expected: Cells = { days: DAYS, values: new Float64Array(places * DAYS).fill(0.28) };
  const observed: Cells = { days: DAYS, values: expected.values.map((mean) => rng.poisson(mean)) };
  const began = performance.now();
  scan(layout, observed, expected);
  return performance.now() - began;
}
for (const places of [65, 65, 5_000])
  console.log(
    `  one scan of ${places} grids × ${DAYS} days: ${milliseconds(places).toFixed(1)} ms`,
  );

const corners = deployment.grids.map(({ properties, geometry }) => {
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0]! : [];
  const [lon, lat] = ring.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
  return { id: properties.id, lon: lon / ring.length, lat: lat / ring.length };
});
interface Planted {
  id: string;
  kind: 'cluster';
  category: string[];
  lon: number;
  lat: number;
  radius: number;
  from: number;
  to: number;
  count: number;
}
/** Clusters of 6 to 20 orders over one to seven days within half a kilometre, one each eighteen days. */
function plan(seed: number): Planted[] {
  const rng = random(seed * 7919 + 11);
  const planted: Planted[] = [];
  for (let at = BEGIN + 5 * DAY; at < TO - 12 * DAY; at += 18 * DAY) {
    const { lon, lat } = rng.pick(corners);
    const from = calendar.dayAt(at).starts + 8 * HOUR;
    const days = rng.pick([1, 2, 4, 7]);
    const { name } = rng.pick(deployment.categories.filter(({ children }) => children));
    planted.push({
      id: `p${planted.length}`,
      kind: 'cluster',
      category: [name.zh],
      lon,
      lat,
      radius: 500,
      from,
      to: from + days * DAY,
      count: rng.pick([6, 8, 12, 20]),
    });
  }
  return planted;
}

/** The hotspots raised in a town, by when and about which grids. */
function town(seed: number, incidents: readonly Planted[]): AlertEvent[] {
  const counted = countedCity({
    deployment: ID,
    seed,
    from: FROM,
    to: TO,
    incidents,
  })
    .filter(({ kind, grid }) => kind === 'order' && grid !== null)
    .map(
      ({ id, at, grid, category: [category = ''] }): CountedPast => ({
        ...{ stream: 'order', category, community: '', grid: grid ?? '', at, count: 1, ids: [id] },
      }),
    )
    .sort((a, b) => a.at - b.at);
  const watch = new HotspotAlerts(deployment, BEGIN, counted);
  const raised: AlertEvent[] = [];
  let standing: AlertEvent[] = [];
  for (let now = BEGIN; now < TO; now += LOOK) {
    let found = watch.judge(now, standing);
    while (found === null) found = watch.judge(now, standing);
    const before = new Map(standing.map((each) => [each.alertId, each]));
    standing = found.map(({ steps: [step], renewed: _, ...alert }) => {
      const known = before.get(alert.alertId);
      if (known) return known;
      const event: AlertEvent = {
        ...{ kind: 'alert', id: alert.alertId, version: 0, source: sourceId('analytics') },
        ...{ phase: 'raised', level: step!.level, at: step!.at, title: step!.title },
        ...alert,
      };
      raised.push(event);
      return event;
    });
  }
  return raised;
}

const near = ({ lon, lat, radius }: Planted): Set<string> =>
  new Set(
    corners
      .filter(
        (each) =>
          Math.hypot((each.lon - lon) * Math.cos((lat * Math.PI) / 180), each.lat - lat) * 111_320 <
          radius + 300,
      )
      .map(({ id }) => id),
  );

let [planted, found, right, all, quiet] = [0, 0, 0, 0, 0];
const delays: number[] = [];
for (const seed of [1, 2, 3]) {
  const incidents = plan(seed);
  const raised = town(seed, incidents);
  const hit = new Set<Planted>();
  for (const { at, evidence } of raised) {
    const of = incidents.find(
      (each) =>
        at > each.from && at < each.to + 14 * DAY && evidence.some((grid) => near(each).has(grid)),
    );
    if (!of) continue;
    right++;
    if (!hit.has(of)) delays.push((at - of.from) / DAY);
    hit.add(of);
  }
  planted += incidents.length;
  found += hit.size;
  all += raised.length;
  quiet += town(seed + 20, []).length;
}
delays.sort((a, b) => a - b);
console.log(
  `hotspot: ${found} of ${planted} clusters found (ratio ${(found / planted).toFixed(2)}), ` +
    `${right} of ${all} alerts right, median delay ${delays[delays.length >> 1]?.toFixed(1)} days; ` +
    `nothing planted: ${(quiet / (3 * JUDGED)).toFixed(4)} alerts a day`,
);
