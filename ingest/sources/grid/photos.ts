import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotoSettings } from '../../../config/deployment/ports/grid.ts';
import { explainWrite } from '../disk-full.ts';
import { HttpError } from '../http/route.ts';
import { EXTENSIONS, HEAD_BYTES, photoType } from '../photo-type.ts';

/** A photo that is whole and on disk, but belongs to no report yet. Exactly one of the two must follow. */
export interface StagedPhoto {
  /** SHA-256 of its bytes, hexadecimal. */
  hash: string;
  /** Puts it in its place, durably. The same photo again is the same file. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Photos by content: `<folder>/ab/abcdef….jpg`. No name that a sender gives is ever used. */
export interface PhotoStore {
  /**
   * Writes a photo to disk as its bytes come, checking type and size. Where it fails nothing of it stays.
   * @throws HttpError 413 and 415 where the photo is refused; Unavailable where the disk is full;
   *   what `bytes` throws
   */
  stage(bytes: AsyncIterable<Buffer>): Promise<StagedPhoto>;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/**
 * Opens the store and removes what uploads cut off by a crash left behind.
 * @param nameOf a name for a file under way, never given twice
 */
export function openPhotoStore(
  folder: string,
  settings: PhotoSettings,
  nameOf: () => string = randomUUID,
): PhotoStore {
  const incoming = join(folder, 'incoming');
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const known = settings.types.join(', ');

  /** Writes the bytes and returns the name that they deserve: hash and extension. */
  const write = async (file: FileHandle, bytes: AsyncIterable<Buffer>) => {
    const digest = createHash('sha256');
    let head: Buffer = Buffer.alloc(0);
    let size = 0;
    const typeOf = () => {
      const type = photoType(head);
      if (type === null || !settings.types.includes(type))
        throw new HttpError(415, `a photo is ${type ?? 'of no known type'}; taken are ${known}`);
      return type;
    };
    for await (const piece of bytes) {
      const before = size;
      size += piece.length;
      if (size > settings.maxBytes)
        throw new HttpError(413, `a photo is longer than ${settings.maxBytes} bytes`);
      if (before < HEAD_BYTES) {
        head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - before)]);
        if (head.length === HEAD_BYTES) typeOf();
      }
      digest.update(piece);
      await file.writeFile(piece); // goes on where the last piece ended, however little one write takes
    }
    const extension = EXTENSIONS[typeOf()];
    await file.sync();
    return { hash: digest.digest('hex'), extension };
  };

  return {
    async stage(bytes) {
      const temporary = join(incoming, nameOf());
      const drop = () => rm(temporary, { force: true });
      try {
        const file = await open(temporary, 'w', 0o600);
        const { hash, extension } = await write(file, bytes).finally(() => file.close());
        return {
          hash,
          drop,
          async keep() {
            const shelf = join(folder, hash.slice(0, 2));
            try {
              const made = await mkdir(shelf, { recursive: true, mode: 0o700 });
              await rename(temporary, join(shelf, `${hash}.${extension}`));
              await syncFolder(shelf);
              if (made !== undefined) await syncFolder(folder);
            } catch (cause) {
              throw explainWrite(cause, 'the photo');
            }
          },
        };
      } catch (cause) {
        await drop();
        throw explainWrite(cause, 'the photo');
      }
    },
  };
}
