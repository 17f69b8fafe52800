import type { Tally } from '../../../config/contract/facts.ts';
import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import type { Mapping } from '../../../config/deployment/schema.ts';
import { insist } from '../../intake/insist.ts';
import type { Intake, Received } from '../../intake/intake.ts';
import { tallyOf } from '../../journal/tally.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import { readDrafts } from './read-drafts.ts';

const BATCH = 2_000;

export interface CsvRun {
  file: string;
  mapping: Mapping;
  limits: TableLimits;
  /** Counts as rows become durable, so that it is true whenever the run ends. */
  tally: Tally;
  signal: AbortSignal;
}

/**
 * Takes every row of a file, waiting where nothing can be taken. Every row ends as stored, duplicate or
 * rejected; once `signal` is aborted, what was not read is left.
 * @param run.complete what the source knows of an order besides its row
 * @param run.rejected is told of each row that is rejected
 * @throws UnreadableTable, MappingMismatch, and the system's error where the file cannot be opened; the
 *   signal's reason where it was aborted while waiting
 */
export async function importFile(
  run: CsvRun & {
    intake: Intake;
    complete?: (draft: CaseDraft) => CaseDraft;
    rejected?: (place: string, reason: string) => void;
  },
): Promise<void> {
  const { complete = (draft) => draft } = run;
  let records: Received[] = [];
  let committing: Promise<void> = Promise.resolve();
  const commit = async (batch: readonly Received[]) => {
    const receipts = await insist(run.intake, batch, run.signal);
    tallyOf(
      receipts.map(({ outcome }) => outcome),
      run.tally,
    );
    for (const [n, { outcome, reason }] of receipts.entries())
      if (outcome === 'rejected') run.rejected?.(batch[n]?.origin.place ?? '', reason ?? '');
  };
  const flush = async () => {
    const batch = records;
    records = [];
    await committing; // one commit under way while the next batch is being read
    committing = commit(batch);
    committing.catch(() => {}); // told to who awaits it next
  };
  try {
    for await (const { draft, reason, origin } of readDrafts(run.file, run.mapping, run.limits)) {
      records.push(
        draft === null ? { origin, refusal: reason } : { origin, draft: complete(draft) },
      );
      if (records.length >= BATCH) await flush();
      if (run.signal.aborted) break;
    }
  } finally {
    // also what was read before the file turned out to be unreadable
    await flush();
    await committing;
  }
}
