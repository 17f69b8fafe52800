import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import { cellText, numberText } from './cell-text.ts';
import { measureZip } from './zip.ts';

/** Given to the thread when it starts. */
export interface XlsxTask {
  xlsx: Uint8Array;
  unpackedBytes: number;
}

/** Said by the thread, each when asked for: rows in order, then the end; or why the file cannot be read. */
export type XlsxWord = { rows: string[][] } | { end: true } | { refused: string };

const BATCH = 500;

async function* words({ xlsx, unpackedBytes }: XlsxTask): AsyncGenerator<XlsxWord> {
  const bytes = Buffer.from(xlsx);
  try {
    measureZip(bytes, unpackedBytes);
    const sheet = await readSheet(bytes, { parseNumber: numberText, trim: false });
    for (let at = 0; at < sheet.length; at += BATCH)
      yield { rows: sheet.slice(at, at + BATCH).map((row) => row.map(cellText)) };
    yield { end: true };
  } catch (error) {
    yield { refused: (error as Error).message };
  }
}

const port = parentPort;
if (port) {
  const said = words(workerData as XlsxTask);
  port.on('message', async () => {
    const { value } = await said.next();
    port.postMessage(value);
  });
}
