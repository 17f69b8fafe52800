import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DAY } from '../../config/contract/zone.ts';
import { random } from '../../config/deployment/random.ts';
import { minHash, sameText } from './baselines.ts';
import { cityLines } from './city.fixture.ts';
import { complaints } from './complaints.fixture.ts';
import { kinship } from './kinship.ts';
import { type Known, known } from './known.ts';
import { Matters } from './matters.ts';
import { bCubed, pairwise } from './measure.ts';
import { realMessages } from './messages.ts';
import { Neighbours } from './neighbours.ts';
import type { Report } from './report.ts';

/**
 * `npm run bench -- merging [seed]`: how well reports are brought together to matters, on seeds and in words that
 * nothing was fitted to or chosen by, beside exact comparison and MinHash alone; in the demo city; records a
 * second and memory; and what it makes of 4,326 real messages, with sampled groups, and pairs that were nearly
 * joined, written to a file for eyes to judge; `seed` draws another sample.
 */
const SEEDS = [701, 702, 703, 704, 705];
const CITY_SEEDS = [31, 32, 33];
const MATTERS = 1_500;
const DAYS = 60;
const SAMPLED = 60;
const SAMPLE_SEED = Number(process.argv[2] ?? 1);
const DISTRICTS = 10;

interface Told {
  reports: readonly Report[];
  closings: readonly { id: string; at: number }[];
  matterOf: ReadonlyMap<string, string | number>;
}

type Method = (told: Pick<Told, 'reports' | 'closings'>) => Map<string, string>;

function ours({ reports, closings }: Pick<Told, 'reports' | 'closings'>): Map<string, string> {
  const matters = new Matters();
  const found = new Map<string, string>();
  const acts = [
    ...reports.map((report) => ({ at: report.at, act: () => matters.add(report) })),
    ...closings.map(({ id, at }) => ({ at, act: () => matters.close(id, at) })),
  ].sort((a, b) => a.at - b.at);
  for (const { act } of acts) for (const { id, group } of act()) found.set(id, group);
  return found;
}

const METHODS: [string, Method][] = [
  ['Matters', ours],
  ['same text, same grid', ({ reports }) => sameText(reports)],
  ['MinHash ≥ 0.3', ({ reports }) => minHash(reports, 0.3, 14 * DAY)],
  ['MinHash ≥ 0.5', ({ reports }) => minHash(reports, 0.5, 14 * DAY)],
];

function table(title: string, truths: readonly Told[]): void {
  console.log(`\n${title}`);
  console.log('                        pairs P  pairs R  B³ P   B³ R   records/s');
  for (const [name, method] of METHODS) {
    const sums = [0, 0, 0, 0];
    let [ms, records] = [0, 0];
    for (const { reports, closings, matterOf } of truths) {
      const begin = performance.now();
      const found = method({ reports, closings });
      ms += performance.now() - begin;
      records += reports.length;
      const [pairs, cubed] = [pairwise(found, matterOf), bCubed(found, matterOf)];
      for (const [i, value] of [
        pairs.precision,
        pairs.recall,
        cubed.precision,
        cubed.recall,
      ].entries())
        sums[i]! += value / truths.length;
    }
    const cells = sums.map((value) => value.toFixed(3).padStart(7)).join(' ');
    console.log(`${name.padEnd(22)} ${cells}  ${Math.round((records / ms) * 1_000)}`);
  }
}

/** Subdistricts of one city side by side: their roads bear the same names. */
const city = Array.from({ length: DISTRICTS }, (_, i) =>
  complaints(200 + i, MATTERS, DAYS).reports.map((report) => ({
    ...report,
    id: `d${i}-${report.id}`,
    place: {
      grid: report.place.grid && `d${i}-${report.place.grid}`,
      lon: report.place.lon && report.place.lon + i * 0.1,
      lat: report.place.lat,
    },
  })),
)
  .flat()
  .sort((a, b) => a.at - b.at);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};
const end = city[0]!.at + DAYS * DAY;
// as bytes, as they come over a line, and let go of: only what is kept of them counts
const within = city
  .filter(({ at }) => at <= end)
  .map((report) => Buffer.from(JSON.stringify(report)));
