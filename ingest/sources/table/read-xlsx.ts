import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { type Row, UnreadableTable } from './row.ts';
import type { XlsxTask, XlsxWord } from './xlsx-thread.ts';

const THREAD = JSON.stringify(new URL('./xlsx-thread.ts', import.meta.url).href);
/** Node 20 gives a thread no loader of TypeScript, whatever its parent has. */
const BOOT = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${THREAD}, ${THREAD}))`;

/**
 * The rows of the first sheet; see `readTable`. The library holds a whole sheet at once and believes what
 * the file says of its size: in a thread, neither its memory nor its time is taken from the other ports.
 */
export async function* readXlsx(file: string, limits: TableLimits): AsyncGenerator<Row> {
  const { size } = await stat(file);
  if (size > limits.xlsxBytes)
    throw new UnreadableTable(`${size} bytes where ${limits.xlsxBytes} are taken`);
  const task: XlsxTask = {
    xlsx: new Uint8Array(await readFile(file)),
    unpackedBytes: limits.xlsxUnpackedBytes,
  };
  const worker = new Worker(BOOT, {
    eval: true,
    workerData: task,
    transferList: [task.xlsx.buffer as ArrayBuffer],
    resourceLimits: { maxOldGenerationSizeMb: limits.xlsxHeapMiB },
  });
  const ask = async (): Promise<XlsxWord> => {
    worker.postMessage('next');
    const tooSlow = AbortSignal.timeout(limits.xlsxSeconds * 1000);
    try {
      const [word] = (await once(worker, 'message', { signal: tooSlow })) as [XlsxWord];
      return word;
    } catch (cause) {
      if (tooSlow.aborted)
        throw new UnreadableTable(`not read in ${limits.xlsxSeconds} s`, { cause });
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw cause;
      throw new UnreadableTable(`needs more than ${limits.xlsxHeapMiB} MiB to read`, { cause });
    }
  };

  const name = basename(file);
  let row = 0;
  try {
    for (;;) {
      const word = await ask();
      if ('refused' in word) throw new UnreadableTable(word.refused);
      if ('end' in word) return;
      for (const cells of word.rows) {
        row++;
        if (cells.some((cell) => cell !== '')) yield { place: `${name}:${row}`, cells };
      }
    }
  } finally {
    await worker.terminate();
  }
}
