import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/**
 * Secrets of one installation in a file of its data folder, readable by its owner only. Whichever
 * process comes first makes them; the others read the same ones.
 * @throws where the file is there and not readable as `schema`
 */
export function readOrMake<T>(
  data: string,
  name: string,
  schema: z.ZodType<T>,
  make: () => z.input<z.ZodType<T>>,
): T {
  const path = join(data, name);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`${path}: not readable. Restore it or start with a new data folder`, {
        cause,
      });
  }
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(make(), null, 2), { mode: 0o600 });
  try {
    linkSync(draft, path); // fails where another process was faster, and never shows a half-written file
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft);
  }
  return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
