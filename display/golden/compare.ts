import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Pictures that differ in more than this part of their pixels differ. */
const TOLERANCE = 0.002;

/**
 * Pixels by which a picture differs from the kept one, 0 within the tolerance; all where their sizes differ.
 * `GOLDEN=new` keeps it anew.
 */
export function differs(name: string, shot: Buffer): number {
  const file = join(import.meta.dirname, `${name}.png`);
  if (process.env.GOLDEN === 'new' || !existsSync(file)) {
    mkdirSync(import.meta.dirname, { recursive: true });
    writeFileSync(file, shot);
  }
  const [kept, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(shot)];
  const diff = new PNG({ width: now.width, height: now.height });
  const same = now.width === kept.width && now.height === kept.height;
  const pixels = same
    ? pixelmatch(kept.data, now.data, diff.data, now.width, now.height, { threshold: 0.1 })
    : now.width * now.height;
  if (pixels <= TOLERANCE * now.width * now.height) return 0;
  writeFileSync(`/tmp/${name}-now.png`, shot);
  writeFileSync(`/tmp/${name}-differs.png`, PNG.sync.write(diff));
  return pixels;
}
