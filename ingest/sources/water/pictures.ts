import { randomUUID } from 'node:crypto';
import { access, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '../../intake/unavailable.ts';
import type { Picture } from './drafts.ts';

const RETRY_S = 10;

/**
 * Keeps pictures under `<data>/photos/<SHA-256>`, each once; on disk when it resolves.
 * @throws Unavailable where the disk is full
 */
export function createPictureStore(data: string): (picture: Picture) => Promise<void> {
  const folder = join(data, 'photos');
  return async ({ name, bytes }) => {
    const path = join(folder, name);
    try {
      await access(path);
      return;
    } catch {
      // not there yet
    }
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = `${path}.${randomUUID()}`;
      await using file = await open(part, 'wx', 0o600);
      await file.writeFile(bytes);
      await file.sync();
      await rename(part, path);
      // the name itself is on disk only once the folder is
      await using names = await open(folder);
      await names.sync();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new Unavailable('the disk is full: a picture could not be kept', RETRY_S);
      throw error;
    }
  };
}
