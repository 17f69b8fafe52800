import { type CsvError, parse } from 'csv-parse';
import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { UnreadableTable } from './row.ts';

/** A row of a text, or what could not be read as one. */
export type Split = { line: number } & (
  | { cells: string[]; broken?: undefined }
  | { raw: string; broken: string }
);

const NEWLINE = 10;

/** csv-parse counts a carriage return within a cell as a line; editors and people do not. */
function linesIn(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** Bytes of blank lines that a text begins with. */
const blankAt = (text: Buffer): number =>
  /^(?:\r?\n)*/.exec(text.toString('latin1'))?.[0].length ?? 0;

/**
 * Splits the text of a CSV into its rows, in order. A quote that never closes, or a row over the limit,
 * costs the line it began on and no other: the text after that line is read anew.
 * @param text in UTF-8, in pieces
 * @throws UnreadableTable where too many rows are broken that way
 */
export async function* splitCsv(
  text: AsyncGenerator<Buffer, undefined>,
  options: { delimiter: string; limits: TableLimits },
): AsyncGenerator<Split> {
  const { rowBytes, brokenRows } = options.limits;
  /** Text from the end of the newest row on. */
  let rest: Buffer = Buffer.alloc(0);
  /** Line ends before `rest`. */
  let lines = 0;
  let broken = 0;
  let ended = false;

  try {
    while (!ended || rest.length > 0) {
      /** Rows not told yet, each with where it ends in what the parser was fed. */
      const split: { cells: string[]; end: number }[] = [];
      const parser = parse({
        bom: true,
        delimiter: options.delimiter,
        record_delimiter: ['\r\n', '\n'],
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        max_record_size: rowBytes,
        on_record: (cells: string[], info) => {
          split.push({ cells, end: (info as unknown as { bytes: number }).bytes });
          return null;
        },
      });
      // told to each call as well
      parser.on('error', () => {});
      const feed = (piece: Buffer) =>
        new Promise<CsvError | null | undefined>((done) => {
          parser.write(piece, (error) => done(error as CsvError | null | undefined));
        });
      const end = () =>
        new Promise<CsvError | null | undefined>((done) => {
          parser.end((error?: CsvError | null) => done(error));
        });

      let fed = rest.length;
      let failure = await feed(rest);
      for (let over = false; ; ) {
        for (const { cells, end } of split.splice(0)) {
          const size = end - (fed - rest.length);
          const line = lines + 1 + linesIn(rest.subarray(0, size - 1));
          lines += linesIn(rest.subarray(0, size));
          rest = rest.subarray(size);
          yield { line, cells };
        }
        if (failure || over) break;
        const piece = ended ? undefined : (await text.next()).value;
        if (piece === undefined) {
          over = true;
          ended = true;
          failure = await end();
        } else {
          rest = Buffer.concat([rest, piece]);
          fed += piece.length;
          failure = await feed(piece);
        }
      }
      if (!failure) return;

      if (++broken > brokenRows)
        throw new UnreadableTable(
          `more than ${brokenRows} rows that are no CSV: ${failure.message}`,
        );
      const blank = blankAt(rest);
      lines += linesIn(rest.subarray(0, blank));
      rest = rest.subarray(blank);
      let cut = rest.indexOf(NEWLINE);
      const raw = rest.subarray(0, cut < 0 ? rowBytes : cut).toString();
      yield {
        line: lines + 1,
        raw,
        broken: `not a CSV row: ${failure.message}`,
      };
      while (cut < 0 && !ended) {
        const piece = (await text.next()).value;
        ended = piece === undefined;
        rest = piece ?? Buffer.alloc(0);
        cut = rest.indexOf(NEWLINE);
      }
      rest = cut < 0 ? Buffer.alloc(0) : rest.subarray(cut + 1);
      lines++;
    }
  } finally {
    await text.return(undefined);
  }
}
