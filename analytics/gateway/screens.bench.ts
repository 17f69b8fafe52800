import { setTimeout as sleep } from 'node:timers/promises';
import { startScreens, startServer } from './load/harness.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- screens [SCREENS…]`: resident memory a server holds for each idle screen with its
 * session; plain uWebSockets.js and `ws` in the same run. What the kernel holds for a socket is not in it.
 * A process may open 20,000 files here, so that more screens are several servers' together.
 */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 50_000];
const MOST_A_PROCESS = 17_000;
const PORT = 8630;
const SETTLE_MS = 12_000;
const KINDS: Kind[] = ['uWebSockets.js', 'qiao', 'ws'];

async function measure(kind: Kind, screens: number): Promise<number> {
  const count = Math.ceil(screens / MOST_A_PROCESS);
  const each = Math.ceil(screens / count);
  let bytes = 0;
  const pairs = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const server = await startServer(kind, PORT + n);
      const clients = await startScreens(kind);
      await clients.ask({ do: 'open', ports: [PORT + n], count: 200, from: '', careful: false });
      return { server, clients };
    }),
  );
  await sleep(SETTLE_MS); // what compiling left behind is given back first
  for (const [n, { server, clients }] of pairs.entries()) {
    const before = await server.ask({ do: 'measure' });
    const from = `127.0.0.${2 + n}`;
    await clients.ask({ do: 'open', ports: [PORT + n], count: each, from, careful: false });
    await sleep(1500);
    const after = await server.ask({ do: 'measure' });
    if (after.screens - before.screens !== each)
      throw new Error(`${after.screens} screens are open`);
    bytes += after.rss - before.rss;
  }
  await Promise.all(pairs.flatMap(({ server, clients }) => [clients.kill(), server.kill()]));
  return bytes / (each * count) / 1024;
}

for (const size of SIZES) {
  const plain = await measure(KINDS[0]!, size);
  for (const kind of KINDS) {
    const each = kind === KINDS[0] ? plain : await measure(kind, size);
    console.log(
      `screens ${kind}: ${each.toFixed(2)} KB of resident memory a screen at ${size} ` +
        `(ratio to plain uWebSockets.js: ${(each / plain).toFixed(2)})`,
    );
  }
}
