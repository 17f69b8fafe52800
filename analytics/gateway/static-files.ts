import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
/** Formats that are compressed already. */
const PACKED: ReadonlySet<string> = new Set(['.png', '.webp', '.woff', '.woff2', '.ico']);

export interface StaticFile {
  type: string;
  body: Uint8Array;
  /** gzip of the body; null where that is no smaller. */
  gzip: Uint8Array | null;
  etag: string;
  /** The name holds a hash of the content: it never changes. */
  immutable: boolean;
}

/** Gives the file of a URL path. */
export type StaticFiles = (path: string) => StaticFile | undefined;

/**
 * The built display, held in memory: by URL path, `/` being `index.html` and `/desk` `desk.html`. Nothing else on the disk can
 * be asked for. Read again when `index.html` was built anew; nothing where the folder is missing.
 */
export function staticFiles(folder: string): StaticFiles {
  let files: ReadonlyMap<string, StaticFile> = new Map();
  let built = 0;
  return (path) => {
    if (path === '/' || !files.has(path)) {
      const now = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (now !== built) files = readAll(folder);
      built = now;
    }
    return files.get(path === '/' ? '/index.html' : path) ?? files.get(`${path}.html`);
  };
}

function readAll(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const path of pathsIn(folder)) {
    const body = readFileSync(path);
    const extension = extname(path);
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const gzip = PACKED.has(extension) ? null : gzipSync(body);
    files.set(url, {
      type: TYPES[extension] ?? 'application/octet-stream',
      body,
      gzip: gzip && gzip.length < body.length ? gzip : null,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      immutable: url.startsWith('/assets/'),
    });
  }
  return files;
}

function pathsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
