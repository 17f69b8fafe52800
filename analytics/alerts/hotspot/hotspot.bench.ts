import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { AlertEvent } from '../../../config/contract/facts.ts';
import { type Millis, sourceId } from '../../../config/contract/ids.ts';
import { DAY, HOUR, MINUTE } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { random } from '../../../config/deployment/random.ts';
import type { Deployment } from '../../../config/deployment/schema.ts';
import { countedCity } from '../counted-city.fixture.ts';
import type { CountedPast } from '../surge/series.ts';
import { areaOf } from './area.ts';
import { Daily } from './daily.ts';
import { HotspotAlerts } from './hotspot-alerts.ts';
import { centresOf } from './places.ts';
import { oracleFinds, type Planted, planOf } from './planted.fixture.ts';
import { layoutOf } from './scan.ts';
import { scanApart } from './scan-apart.ts';
import { Scanner } from './scanner.ts';

/**
 * `npm run bench -- hotspot [days]`: how long one look takes for 65 and for 5,000 grids over 28 days, all orders
 * and each category, and how long the loop of the process that asks stands still meanwhile; then how many
 * clusters planted in the synthetic city are found, beside how many an oracle finds that is told where, when
 * and of what each is, at as many false alerts.
 */
const deployment = loadDeployment('huangqiao');
const calendar = calendarOf(deployment);
const categories = deployment.categories.map(({ name }) => name.zh);
const JUDGED = Number(process.argv[2] ?? 200);
const LEARN = 400;
const FROM = calendar.dayAt(Date.parse('2024-03-01T00:00:00+08:00')).starts;
const BEGIN = FROM + LEARN * DAY;
const TO = BEGIN + JUDGED * DAY;
const LOOK = 3 * HOUR;
const DAYS = 28;
const LEARNING = 6_000;

/** A place of so many grids, each with as many orders a day as Huangqiao's. */
function placeOf(grids: number): Deployment {
  const side = Math.ceil(Math.sqrt(grids));
  const one = deployment.grids[0]!;
  return {
    ...deployment,
    grids: Array.from({ length: grids }, (_, n) => ({
      ...one,
      properties: { ...one.properties, id: `g${n}` },
      geometry: {
        type: 'Point',
        coordinates: [120 + 0.003 * (n % side), 31 + 0.003 * Math.floor(n / side)],
      },
    })),
  };
}

function* ordersOf(place: Deployment, to: Millis): Generator<CountedPast> {
  const rng = random(place.grids.length);
  for (let at = FROM; at < to; at += DAY)
    for (let n = rng.poisson(0.28 * place.grids.length); n > 0; n--) {
      const grid = rng.pick(place.grids).properties.id;
      const category = rng.pick(categories);
      yield { ...{ stream: 'order', community: '', count: 1, ids: [] }, at, grid, category };
    }
}

async function timeLooks(grids: number): Promise<void> {
  const place = placeOf(grids);
  const scan = scanApart(centresOf(place.grids));
  const watch = new HotspotAlerts(place, BEGIN, ordersOf(place, BEGIN), scan);
  let longest = 0;
  let ticked = performance.now();
  const ticking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - ticked);
    ticked = now;
  }, 1);
  await sleep(100);
  const look = async (now: Millis) => {
    const began = performance.now();
    longest = 0;
    while (watch.judge(now, []) === null) await sleep(5);
    const ms = performance.now() - began;
    return `${ms.toFixed(0)} ms, the loop stands still ${longest.toFixed(0)} ms at most`;
  };
  console.log(`  ${grids} grids × ${DAYS} days × ${categories.length + 1} scans:`);
  console.log(`    first look, which begins to learn what chance brings: ${await look(BEGIN)}`);
  // a look waits for what is learnt after the one before, for seconds: they come once a minute
  await sleep(LEARNING);
  console.log(`    a look a minute later: ${await look(BEGIN + MINUTE)}`);
  await sleep(LEARNING);
  console.log(`    the first look of the next day: ${await look(BEGIN + DAY)}`);
  clearInterval(ticking);
}
for (const grids of [65, 5_000]) await timeLooks(grids);

const indexOf = new Map(deployment.grids.map(({ properties }, n) => [properties.id, n]));
const centres = centresOf(deployment.grids);
const spots = deployment.grids.map(({ geometry }) => {
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0]! : [];
  const [lon, lat] = ring.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
  return { lon: lon / ring.length, lat: lat / ring.length };
});
const layout = layoutOf(centres);
type Order = CountedPast & { place: number };

