import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from './statement.ts';

/**
 * Where the bodies of inserts lie while the engine reads them: in memory where the system offers it
 * (/dev/shm), in a folder only we can read. The engine never gets a body inline: it would run what
 * follows a blank line as the next statement.
 */
export class Spool {
  readonly #folder: string;
  readonly #limit: number;

  /**
   * `directory`: the data directory, whose lock we hold; what a killed predecessor of the same one left
   * is removed. `limit`: bytes of one body at most.
   */
  constructor(directory: string, limit: number) {
    const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
    const prefix = `qiao-store-${name}-`;
    for (const left of readdirSync(root))
      if (left.startsWith(prefix)) rmSync(join(root, left), { recursive: true, force: true });
    this.#folder = mkdtempSync(join(root, prefix));
    this.#limit = limit;
  }

  /** Writes a body to a file, hands its path to `use`, and removes it whatever happens. */
  async hold<T>(body: AsyncIterable<Buffer>, use: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#folder, randomUUID());
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > this.#limit)
            throw new Refused(307, 'TOO_MANY_BYTES', `Insert is larger than ${this.#limit} bytes`);
          await file.writeFile(chunk);
        }
      } finally {
        await file.close();
      }
      return await use(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
