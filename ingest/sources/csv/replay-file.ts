import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../config/contract/clock.ts';
import { timeOf } from '../../../config/contract/clock.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Offer } from '../../journal/offer.ts';
import { tallyOf } from '../../journal/tally.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import type { Origin, Pipeline } from '../../pipeline/pipeline.ts';
import type { CsvRun } from './import-file.ts';
import { readDrafts } from './read-drafts.ts';

const STEP_MS = 50;
const CLOCK_MS = 1_000;

interface Step {
  at: Millis;
  draft: CaseDraft;
  origin: Origin;
}

/**
 * Lets the orders of a file happen again, at a speed: each is received when it was received and each hop
 * follows at its time. The whole file is read first, since its rows need not be in order. Ends with the
 * last order received.
 * @param run.archive whether the deployment's clock follows the replay; a live one keeps its own
 * @returns how many later hops lie beyond that end and were left out
 */
export async function replayFile(
  run: CsvRun & { pipeline: Pipeline; journal: Journal; speed: number; archive: boolean },
): Promise<{ leftOut: number }> {
  const { journal, pipeline, tally } = run;
  const steps: Step[] = [];
  for await (const { draft, reason, origin } of readDrafts(run.file, run.mapping, run.limits)) {
    if (draft === null) {
      const refused = pipeline.refuse(reason, origin, Date.now());
      tallyOf(await journal.append([refused], Date.now()), tally);
      continue;
    }
    for (const hop of draft.hops)
      steps.push({ at: hop.at, draft: { ...draft, hops: [hop] }, origin });
  }
  steps.sort((a, b) => a.at - b.at);
  const received = steps.filter((step) => step.draft.hops[0]?.event === 'report');
  const start = received[0]?.at;
  const end = received.at(-1)?.at;
  if (start === undefined || end === undefined) return { leftOut: 0 };

  const clock: Clock = { mode: 'replay', now: start, asOf: Date.now(), rate: run.speed };
  let told = 0;
  let next = 0;
  while (!run.signal.aborted) {
    const machine = Date.now();
    const now = timeOf(clock, machine);
    if (run.archive && machine - told >= CLOCK_MS) {
      told = machine;
      await journal.setReplayClock({ ...clock, now, asOf: machine });
    }
    const offers: Offer[] = [];
    const reports: boolean[] = [];
    for (; next < steps.length && (steps[next] as Step).at <= Math.min(now, end); next++) {
      const { draft, origin } = steps[next] as Step;
      offers.push(pipeline.take(draft, origin, machine));
      reports.push(draft.hops[0]?.event === 'report');
    }
    const outcomes = await journal.append(offers, machine);
    // A row is counted when it is received; its later hops belong to it.
    tallyOf(
      outcomes.filter((_, i) => reports[i]),
      tally,
    );
    if (now >= end) break;
    await sleep(STEP_MS);
  }
  if (run.archive) await journal.setReplayClock(null);
  return { leftOut: run.signal.aborted ? 0 : steps.length - next };
}
