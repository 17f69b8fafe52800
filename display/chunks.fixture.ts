import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Chunk {
  name: string;
  /** Bytes, compressed. */
  gzip: number;
  /** Whether the wall's page names it, so that it is loaded before anything else. */
  page: boolean;
}

const DIST = join(import.meta.dirname, '../dist');

/** Scripts and styles of the screens as they were built. */
export function chunks(): Chunk[] {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  return readdirSync(join(DIST, 'assets'))
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => ({
      name,
      gzip: gzipSync(readFileSync(join(DIST, 'assets', name))).length,
      page: page.includes(name),
    }));
}
