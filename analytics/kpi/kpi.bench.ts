import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { KPI_IDS, type KpiRow } from '../../config/contract/kpi.ts';
import type { CounterRow, SystemRow } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import { URGENCIES } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { random } from '../../config/deployment/random.ts';
import { Running } from '../../config/running.fixture.ts';
import { keepReplica } from '../../config/screen.fixture.ts';
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
import { recountBySql, recountCounters } from './recount-sql.fixture.ts';

/**
 * `npm run bench -- kpi [samples]`: every KPI of the synthetic city, for random units, grids, sources,
 * categories, urgencies and periods, and every counter of the wall with each, against SQL of its own on raw
 * rows.
 */
const SAMPLES = Number(process.argv[2] ?? 1_000);
/** Filters recounted at once. */
const AT_ONCE = 100;
/** Questions that the product is asked at once. */
const ASKING = 2;
/** What the wall shows was judged at most so long before it was heard of, ms. */
const PATIENCE = 5_000;
const DAYS = 120;
const RESIDENTS = 1_500;
const deployment = loadDeployment('huangqiao');
const grids = deployment.grids.map(({ properties }) => properties);
const qiao = await Running.start({ QIAO_BACKFILL_DAYS: String(DAYS), QIAO_SPEED: '1' });
const store = connect(
  storeTarget({ clickhouseUrl: undefined, storePort: qiao.port + 1, data: qiao.data }, 'reader'),
);
const all = async <T>(statement: Sql): Promise<T[]> => store.query<T>(statement);

/** Registers so many residents in every grid: the synthetic city has none. */
async function registerPeople(): Promise<void> {
  const keys = JSON.parse(readFileSync(join(qiao.data, 'port-keys.json'), 'utf8')) as {
    clients: { registers: { upstream: string } };
  };
  const rows = grids.map(({ name }) => `${name.zh},${RESIDENTS},2020-01-01`);
  const answer = await fetch(`http://127.0.0.1:${qiao.port + 3}/registers/people`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${keys.clients.registers.upstream}`,
      'content-type': 'text/csv',
    },
    body: ['网格,常住人口,生效日期', ...rows].join('\n'),
  });
  if (!answer.ok) throw new Error(`registers: ${answer.status} ${await answer.text()}`);
}

const screen = new Replica(['system', 'counters']);
let heardAt = 0;
const system = () => screen.rows.system.get('system') as SystemRow | undefined;
const storedUpTo = async (seq: number) => {
  while (system()!.stored < seq) await sleep(100);
};

/** What the wall shows, held against its recount once the store has it. */
async function differingCounters(): Promise<[compared: number, differing: string[]]> {
  const shown = [...screen.rows.counters.values()] as CounterRow[];
  const seq = system()!.folded;
  // shown as it was judged a quarter of a second before at most, and on a busy machine later
  const moment = { seq, from: heardAt - PATIENCE, to: Date.now() };
  await storedUpTo(seq);
  const counted = await recountCounters(store, moment, deployment.zone);
  const differing = shown.flatMap(({ name, value }) => {
    const [least, most] = counted.get(name)!;
    return value >= least && value <= most ? [] : [`${name}: ${value}, ${least} to ${most}`];
  });
  return [shown.length, differing];
}

try {
  await registerPeople();
  // what still comes in would be counted by one side alone: the history is whole once Qiao is ready
  while (!(await fetch(`${qiao.url}readyz`)).ok) await sleep(500);
  const line = new WebSocket(`${qiao.url.replace('http', 'ws')}ws`, { headers: qiao.officer });
  keepReplica(line, screen, () => {
    heardAt = Date.now();
  });
  while (system() === undefined) await sleep(50);
  await storedUpTo(system()!.head);
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
  const sources = known(raw.map(({ fact }) => fact.source as string));
  const categories = known(raw.map(({ fact }) => fact.category.slice(0, 2).join('\n')));

  const insideOf = ({ grid, community }: KpiFilter) =>
    grids
      .filter((each) => (grid ?? each.id) === each.id)
      .filter((each) => (community ?? each.community) === each.community)
      .map(({ id }) => id);
  let [compared, differ, waited, counters] = [0, 0, 0, 0];
  for (let n = 0; n < SAMPLES; n += AT_ONCE) {
    const filters = Array.from({ length: Math.min(AT_ONCE, SAMPLES - n) }, (): KpiFilter => {
      const from = now - Math.floor(rng.between(1, DAYS - 5)) * DAY;
      return {
        from,
        to: Math.min(now, from + rng.pick([1, 7, 28, 31, 90]) * DAY),
        unit: one(units, 0.3),
        grid: one(grids, 0.2)?.id,
        community: one(deployment.communities, 0.2)?.id,
        source: one(sources, 0.3),
        category: one(categories, 0.2)
          ?.split('\n')
          .slice(0, rng.pick([1, 2])),
        urgency: one(URGENCIES, 0.1),
      };
    });
    const wanted = await recountBySql(store, filters, filters.map(insideOf), deployment.kpi);
    const answers = new Map<number, KpiRow[]>();
    const asking = filters.entries();
    const ask = async () => {
      for (const [i, filter] of asking) {
        const began = performance.now();
        answers.set(i, await askKpis(store, deployment, filter, now));
        waited += performance.now() - began;
      }
    };
    await Promise.all(Array.from({ length: ASKING }, ask));
    for (const [i, filter] of filters.entries()) {
      const [shown, differing] = await differingCounters();
      counters += shown;
      differ += differing.length;
      for (const one of differing) console.log(`  ${one}`);
      const rows = answers.get(i)!;
      for (const id of KPI_IDS) {
        const row = rows.find((each) => each.id === id)!;
        const [numerator, counted] = wanted[i]!.get(id) ?? [0, 0];
        const denominator = id === 'perTenThousand' ? insideOf(filter).length * RESIDENTS : counted;
        compared++;
        if (row.denominator === denominator && Math.abs(row.numerator - numerator) < 1e-6) continue;
        if (differ++ < 5)
          console.log(
            `  ${id} ${JSON.stringify(filter)}: ${JSON.stringify(row)}, ${numerator}/${denominator}`,
          );
      }
    }
  }
  console.log(
    `kpi: ${SAMPLES} samples, ${differ} differ (${compared} figures of ${raw.length} hops and ` +
      `${reports.length} reports, ${counters} counters of the wall, against SQL on raw rows; ` +
      `all KPI of a sample in ${(waited / SAMPLES).toFixed(0)} ms, ${ASKING} asked at once)`,
  );

  line.terminate();
  if (differ > 0) process.exitCode = 1;
} finally {
  await store.close();
  await qiao.stop();
}
