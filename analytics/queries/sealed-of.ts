import { type Sql, sealedValues, selected, sql, text } from '../../ingest/store/index.ts';

/** What was sealed of a case, oldest word first. Rows of `SealedValuesRow`. */
export const sealedOf = (about: string): Sql =>
  sql`SELECT ${selected(sealedValues)} FROM sealed_values FINAL WHERE about = ${text(about)} ORDER BY at, seq`;
