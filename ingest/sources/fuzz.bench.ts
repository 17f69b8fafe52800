import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { Received } from '../intake/intake.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { hj212Target } from './fuzz/hj212.ts';
import { ordersTarget } from './fuzz/orders.ts';
import { rowsTarget } from './fuzz/rows.ts';
import { createRuns, type Run } from './fuzz/run.ts';
import { sl651Target } from './fuzz/sl651.ts';
import type { Target } from './fuzz/target.ts';

/**
 * `npm run bench -- fuzz [FRAMES] [SEED]`: mutated frames, rows and bodies through the parsers of four
 * ports, in runs of one line, file or sender each. After each run a good frame must be read, every byte must
 * be accounted for, and what comes out, every 50th, must pass the pipeline without a throw. Beside it the
 * good frames alone, for comparison. Whatever throws is told with its seed and bytes.
 */
const [wanted = 10_000_000, seed = 651_212] = process.argv.slice(2).map(Number);
const SLICES = 20;
const SAMPLE = 50;
/** A run of good frames for so many mutated ones. */
const COMPARED = 10;
const MiB = 2 ** 20;
const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

const deployment = loadDeployment('huangqiao');
const pipeline = createPipeline(deployment, 'a key for the benchmark');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Frames that others made, by the field of a published file that holds them. */
function published(file: string, read: (row: Record<string, string>) => Buffer): Buffer[] {
  const path = join(DATA, file);
  if (!existsSync(path)) {
    console.log(`published frames of ${file} skipped: no ../shared/data`);
    return [];
  }
  const rows = readFileSync(path, 'utf8').trim().split('\n');
  return rows.map((row) => read(JSON.parse(row) as Record<string, string>));
}

interface Work {
  target: Target;
  runs: ReturnType<typeof createRuns>;
  wanted: number;
  no: number;
  mutated: number;
  frames: number;
  ms: number;
  good: { frames: number; ms: number };
  drafts: number;
  refusals: number;
}

const targets = [
  hj212Target(
    deployment.zone,
    published('hj212/standard-appendix-c.jsonl', ({ framed = '' }) => Buffer.from(framed)),
  ),
  sl651Target(
    deployment.zone,
    published('sl651/frames.jsonl', ({ hex = '' }) => Buffer.from(hex, 'hex')),
  ),
  ordersTarget(deployment.zone),
  rowsTarget('utf-8'),
  rowsTarget(undefined),
];
const shares = targets.reduce((sum, { share }) => sum + share, 0);
const works = targets.map(
  (target): Work => ({
    target,
    runs: createRuns(target, seed),
    wanted: Math.round((wanted * target.share) / shares),
    no: 0,
    mutated: 0,
    frames: 0,
    ms: 0,
    drafts: 0,
    refusals: 0,
    good: { frames: 0, ms: 0 },
  }),
);

let seen = 0;
function judge(record: Received): void {
  if (seen++ % SAMPLE !== 0) return;
  const { origin, draft, refusal } = record;
  const now = Date.now();
  const offer =
    refusal === undefined
      ? pipeline.take(draft, origin, now)
      : pipeline.refuse(refusal, origin, now);
  if (offer.facts.length === 0) throw new Error('a record of which nothing is kept');
}

/** A run read and judged, or the end of it all. @returns milliseconds of the reading */
async function read(work: Work, run: Run): Promise<number> {
  try {
    const start = performance.now();
    const records = await work.runs.read(run);
    const ms = performance.now() - start;
    for (const record of records) {
      judge(record);
      if (run.mutated === 0) continue;
      if (record.refusal === undefined) work.drafts++;
      else work.refusals++;
    }
    return ms;
  } catch (error) {
    console.error(`fuzz: crash in ${work.target.name}, seed ${seed}, run ${work.no}:`, error);
    console.error(JSON.stringify(run.reads.map((bytes) => bytes.toString('hex'))));
    process.exit(1);
  }
}

async function advance(work: Work, to: number): Promise<void> {
  while (work.mutated < to) {
    const run = work.runs.make(work.no, to - work.mutated, true);
    work.ms += await read(work, run);
    work.mutated += run.mutated;
    work.frames += run.frames;
    if (work.no % COMPARED === 0) {
      const good = work.runs.make(work.no, Infinity, false);
      work.good.ms += await read(work, good);
      work.good.frames += good.frames;
    }
    work.no++;
  }
}

interface Sample {
  millions: number;
  heap: number;
  resident: number;
}
/** Growth of a figure by least squares, per million frames. */
function slope(samples: readonly Sample[], of: 'heap' | 'resident'): number {
  const mean = (value: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
  const [x, y] = [mean(({ millions }) => millions), mean((sample) => sample[of])];
  const spread = mean(({ millions }) => (millions - x) ** 2);
  return mean((sample) => (sample.millions - x) * (sample[of] - y)) / spread;
}

const samples: Sample[] = [];
const start = performance.now();
for (let slice = 1; slice <= SLICES; slice++) {
  for (const work of works) await advance(work, Math.round((work.wanted * slice) / SLICES));
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const done = works.reduce((sum, { mutated }) => sum + mutated, 0);
  samples.push({ millions: done / 1e6, heap: heapUsed / MiB, resident: rss / MiB });
  console.log(
    `${done} frames after ${((performance.now() - start) / 1000).toFixed(0)} s: heap ${(heapUsed / MiB).toFixed(1)} MiB, resident ${(rss / MiB).toFixed(0)} MiB`,
  );
}

/** Milliseconds that as many good frames would have taken. */
const compared = ({ frames, good }: Work): number => (good.ms / good.frames) * frames;
for (const work of works) {
  const { target, mutated, frames, no, drafts, refusals, ms } = work;
  console.log(
    `fuzz ${target.name}: ${Math.round(frames / (ms / 1000))} frames/s (ratio to good frames alone ${(compared(work) / ms).toFixed(2)}); ${mutated} mutated in ${no} runs, ${frames - mutated} good between, ${drafts} drafts, ${refusals} refused records`,
  );
}
const [first, end] = [samples[0] as Sample, samples.at(-1) as Sample];
const total = (of: (work: Work) => number): number =>
  works.reduce((sum, work) => sum + of(work), 0);
console.log(
  `fuzz memory: heap ${slope(samples, 'heap').toFixed(2)} MiB per million frames, resident ${slope(samples, 'resident').toFixed(2)} MiB per million frames (${SLICES} samples after collecting)`,
);
console.log(
  `fuzz: ${total(({ mutated }) => mutated)} frames, 0 crashes, every byte accounted for, heap ${first.heap.toFixed(1)} → ${end.heap.toFixed(1)} MiB, rate ${Math.round(total(({ frames }) => frames) / (total(({ ms }) => ms) / 1000))} frames/s (ratio to the same good frames unmutated ${(total(compared) / total(({ ms }) => ms)).toFixed(2)})`,
);
