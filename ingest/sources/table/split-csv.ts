import { type CsvError, parse } from 'csv-parse';
import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { UnreadableTable } from './row.ts';

/** A row of a text, or what could not be read as one. */
export type Split = { line: number } & (
  | { cells: string[]; broken?: undefined }
  | { raw: string; broken: string }
);

const NEWLINE = 10;

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
  /** Lines before `rest` of the parser at work. */
  let linesBefore = 0;
  let broken = 0;
  let ended = false;

  try {
    while (!ended || rest.length > 0) {
      const split: Split[] = [];
      let consumed = 0;
      let lines = linesBefore;
      const parser = parse({
        bom: true,
        delimiter: options.delimiter,
        record_delimiter: ['\r\n', '\n'],
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        max_record_size: rowBytes,
        on_record: (cells: string[], info) => {
          consumed = (info as unknown as { bytes: number }).bytes;
          lines = linesBefore + info.lines;
          split.push({ line: lines, cells });
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
        yield* split.splice(0);
        rest = rest.subarray(rest.length - (fed - consumed));
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
      linesBefore = lines;
      let cut = rest.indexOf(NEWLINE);
      const raw = rest.subarray(0, cut < 0 ? rowBytes : cut).toString();
      yield {
        line: linesBefore + 1,
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
      linesBefore++;
    }
  } finally {
    await text.return(undefined);
  }
}
