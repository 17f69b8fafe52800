import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DAY } from '../../config/contract/zone.ts';
import { random } from '../../config/deployment/random.ts';
import { minHash, sameText } from './baselines.ts';
import { complaints, type Truth } from './complaints.fixture.ts';
import { Matters } from './matters.ts';
import { bCubed, pairwise } from './measure.ts';
import { realMessages } from './messages.ts';
import type { Report } from './report.ts';

/**
 * `npm run bench -- merging`: how well reports are brought together to matters, on seeds that nothing was
 * fitted to, beside exact comparison and MinHash alone; records a second and memory; and what it makes of
 * 4,326 real messages, with sampled groups written to a file for eyes to judge.
 */
const SEEDS = [301, 302, 303, 304, 305];
const MATTERS = 1_500;
const DAYS = 60;
const SAMPLED = 30;
const DISTRICTS = 10;

type Method = (reports: readonly Report[]) => Map<string, string>;

function ours(reports: readonly Report[]): Map<string, string> {
  const matters = new Matters();
  const found = new Map<string, string>();
  for (const report of reports)
    for (const { id, group } of matters.add(report)) found.set(id, group);
  return found;
}

const METHODS: [string, Method][] = [
  ['Matters', ours],
  ['same text, same grid', sameText],
  ['MinHash ≥ 0.3', (reports) => minHash(reports, 0.3, 14 * DAY)],
  ['MinHash ≥ 0.5', (reports) => minHash(reports, 0.5, 14 * DAY)],
];

function table(title: string, truths: readonly Truth[]): void {
  console.log(`\n${title}`);
  console.log('                        pairs P  pairs R  B³ P   B³ R   records/s');
  for (const [name, method] of METHODS) {
    const sums = [0, 0, 0, 0];
    let [ms, records] = [0, 0];
    for (const { reports, matterOf } of truths) {
      const begin = performance.now();
      const found = method(reports);
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
const before = heap();
const matters = new Matters();
const end = city[0]!.at + DAYS * DAY;
const within = city.filter(({ at }) => at <= end);
const begin = performance.now();
for (const report of within) matters.add(report);
const seconds = (performance.now() - begin) / 1_000;
const bytes = (heap() - before) / matters.size;
console.log(
  `${DISTRICTS} subdistricts side by side: ${within.length} reports of ${DAYS} days in ` +
    `${seconds.toFixed(1)} s (${Math.round(within.length / seconds)}/s); ${matters.size} held at the end, ` +
    `${Math.round(bytes)} bytes each, their texts not held`,
);

const truths = (held: boolean) => SEEDS.map((seed) => complaints(seed, MATTERS, DAYS, held));
const known = truths(false);
console.log(
  `${known.reduce((sum, { reports }) => sum + reports.length, 0)} reports of seeds ${SEEDS.join(', ')}`,
);
table('words that the fitted seeds use, too', known);
table('half of it in words that no fitted seed uses', truths(true));

const messages = realMessages();
if (!messages) console.log('\nreal messages: skipped: no ../shared/data');
else {
  const begun = performance.now();
  const found = ours(messages);
  const ms = performance.now() - begun;
  const groups = new Map<string, Report[]>();
  for (const message of messages) {
    const group = found.get(message.id)!;
    groups.set(group, [...(groups.get(group) ?? []), message]);
  }
  const several = [...groups.values()].filter((group) => group.length > 1);
  const largest = several.reduce((a, b) => (a.length >= b.length ? a : b));
  const rng = random(1);
  const sample = several
    .map((group) => ({ group, key: rng.next() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, SAMPLED);
  const file = join(tmpdir(), 'qiao-merging-sample.txt');
  writeFileSync(
    file,
    sample
      .map(({ group }, i) =>
        [
          `── ${i + 1}: ${group.length} messages`,
          ...group.map(
            ({ id, at, caller, subject, content }) =>
              `${id} ${new Date(at).toISOString().slice(0, 10)} ${caller} ${subject}\n    ${content.slice(0, 240)}`,
          ),
        ].join('\n'),
      )
      .join('\n\n'),
  );
  console.log(
    `\n${messages.length} real messages in ${ms.toFixed(0)} ms: ${several.length} groups of two or more ` +
      `with ${several.reduce((sum, group) => sum + group.length, 0)} messages, the largest ${largest.length} ` +
      `(${largest[0]!.subject}); ${sample.length} sampled in ${file}`,
  );
}
