import type { Tally } from '../../../config/contract/facts.ts';
import type { Mapping } from '../../../config/deployment/schema.ts';
import type { Journal, Offer } from '../../journal/journal.ts';
import { tallyOf } from '../../journal/tally.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { readDrafts } from './read-drafts.ts';

const BATCH = 2_000;

export interface CsvRun {
  file: string;
  mapping: Mapping;
  pipeline: Pipeline;
  journal: Journal;
  /** Counts as rows become durable, so that it is true whenever the run ends. */
  tally: Tally;
  signal: AbortSignal;
}

/**
 * Takes every row of a file through the pipeline into the journal. Every row ends as stored,
 * duplicate or rejected.
 * @throws where the file cannot be read or the mapping does not fit its header
 */
export async function importFile(run: CsvRun): Promise<void> {
  let offers: Offer[] = [];
  let committing: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    const batch = offers;
    offers = [];
    await committing; // one commit under way while the next batch is being read
    committing = run.journal
      .append(batch, Date.now())
      .then((outcomes) => tallyOf(outcomes, run.tally));
  };
  for await (const { draft, reason, origin } of readDrafts(run.file, run.mapping)) {
    const now = Date.now();
    offers.push(
      draft === null
        ? run.pipeline.refuse(reason, origin, now)
        : run.pipeline.take(draft, origin, now),
    );
    if (offers.length >= BATCH) await flush();
    if (run.signal.aborted) break;
  }
  await flush();
  await committing;
}
