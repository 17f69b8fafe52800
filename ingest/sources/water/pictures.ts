import { randomUUID } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainWrite } from '../disk-full.ts';
import { EXTENSIONS, photoType } from '../photo-type.ts';
import type { Picture } from './drafts.ts';

/** Of what is no picture that we know; the station said that it is one. */
const UNKNOWN = 'bin';

/**
 * Keeps pictures beside the photos of patrols, by content: `<data>/photos/ab/abcdef….jpg`, each once; on
 * disk when it resolves.
 * @throws Unavailable where the disk is full
 */
export function createPictureStore(data: string): (picture: Picture) => Promise<void> {
  const folder = join(data, 'photos');
  const incoming = join(folder, 'incoming');
  return async ({ name, bytes }) => {
    const type = photoType(bytes);
    const path = join(folder, name.slice(0, 2), `${name}.${type ? EXTENSIONS[type] : UNKNOWN}`);
    try {
      await access(path);
      return;
    } catch {
      // not there yet
    }
    const part = join(incoming, randomUUID());
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await using file = await open(part, 'wx', 0o600);
      await file.writeFile(bytes);
      await file.sync();
      await rename(part, path);
      // the name itself is on disk only once the folder is
      await using names = await open(dirname(path));
      await names.sync();
      if (made === undefined) return;
      await using shelves = await open(folder);
      await shelves.sync();
    } catch (error) {
      await rm(part, { force: true });
      throw explainWrite(error, 'a picture');
    }
  };
}
