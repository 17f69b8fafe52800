import { loadDeployment } from '../../config/deployment/load.ts';
import { hash32, random } from '../../config/deployment/random.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { createCity } from './city.ts';
import type { Incident } from './incidents.ts';
import { mattersOf } from './matters.ts';

/**
 * Tells what a city's cases report, masked and placed by the pipeline, one JSON line a report or closing, for a
 * process of another part that scores which are of one matter:
 * `tsx reported.ts '{"deployment", "seed", "from", "days", "planted"}'`. Of so many planted matters two to
 * seven people tell within a week. Times are UTC milliseconds. `matter` is the same for reports of one matter:
 * what was planted, and orders that came back under the next number.
 */
const asked = JSON.parse(process.argv[2] ?? '{}') as {
  deployment: string;
  seed: number;
  from: number;
  days: number;
  planted: number;
};
const DAY = 86_400_000;
const { seed, from, days } = asked;
const to = from + days * DAY;
// readings tell of no matter, and most of the time goes into them
const deployment = { ...loadDeployment(asked.deployment), stations: [] };
const rng = random(hash32(seed, 'planted matters'));
const told = mattersOf(deployment).filter((matter) => matter.told > 0);
const incidents = Array.from({ length: asked.planted }, (_, i): Incident => {
  const begin = from + rng.below(days - 7) * DAY;
  return {
    id: `matter-${i}`,
    kind: 'repeat',
    from: begin,
    to: begin + (1 + rng.below(7)) * DAY,
    category: rng.pick(told).category,
    grid: rng.pick(deployment.grids).properties.id,
    count: 2 + rng.below(6),
  };
});
const city = createCity({ deployment, seed, scale: 1, detailFrom: to, incidents });
const planted = new Map(
  city.truth().flatMap(({ incident, records }) => records.map((id) => [id, incident.id] as const)),
);
const pipeline = createPipeline(deployment, 'scored, never stored');
const reported = new Set<string>();
const lines: string[] = [];
for (const { at: known, draft } of city.between(from, to)) {
  if (draft.kind !== 'case') continue;
  const { facts } = pipeline.take(draft, { source: draft.source, place: '', raw: () => '' }, known);
  for (const fact of facts) {
    if (fact.kind !== 'hop') continue;
    const { caseId: id, at, event, source, text } = fact;
    if (event === 'close') lines.push(JSON.stringify({ id, at, closed: true }));
    if (event !== 'report' || !text || reported.has(id)) continue;
    reported.add(id);
    const { subject, content, address, phoneHash: caller } = text;
    const place = { grid: fact.grid, lon: fact.lon, lat: fact.lat };
    const matter = planted.get(id) ?? `${source}:${fact.upstreamNo}`;
    const report = { id, source, at, place, category: fact.category };
    lines.push(JSON.stringify({ ...report, subject, content, address, caller, matter }));
  }
}
console.log(lines.join('\n'));
