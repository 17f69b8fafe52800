import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const AGAIN_MS = 20;
const CHUNK = 2 ** 20;
const PAGE = 4096;

/** A file system of its own, in memory, with a ballast file that makes it as full as is wanted. */
export class SmallDisk {
  #filling: NodeJS.Timeout | undefined;

  private constructor(readonly folder: string) {}

  /** Null where this process may not mount anything. */
  static mount(bytes: number): SmallDisk | null {
    const folder = mkdtempSync(join(tmpdir(), 'qiao-small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
        stdio: 'ignore',
      });
      return new SmallDisk(folder);
    } catch {
      rmSync(folder, { recursive: true });
      return null;
    }
  }

  /** Bytes. */
  free(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Takes room until only so many bytes are free, and again whatever becomes free, until `clear`. */
  keepFree(bytes: number): void {
    const take = () => {
      const file = openSync(this.#ballast, 'a');
      try {
        for (let room = this.free() - bytes; room >= PAGE; room = this.free() - bytes)
          writeSync(file, Buffer.alloc(Math.min(room, CHUNK)));
      } catch {
        // somebody else took the room first
      }
      closeSync(file);
    };
    clearInterval(this.#filling);
    take();
    this.#filling = setInterval(take, AGAIN_MS);
  }

  /** Removes the ballast. */
  clear(): void {
    clearInterval(this.#filling);
    rmSync(this.#ballast, { force: true });
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }

  unmount(): void {
    this.clear();
    execFileSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true });
  }
}
