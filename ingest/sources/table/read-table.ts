import { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { type Row, UnreadableTable } from './row.ts';

export interface TableOptions {
  /** As iconv names it. Absent: found out, see `encodingOf`. */
  encoding?: string | undefined;
  /** Of a CSV. Absent: a comma. */
  delimiter?: string | undefined;
  limits?: TableLimits | undefined;
}

/** Whether a file of this name is meant as a table. */
export const isTable = (name: string): boolean => /\.(csv|csv\.gz|xlsx?)$/i.test(name);

/**
 * The rows of a CSV (`.gz`: gzipped) or of the first sheet of an xlsx: the header first, blank rows left
 * out, each cell as text, dates of an xlsx in the layout `TABLE_DATE`. A row that cannot be read is given
 * with the reason, somewhat before its turn, and the rows after it still come. Memory does not grow with a
 * CSV; an xlsx is read in a thread and a heap of its own.
 * @throws UnreadableTable where the file is no table or exceeds the limits; the system's error where it
 *   cannot be opened
 */
export function readTable(file: string, options: TableOptions = {}): AsyncGenerator<Row> {
  if (/\.xls$/i.test(file)) throw new UnreadableTable('an .xls of old; save it as .xlsx');
  const limits = options.limits ?? TableLimits.parse({});
  return /\.xlsx$/i.test(file)
    ? readXlsx(file, limits)
    : readCsv(file, { ...options, delimiter: options.delimiter ?? ',', limits });
}
