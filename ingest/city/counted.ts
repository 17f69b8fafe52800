import { loadDeployment } from '../../config/deployment/load.ts';
import { createCity } from './city.ts';
import { createGround } from './ground.ts';
import type { Incident } from './incidents.ts';

/**
 * Tells what happens in a city, one JSON line an order or patrol report, for a process of another part
 * that scores alerts: `tsx counted.ts '{"deployment", "seed", "from", "to", "incidents"}'`. Times are
 * UTC milliseconds. An order is told once, when it is reported.
 */
const asked = JSON.parse(process.argv[2] ?? '{}') as {
  deployment: string;
  seed: number;
  from: number;
  to: number;
  incidents: Incident[];
};
const { seed, from, to, incidents } = asked;
// nobody counts readings, and most of the time goes into them
const deployment = { ...loadDeployment(asked.deployment), stations: [] };
const city = createCity({ deployment, seed, scale: 1, detailFrom: to, incidents });
const ground = createGround(deployment);
const lines: string[] = [];
const told = new Set<string>();
for (const { draft } of city.between(from, to)) {
  if (draft.kind === 'case' && draft.source !== '12345') continue;
  if (draft.kind === 'case') {
    const id = draft.upstreamNo;
    if (told.has(id)) continue;
    told.add(id);
    const { receivedAt: at, place, category } = draft;
    // the pipeline places an order without a grid as well
    const plot = place ? ground.holding([place.lon, place.lat]) : undefined;
    const grid = draft.grid || (plot === undefined ? '' : ground.plots[plot]!.grid.properties.id);
    lines.push(JSON.stringify({ kind: 'order', id, at, grid, category }));
  } else if (draft.kind === 'patrol') {
    const { reportNo: id, at, grid, class: kind } = draft;
    lines.push(JSON.stringify({ kind: 'patrol', id, at, grid, category: [kind] }));
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
