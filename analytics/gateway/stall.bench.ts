import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, startScreens, startServer } from './load/harness.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- stall [SCREENS] [STALLED]`: screens that read nothing for a while, among others that
 * do: how much later those hear 1 KB messages than without them, what waits in the server for a stalled
 * one, and how long it takes to the newest state once it reads again.
 */
const SCREENS = Number(process.argv[2] ?? 1_000);
const STALLED = Number(process.argv[3] ?? 100);
const PORT = 8660;
const RATE = 30;
/** The two kernels take in some megabytes for a screen before its line is full. */
const STALL_MS = 20_000;
const CALM_MS = 10_000;
const BACK_MS = 5_000;

async function measure(kind: Kind): Promise<void> {
  const server = await startServer(kind, PORT);
  const screens = await startScreens(kind);
  const told = async (ms: number) => {
    await screens.ask({ do: 'reset' });
    await server.ask({ do: 'flood', ms, rate: RATE });
    await sleep(500);
    return screens.ask({ do: 'report', expected: 0 });
  };
  try {
    await screens.ask({ do: 'open', ports: [PORT], count: SCREENS, from: '', careful: true });
    await told(CALM_MS);
    const without = await told(CALM_MS);
    await screens.ask({ do: 'stall', count: STALLED });
    const beside = await told(STALL_MS);
    const { behind, waited } = await server.ask({ do: 'measure' });
    await screens.ask({ do: 'reset' });
    await screens.ask({ do: 'resume' });
    await server.ask({ do: 'flood', ms: BACK_MS, rate: RATE });
    const back = await screens.ask({ do: 'report', expected: 0 });
    const p99 = ({ latencies }: { latencies: number[] }) => quantile(latencies, 0.99);
    console.log(
      `stall ${kind}: others p99 ${p99(beside)} ms while ${STALLED} of ${SCREENS} screens stall, ${behind} of them behind ` +
        `(without: ${p99(without)} ms; difference ${p99(beside) - p99(without)} ms), ${p99(back)} ms while they come back; ` +
        `newest state ${quantile(back.replays, 0.5).toFixed(0)} ms p50, ${Math.max(...back.replays).toFixed(0)} ms at most ` +
        `after they read again (${back.replays.length}); at most ${waited} bytes waited for one`,
    );
  } finally {
    await Promise.all([server.kill(), screens.kill()]);
  }
}

for (const kind of ['qiao', 'qiao over ws'] satisfies Kind[]) await measure(kind);
