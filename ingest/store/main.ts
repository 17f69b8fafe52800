import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { credentials } from '../../config/credentials.ts';
import { env } from '../../config/env.ts';
import { onStop, tellReady } from '../../config/lifecycle.ts';
import { Engine } from './engine/engine.ts';
import { createHttpServer } from './engine/http.ts';

/** How long running statements get to end once we are asked to stop. */
const GRACE_MS = 5_000;

const fail = (message: string): never => {
  console.error(`store: ${message}`);
  process.exit(1);
};

// Whoever starts the store sets UV_THREADPOOL_SIZE=12 in its environment: it counts only when it is
// there before Node starts. With the default of 4, a few long queries keep even files from being read.
if (Number(process.env.UV_THREADPOOL_SIZE ?? 0) < 12)
  console.error('store: UV_THREADPOOL_SIZE should be 12; queries will wait for each other');

const directory = join(env.data, 'clickhouse');
mkdirSync(directory, { recursive: true, mode: 0o700 });
const engine = await Engine.open(directory).catch((cause: Error) =>
  fail(`cannot open ${directory} (${cause.message}). Is another store running on it?`),
);
const server = createHttpServer(engine, credentials(env.data));

onStop(async () => {
  server.close();
  server.closeIdleConnections();
  await engine.close(GRACE_MS);
});

server.on('error', async (cause: NodeJS.ErrnoException) => {
  await engine.close(0);
  fail(
    cause.code === 'EADDRINUSE'
      ? `port ${env.storePort} is taken. Set QIAO_PORT to another number`
      : cause.message,
  );
});
server.listen({ port: env.storePort, host: '127.0.0.1', exclusive: true }, tellReady);
