import { setTimeout as sleep } from 'node:timers/promises';
import { KPI_IDS } from '../../config/contract/kpi.ts';
import { URGENCIES } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { random } from '../../config/deployment/random.ts';
import { Running } from '../../config/running.fixture.ts';
import {
  connect,
  type HopRow,
  hops,
  type PatrolRow,
  patrols,
  type Sql,
  selected,
  sql,
  storeTarget,
} from '../../ingest/store/index.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import { askKpis } from './kpi.ts';
import { recountKpis } from './recount.fixture.ts';

/**
 * `npm run bench -- kpi [samples]`: every KPI of the synthetic city, for random units, grids, sources,
 * categories, urgencies and periods, against counting the raw rows one by one.
 */
const SAMPLES = Number(process.argv[2] ?? 1_000);
const DAYS = 120;
const deployment = loadDeployment('huangqiao');
const qiao = await Running.start({ QIAO_BACKFILL_DAYS: String(DAYS), QIAO_SPEED: '1' });
const store = connect(
  storeTarget({ clickhouseUrl: undefined, storePort: qiao.port + 1, data: qiao.data }, 'reader'),
);
const all = async <T>(statement: Sql): Promise<T[]> => store.query<T>(statement);
try {
  // the table comes soon after the start, its history within a minute
  const count = async () =>
    (await all<{ n: number }>(sql`SELECT count() AS n FROM hops`).catch(() => []))[0]?.n ?? 0;
  for (let before = -1, now = await count(); now !== before || now === 0; now = await count()) {
    before = now;
    await sleep(3_000);
  }
  const now = Date.now() - 60_000;
  const raw = (await all<HopRow>(sql`SELECT ${selected(hops)} FROM hops`)).map(hops.fromRow);
  const reports = (await all<PatrolRow>(sql`SELECT ${selected(patrols)} FROM patrols`)).map(
    patrols.fromRow,
  );
  const rng = random(7);
  const one = <T>(values: readonly T[], share: number) =>
    rng.chance(share) ? rng.pick(values) : undefined;
  const known = <T>(values: Iterable<T>) => [...new Set(values)];
  const units = known(raw.map(({ fact }) => fact.unit as string));
  const grids = deployment.grids.map(({ properties }) => properties);
  const sources = known(raw.map(({ fact }) => fact.source as string));
  const categories = known(raw.map(({ fact }) => fact.category[0]));

  let [compared, differ, waited] = [0, 0, 0];
  for (let n = 0; n < SAMPLES; n++) {
    const from = now - Math.floor(rng.between(1, DAYS - 5)) * DAY;
    const filter: KpiFilter = {
      from,
      to: Math.min(now, from + rng.pick([1, 7, 28, 31, 90]) * DAY),
      unit: one(units, 0.3),
      grid: one(grids, 0.2)?.id,
      community: one(deployment.communities, 0.2)?.id,
      source: one(sources, 0.3),
      category: one(categories, 0.2),
      urgency: one(URGENCIES, 0.1),
    };
    const inside = grids.filter(
      ({ id, community }) =>
        (filter.grid ?? id) === id && (filter.community ?? community) === community,
    );
    const began = performance.now();
    const rows = await askKpis(store, deployment, filter, now);
    waited += performance.now() - began;
    const wanted = recountKpis(raw, reports, filter, new Set(inside.map(({ id }) => id)));
    for (const id of KPI_IDS) {
      if (id === 'perTenThousand') continue; // the synthetic city has no register of people
      const row = rows.find((each) => each.id === id)!;
      const [numerator, denominator] = wanted.get(id) ?? [0, 0];
      compared++;
      if (row.denominator === denominator && Math.abs(row.numerator - numerator) < 1e-6) continue;
      if (differ++ < 5)
        console.log(
          `  ${id} ${JSON.stringify(filter)}: ${JSON.stringify(row)}, ${numerator}/${denominator}`,
        );
    }
  }
  console.log(
    `kpi: ${SAMPLES} samples of ${raw.length} hops and ${reports.length} reports, ${compared} figures, ` +
      `${differ} differ; all KPI of a sample in ${(waited / SAMPLES).toFixed(0)} ms (ratio of equal ` +
      `${((compared - differ) / compared).toFixed(6)})`,
  );
} finally {
  await store.close();
  await qiao.stop();
}