const ordersIn = (seed: number, incidents: readonly Planted[]): Order[] =>
  countedCity({ deployment: deployment.id, seed, from: FROM, to: TO, incidents })
    .filter(({ kind, grid }) => kind === 'order' && grid !== null && indexOf.has(grid))
    .map(({ id, at, grid, category: [category = ''] }): Order => {
      const place = indexOf.get(grid!)!;
      const told = { stream: 'order', community: '', grid: grid!, count: 1 } as const;
      return { ...told, category, at, ids: [id], place };
    })
    .sort((a, b) => a.at - b.at);

/** The hotspots raised in a town, by when and about which grids. What chance brings is learnt once a week. */
async function raisedIn(orders: readonly Order[]): Promise<AlertEvent[]> {
  const scanner = new Scanner(layout);
  const watch = new HotspotAlerts(deployment, BEGIN, orders, async (look) => {
    const found = scanner.find(look);
    scanner.learn(() => (look.day - BEGIN) % (7 * DAY) === 0);
    return found;
  });
  const raised: AlertEvent[] = [];
  let standing: AlertEvent[] = [];
  for (let now = BEGIN; now < TO; now += LOOK) {
    watch.judge(now, standing);
    await breathe();
    const found = watch.judge(now, standing) ?? [];
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

const metres = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): number =>
  Math.hypot((a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180), a.lat - b.lat) * 111_320;
const near = (planted: Planted): Set<string> =>
  new Set(
    deployment.grids
      .filter((_, n) => metres(planted, spots[n]!) < planted.radius + 300)
      .map(({ properties }) => properties.id),
  );

/** Which part of a cluster falls on each grid: they are the cells of their middles. */
function shareOf({ lon, lat, radius }: Planted): number[] {
  const share = spots.map(() => 0);
  const points = 2_000;
  for (let n = 0; n < points; n++) {
    const [far, angle] = [radius * Math.sqrt((n + 0.5) / points), n * 2.399_963];
    const point = {
      lon: lon + (far * Math.cos(angle)) / 111_320 / Math.cos((lat * Math.PI) / 180),
      lat: lat + (far * Math.sin(angle)) / 111_320,
    };
    let nearest = 0;
    for (const [place, spot] of spots.entries())
      if (metres(point, spot) < metres(point, spots[nearest]!)) nearest = place;
    share[nearest]! += 1 / points;
  }
  return share;
}

let [found, right, all, quiet] = [0, 0, 0, 0];
const delays: number[] = [];
const missed: string[] = [];
const asked: { planted: Planted; orders: Order[]; hit: boolean }[] = [];
for (const seed of [1, 2, 3]) {
  const incidents = planOf(seed, deployment, spots, calendar, BEGIN, TO);
  const orders = ordersIn(seed, incidents);
  const raised = await raisedIn(orders);
  const hit = new Set<Planted>();
  for (const { at, evidence } of raised) {
    const of = incidents.find(
      (each) =>
        at > each.from &&
        at < each.to + 14 * DAY &&
        areaOf(evidence).some((grid) => near(each).has(grid)),
    );
    if (!of) continue;
    right++;
    if (!hit.has(of)) delays.push((at - of.from) / DAY);
    hit.add(of);
  }
  for (const planted of incidents) asked.push({ planted, orders, hit: hit.has(planted) });
  found += hit.size;
  all += raised.length;
  quiet += (await raisedIn(ordersIn(seed + 20, []))).length;
}
const falseADay = quiet / (3 * JUDGED);
let oracle = 0;
for (const { planted, orders, hit } of asked) {
  const daily = new Daily(calendar, planted.from, DAYS, indexOf, categories);
  for (const { grid, category, at } of orders)
    if (at < planted.from) daily.add(grid, category, at, 1);
  const look = daily.look(planted.from)!;
  const finds = oracleFinds(planted, look, shareOf(planted), orders, falseADay);
  if (finds) oracle++;
  if (!hit)
    missed.push(
      `${planted.count} in ${(planted.to - planted.from) / DAY} d${finds ? '' : ' (nor by the oracle)'}`,
    );
}
delays.sort((a, b) => a - b);
console.log(
  `hotspot: ${found} of ${asked.length} clusters found (ratio to the oracle's ${oracle}: ${(found / oracle).toFixed(2)}), ` +
    `${right} of ${all} alerts right, median delay ${delays[delays.length >> 1]?.toFixed(1)} days; ` +
    `nothing planted: ${falseADay.toFixed(4)} alerts a day; missed: ${missed.join(', ') || 'none'}`,
);
