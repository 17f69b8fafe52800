import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline as join, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import iconv from 'iconv-lite';
import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { encodingOf } from './encoding.ts';
import { type Row, UnreadableTable } from './row.ts';
import { splitCsv } from './split-csv.ts';

export interface CsvOptions {
  encoding?: string | undefined;
  delimiter: string;
  limits: TableLimits;
}

/** The file's bytes, unpacked where its name says that it is packed. */
async function* bytesOf(file: string, limit: number): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  const stream: Readable = file.endsWith('.gz')
    ? join(source, createGunzip(), () => {}) // a failure of the source ends the last stream too
    : source;
  let read = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      read += piece.length;
      if (read > limit) throw new UnreadableTable(`more than ${limit} bytes once unpacked`);
      yield piece;
    }
  } catch (cause) {
    if (!/^(Z_|ERR_|UNEXPECTED)/.test((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new UnreadableTable(`damaged gzip: ${(cause as Error).message}`, { cause });
  } finally {
    source.destroy();
  }
}

/** Encodings whose signs iconv-lite damages where a piece ends within them: Node's own decoder does not. */
const OWN = /^(utf-?8|utf-?16(le|be)?|gb18030|gbk|gb2312)$/i;

/** @throws UnreadableTable where the encoding is not known */
function decoderOf(encoding: string): { write(piece: Buffer): string; end(): string | undefined } {
  if (OWN.test(encoding)) {
    const decoder = new TextDecoder(encoding);
    return {
      write: (piece) => decoder.decode(piece, { stream: true }),
      end: () => decoder.decode(),
    };
  }
  if (!iconv.encodingExists(encoding))
    throw new UnreadableTable(`encoding "${encoding}" is not known`);
  return iconv.getDecoder(encoding);
}

/** The file's text as UTF-8. */
async function* textOf(
  file: string,
  encoding: string,
  limit: number,
): AsyncGenerator<Buffer, undefined> {
  const decoder = decoderOf(encoding);
  for await (const piece of bytesOf(file, limit)) yield Buffer.from(decoder.write(piece));
  yield Buffer.from(decoder.end() ?? '');
}

/** Streams the rows of a CSV; see `readTable`. */
export async function* readCsv(file: string, options: CsvOptions): AsyncGenerator<Row> {
  const { csvBytes } = options.limits;
  const encoding = options.encoding ?? (await encodingOf(bytesOf(file, csvBytes)));
  const name = basename(file);
  for await (const { line, ...row } of splitCsv(textOf(file, encoding, csvBytes), options))
    yield { place: `${name}:${line}`, ...row };
}
