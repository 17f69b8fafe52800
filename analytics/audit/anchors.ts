import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Audit } from './audit.ts';
import type { Anchor } from './verify.ts';

const Line = z.object({
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Newest rows of the past, as they were told outside the data folder; empty where there is no file. */
export function readAnchors(path: string): Anchor[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [Line.parse(JSON.parse(line))];
    } catch {
      return []; // empty, or cut short by a loss of power: the next one says as much
    }
  });
}

/**
 * Tells the newest row of the audit to a file on another disk or machine, a line each time it is another
 * one: whoever writes the chain in the data folder anew cannot unsay it there.
 */
export class AnchorFile {
  readonly #audit: Pick<Audit, 'anchor'>;
  readonly #path: string;
  #told = 0;

  constructor(audit: Pick<Audit, 'anchor'>, path: string) {
    this.#audit = audit;
    this.#path = path;
  }

  /** @throws where it cannot be written, e.g. as the disk is away: it is told the next time */
  tell(at: number): void {
    const newest = this.#audit.anchor();
    if (newest === null || newest.seq === this.#told) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    const file = openSync(this.#path, 'a', 0o600);
    try {
      // a line that was cut short ends here
      appendFileSync(file, `\n${JSON.stringify({ at: new Date(at).toISOString(), ...newest })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#told = newest.seq;
  }
}