const before = heap();
const matters = new Matters();
const begin = performance.now();
for (const line of within) matters.add(JSON.parse(line.toString()) as Report);
const seconds = (performance.now() - begin) / 1_000;
const bytes = (heap() - before) / matters.size;
console.log(
  `${DISTRICTS} subdistricts side by side: ${within.length} reports of ${DAYS} days in ` +
    `${seconds.toFixed(1)} s (${Math.round(within.length / seconds)}/s); ${matters.size} held at the end, ` +
    `${Math.round(bytes)} bytes each, their texts not held`,
);

const truths = (words: 'held' | 'last' | null): Told[] =>
  SEEDS.map((seed) => ({ ...complaints(seed, MATTERS, DAYS, words), closings: [] }));
const ofCity = (planted: number): Told[] =>
  CITY_SEEDS.map((seed) => {
    const lines = cityLines(seed, planted);
    const reports = lines.flatMap((line) => ('matter' in line ? [line] : []));
    const closings = lines.flatMap((line) => ('closed' in line ? [line] : []));
    return { reports, closings, matterOf: new Map(reports.map(({ id, matter }) => [id, matter])) };
  });
console.log(`seeds ${SEEDS.join(', ')}; of the city ${CITY_SEEDS.join(', ')}`);
table('complaints in words that the fitted seeds use, too', truths(null));
table(
  'half of it in words with which the way was fitted and chosen, but no list was written',
  truths('held'),
);
table('half of it in words that nothing was fitted to or chosen by', truths('last'));
table('demo city, 90 days with 40 matters that several tell of', ofCity(40));
table('demo city, 90 days, only what comes back under its next number', ofCity(0));

const messages = realMessages();
if (!messages) console.log('\nreal messages: skipped: no ../shared/data');
else {
  const begun = performance.now();
  const found = ours({ reports: messages, closings: [] });
  const ms = performance.now() - begun;
  const groups = new Map<string, Report[]>();
  for (const message of messages) {
    const group = found.get(message.id)!;
    groups.set(group, [...(groups.get(group) ?? []), message]);
  }
  const several = [...groups.values()].filter((group) => group.length > 1);
  const largest = several.reduce((a, b) => (a.length >= b.length ? a : b));
  const rng = random(SAMPLE_SEED);
  const sample = several
    .map((group) => ({ group, key: rng.next() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, SAMPLED);
  const nearly = nearlyJoined(messages, found)
    .map((pair) => ({ pair, key: rng.next() }))
    .sort((a, b) => a.key - b.key);
  const line = ({ id, at, caller, subject, content }: Report) =>
    `${id} ${new Date(at).toISOString().slice(0, 10)} ${caller} ${subject}\n    ${content.slice(0, 240)}`;
  const file = join(tmpdir(), 'qiao-merging-sample.txt');
  writeFileSync(
    file,
    [
      ...[largest, ...sample.map(({ group }) => group)].map((group, i) =>
        [`── ${i}: ${group.length} messages`, ...group.map(line)].join('\n'),
      ),
      ...nearly
        .slice(0, SAMPLED)
        .map(({ pair: [a, b, odds] }, i) =>
          [`── nearly ${i + 1}: ${odds.toFixed(1)}`, line(a), line(b)].join('\n'),
        ),
    ].join('\n\n'),
  );
  console.log(
    `\n${messages.length} real messages in ${ms.toFixed(0)} ms: ${several.length} groups of two or more ` +
      `with ${several.reduce((sum, group) => sum + group.length, 0)} messages, the largest ${largest.length} ` +
      `(${largest[0]!.subject}); that one, ${sample.length} others and ${SAMPLED} of ` +
      `${nearly.length} pairs nearly joined in ${file}`,
  );
}

/** Pairs of which the texts alone say that they may be of one matter, and which stand in two groups. */
function nearlyJoined(
  messages: readonly Report[],
  found: ReadonlyMap<string, string>,
): [Report, Report, number][] {
  const near = new Neighbours<Known>();
  const byId = new Map(messages.map((message) => [message.id, message]));
  const pairs: [Report, Report, number][] = [];
  for (const message of messages) {
    const member = known(message);
    for (const other of near.near(member)) {
      const odds = kinship(other, member);
      if (odds > 0 && found.get(message.id) !== found.get(other.report.id))
        pairs.push([byId.get(other.report.id)!, message, odds]);
    }
    near.add(member);
  }
  return pairs;
}
