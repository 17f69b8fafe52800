import { closeSync, openSync, readSync, truncateSync, writeSync } from 'node:fs';
import type { Told } from './soak-life.fixture.ts';

const PIECE = 2 ** 20;
const FLUSH = 64 * 1024;

/** Whole lines of a file in their order; a torn line at its end is cut off. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(PIECE);
  let rest = '';
  let whole = 0;
  // lines hold Chinese: a piece may end within a character
  const decoder = new TextDecoder();
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    const lines = (rest + decoder.decode(piece.subarray(0, read), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      whole += Buffer.byteLength(line) + 1;
      yield line;
    }
  }
  closeSync(file);
  truncateSync(path, whole);
}

/** What was told, in its order. */
export function* toldIn(journal: string): Generator<Told> {
  for (const line of linesOf(journal)) yield JSON.parse(line) as Told;
}

/** Writes a line an event, in pieces: a kill may come between any two, and within one. */
export function append(file: number, told: readonly Told[]): void {
  let text = '';
  for (const [n, one] of told.entries()) {
    text += `${JSON.stringify(one)}\n`;
    if (text.length < FLUSH && n < told.length - 1) continue;
    writeSync(file, text);
    text = '';
  }
}
