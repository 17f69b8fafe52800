import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import type { Mapping } from '../../../config/deployment/schema.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import type { Origin } from '../../pipeline/pipeline.ts';
import { readTable } from '../table/read-table.ts';
import { createRowParser, type ParseRow } from './parse.ts';

/** The mapping and the file's header do not fit. */
export class MappingMismatch extends Error {}

export type Read = { origin: Origin } & (
  | { draft: CaseDraft; reason: null }
  | { draft: null; reason: string }
);

/**
 * The rows of a CSV or xlsx file as drafts, in the file's order; a row of which none can be made comes
 * with the reason.
 * @throws MappingMismatch where the header lacks columns of the mapping, UnreadableTable where the file
 *   is no table
 */
export async function* readDrafts(
  file: string,
  mapping: Mapping,
  limits: TableLimits,
): AsyncGenerator<Read> {
  let parseRow: ParseRow | null = null;
  for await (const row of readTable(file, { ...mapping, limits })) {
    const raw = () => (row.broken === undefined ? JSON.stringify(row.cells) : row.raw);
    const origin = { source: mapping.source, place: row.place, raw };
    if (row.broken !== undefined) {
      yield { origin, draft: null, reason: row.broken };
      continue;
    }
    if (parseRow === null) {
      const parser = createRowParser(mapping, row.cells);
      if (!parser.ok) throw new MappingMismatch(parser.error);
      parseRow = parser.value;
      continue;
    }
    const draft = parseRow(row.cells);
    yield draft.ok
      ? { origin, draft: draft.value, reason: null }
      : { origin, draft: null, reason: draft.error };
  }
}
