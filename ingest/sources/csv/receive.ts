import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline as join } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import type { Mapping } from '../../../config/deployment/schema.ts';

/** A row of the file, or what could not be read as one. */
export type Row =
  | { place: string; cells: string[]; broken?: undefined }
  | { place: string; raw: string; broken: string };

const RECORD_LIMIT = 1024 * 1024;

/**
 * Streams the rows of a CSV file (gzip by its name) in the mapping's encoding. A row that cannot be read
 * is given with the reason, and the rows after it still come. Memory does not grow with the file.
 * @throws where the file cannot be opened or decompressed
 */
export async function* readRows(file: string, mapping: Mapping): AsyncGenerator<Row> {
  if (!iconv.encodingExists(mapping.encoding))
    throw new Error(`mapping ${mapping.id}: encoding "${mapping.encoding}" is not known`);
  const name = basename(file);
  const broken: Row[] = [];
  const parser = parse({
    bom: true,
    delimiter: mapping.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: RECORD_LIMIT,
    info: true,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      broken.push({
        place: `${name}:${error?.lines ?? '?'}`,
        raw: raw ?? '',
        broken: `not a CSV row: ${error?.message ?? 'unreadable'}`,
      });
    },
  });
  const source = createReadStream(file);
  const decode = iconv.decodeStream(mapping.encoding);
  let failure: Error | null = null;
  const done = (error: Error | null | undefined) => {
    failure = error ?? null;
  };
  if (file.endsWith('.gz')) join(source, createGunzip(), decode, parser, done);
  else join(source, decode, parser, done);

  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    yield* broken.splice(0);
    yield { place: `${name}:${info.lines}`, cells: record };
  }
  yield* broken.splice(0);
  if (failure) throw failure;
}
