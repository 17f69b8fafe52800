import { createRequire } from 'node:module';
import { z } from 'zod';

/** One connection of the embedded engine: settings, parameters and database of its own. */
export interface Connection {
  /** Runs one statement, off the event loop. One at a time. */
  run(sql: string, format: string): Promise<{ bytes: Buffer; rowsRead: number; bytesRead: number }>;
  /** To be called once, when nothing runs on it. */
  close(): void;
}

interface Addon {
  CreateConnection(path: string): unknown;
  QueryAsyncConnection(connection: unknown, sql: string, format: string): Promise<unknown>;
  CloseConnection(connection: unknown): void;
}

const Answer = z.object({
  bytes: z.instanceof(Uint8Array),
  rowsRead: z.number(),
  bytesRead: z.number(),
});

/**
 * chDB's addon itself, not the package's `Session`: a Session closed while others run puts its closing
 * off until none runs, and keeps a list of all of them meanwhile. Under a steady load of one connection
 * a request that list and memory grow without end (measured: 900 requests beside one two-second query,
 * +200 MB each time). Closing the connection whose own statement has ended is safe and costs 0.1 ms.
 */
const addon: Addon = createRequire(createRequire(import.meta.url).resolve('chdb'))(
  './dist/loader.js',
).loadNative();

/** Opens a connection to the data directory `path` (absolute). Throws where the directory is locked. */
export function openConnection(path: string): Connection {
  const handle = addon.CreateConnection(path);
  if (!handle) throw new Error('Failed to create connection');
  return {
    run: async (sql, format) => {
      const { bytes, rowsRead, bytesRead } = Answer.parse(
        await addon.QueryAsyncConnection(handle, sql, format),
      );
      return {
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        rowsRead,
        bytesRead,
      };
    },
    close: () => addon.CloseConnection(handle),
  };
}
