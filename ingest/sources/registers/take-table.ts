import type { Tally } from '../../../config/contract/facts.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type { Received } from '../../intake/intake.ts';
import type { GridNames } from '../grid-names.ts';
import type { PortContext } from '../port.ts';
import { readTable } from '../table/read-table.ts';
import { type Row, UnreadableTable } from '../table/row.ts';
import { createRowReader, type ReadRow, type RowOptions } from './read-row.ts';

/** What became of a table's rows. */
export interface TableAnswer extends Tally {
  /** The first rejected rows: where they stand, and why. */
  rows: { place: string; reason: string }[];
}

export interface TableTask extends Omit<RowOptions, 'source' | 'zone' | 'gridOf'> {
  file: string;
  gridOf: GridNames;
}

/**
 * Takes every row of a table into a register, a batch at a time. Each row ends as stored, duplicate or
 * rejected. Told again after a failure, what was stored is a duplicate.
 * @returns what became of the rows; an error where nothing could be read, or from where on nothing could
 * @throws Unavailable
 */
export async function takeTable(
  context: PortContext,
  task: TableTask,
): Promise<Result<TableAnswer, { reason: string; answer: TableAnswer }>> {
  const { settings, register } = task;
  const { source } = context;
  const answer: TableAnswer = { received: 0, stored: 0, duplicate: 0, rejected: 0, rows: [] };
  let batch: Received[] = [];
  let readRow: ReadRow | null = null;
  let rows = 0;

  const flush = async () => {
    const records = batch;
    batch = [];
    const receipts = await context.intake.take(records);
    for (const [n, { outcome, reason }] of receipts.entries()) {
      answer.received++;
      answer[outcome]++;
      if (outcome === 'rejected' && answer.rows.length < settings.named)
        answer.rows.push({ place: records[n]?.origin.place ?? '', reason: reason ?? '' });
    }
  };
  const receive = (row: Row, read: ReadRow): Received => {
    const draft = row.broken === undefined ? read(row.cells) : err(row.broken);
    // what is refused of the register of people may be about persons: it is not kept
    const raw = () =>
      register === 'people'
        ? `${row.place}: withheld`
        : row.broken === undefined
          ? JSON.stringify(row.cells)
          : row.raw;
    const origin = { source, place: row.place, raw };
    return draft.ok ? { origin, draft: draft.value } : { origin, refusal: draft.error };
  };

  try {
    for await (const row of readTable(task.file, { limits: settings.tables })) {
      if (readRow === null) {
        if (row.broken !== undefined) return err({ reason: row.broken, answer });
        const { zone } = context.deployment;
        const reader = createRowReader(row.cells, { ...task, source, zone });
        if (!reader.ok) return err({ reason: reader.error, answer });
        readRow = reader.value;
        continue;
      }
      if (++rows > settings.maxRows)
        throw new UnreadableTable(`more than ${settings.maxRows} rows; send them in parts`);
      batch.push(receive(row, readRow));
      if (batch.length >= settings.batch) await flush();
    }
    if (readRow === null) return err({ reason: 'no row at all', answer });
    await flush();
    return ok(answer);
  } catch (cause) {
    if (!(cause instanceof UnreadableTable)) throw cause;
    await flush();
    return err({ reason: cause.message, answer });
  }
}
