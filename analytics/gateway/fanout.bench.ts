import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, startScreens, startServer } from './load/harness.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- fanout [SCREENS] [SECONDS]`: deliveries of 1 KB messages a second to 10,000
 * screens, the server on one core and the screens on the other; the peers in the same run, in turn.
 * First as fast as screens take them, then all at half of what plain uWebSockets.js reached, for the delay.
 */
const SCREENS = Number(process.argv[2] ?? 10_000);
const MS = Number(process.argv[3] ?? 4) * 1000;
const PORT = 8610;
const KINDS: Kind[] = ['uWebSockets.js', 'qiao', 'ws', 'qiao over ws', 'socket.io'];

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  cores: number;
  /** Deliveries in a second of the server's CPU: what it would reach with a core to itself. */
  perCpuSecond: number;
}

async function measure(kind: Kind, calmRate: number | null): Promise<Figures> {
  const server = await startServer(kind, PORT);
  const screens = await startScreens(kind);
  try {
    await screens.ask({ do: 'open', ports: [PORT], count: SCREENS, from: '', careful: false });
    const run = async (rate: number | null) => {
      await screens.ask({ do: 'reset' });
      const before = await server.ask({ do: 'measure' });
      const start = performance.now();
      await server.ask({ do: 'flood', ms: MS, rate });
      const ms = performance.now() - start;
      const after = await server.ask({ do: 'measure' });
      await sleep(1000);
      const report = await screens.ask({ do: 'report', expected: 0 });
      // beats are the smallest part of it; every message is a little more than 1 KB
      const deliveries = report.bytes / 1040;
      return {
        ...report,
        perSecond: (deliveries / ms) * 1000,
        cores: ((after.cpu - before.cpu) / ms) * 1000,
      };
    };
    await run(null);
    const flood = await run(null);
    const calm = await run(calmRate ?? flood.perSecond / SCREENS / 2);
    return {
      perSecond: flood.perSecond,
      cores: flood.cores,
      perCpuSecond: flood.perSecond / flood.cores,
      p50: quantile(calm.latencies, 0.5),
      p99: quantile(calm.latencies, 0.99),
    };
  } finally {
    await Promise.all([server.kill(), screens.kill()]);
  }
}

const found = new Map<Kind, Figures>();
for (const kind of KINDS) {
  const first = found.get('uWebSockets.js');
  found.set(kind, await measure(kind, first ? first.perSecond / SCREENS / 2 : null));
  await sleep(500);
}
const plain = found.get('uWebSockets.js')!;
for (const [kind, { perSecond, perCpuSecond, p50, p99, cores }] of found)
  console.log(
    `fanout ${kind}: ${Math.round(perSecond)} deliveries/s of 1 KB at ${SCREENS} screens with ${cores.toFixed(2)} cores, ` +
      `${Math.round(perCpuSecond)} in a second of CPU (ratio to plain uWebSockets.js publish: ` +
      `${(perSecond / plain.perSecond).toFixed(2)}, by CPU ${(perCpuSecond / plain.perCpuSecond).toFixed(2)}); ` +
      `at half the rate of plain uWebSockets.js p50 ${p50} p99 ${p99} ms`,
  );
