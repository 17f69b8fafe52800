import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './load/harness.ts';
import { HostileLines } from './load/hostile-lines.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- hostile [MESSAGES]`: a million hostile messages and upgrades over raw sockets, half
 * to each transport. The server must live, its memory stay flat, and every line be accounted for.
 */
const MESSAGES = Number(process.argv[2] ?? 1_000_000);
const PORT = 8640;
const SHARE = 10;

for (const [n, kind] of (['qiao', 'qiao over ws'] satisfies Kind[]).entries()) {
  const port = PORT + n;
  const server = await startServer(kind, port);
  const lines = new HostileLines(port, 1);
  const start = performance.now();
  const memory: number[] = [];
  for (let part = 0; part < SHARE; part++) {
    await lines.send(MESSAGES / 2 / SHARE);
    memory.push((await server.ask({ do: 'measure' })).memory / 2 ** 20);
  }
  await sleep(1000);
  const seconds = (performance.now() - start) / 1000;
  const { screens, opened, wrongs } = await server.ask({ do: 'measure' });
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  const counted = Object.values(wrongs).reduce((sum, count) => sum + count, 0);
  console.log(
    `hostile ${kind}: ${lines.sent} messages and ${lines.upgrades} upgrades in ${seconds.toFixed(0)} s, ` +
      `alive, ${screens} lines left, memory ${memory[0]?.toFixed(0)} → ${memory.at(-1)?.toFixed(0)} MB; ` +
      `${lines.refused} upgrades refused, ${lines.opened} taken; ${opened} lines counted, ${counted} ended with ` +
      `a reason, ${opened - counted - screens} broken or left; ` +
      `${JSON.stringify(wrongs)}`,
  );
  await server.kill();
}
