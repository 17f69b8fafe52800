import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, startScreens, startServer } from './load/harness.ts';
import type { Kind } from './load/server.ts';

/**
 * `npm run bench -- stall [SCREENS] [STALLED]`: screens that read nothing for a while, among others that
 * do: how much later those hear 1 KB messages than without them, what waits in the server for a stalled
 * one, and how long it takes to the newest state once it reads again.
 */
const SCREENS = Number(process.argv[2] ?? 100);
const STALLED = Number(process.argv[3] ?? 10);
const PORT = 8660;
const RATE = 300;
/** The kernel takes in four megabytes for a screen before its line is full; one silent for longer is let go. */
const STALL_MS = 20_000;
const CALM_MS = 10_000;
const BACK_MS = 5_000;

async function measure(kind: Kind): Promise<void> {
  const server = await startServer(kind, PORT);
  const screens = await startScreens(kind);
  // in a process of their own: what it takes to read all that was missed delays no other screen
  const slow = await startScreens(kind);
  const told = async (ms: number) => {
    await screens.ask({ do: 'reset' });
    await server.ask({ do: 'flood', ms, rate: RATE });
    await sleep(500);
    return screens.ask({ do: 'report', expected: 0 });
  };
  try {
    const open = { do: 'open' as const, ports: [PORT], from: '', careful: true };
    await screens.ask({ ...open, count: SCREENS - STALLED });
    // one more, which tells them what is newest
    await slow.ask({ ...open, count: STALLED + 1 });
    await told(CALM_MS);
    const without = await told(CALM_MS);
    await slow.ask({ do: 'stall', count: STALLED });
    const beside = await told(STALL_MS);
    const { behind, waited } = await server.ask({ do: 'measure' });
    await screens.ask({ do: 'reset' });
    await slow.ask({ do: 'reset' });
    await slow.ask({ do: 'resume' });
    await server.ask({ do: 'flood', ms: BACK_MS, rate: RATE });
    const back = await screens.ask({ do: 'report', expected: 0 });
    const { replays } = await slow.ask({ do: 'report', expected: 0 });
    const p99 = ({ latencies }: { latencies: number[] }) => quantile(latencies, 0.99);
    console.log(
      `stall ${kind}: others p99 ${p99(beside)} ms while ${STALLED} of ${SCREENS} screens stall, ${behind} of them behind ` +
        `(without: ${p99(without)} ms; difference ${p99(beside) - p99(without)} ms), ${p99(back)} ms while they come back; ` +
        `newest state ${quantile(replays, 0.5).toFixed(0)} ms p50, ${Math.max(...replays).toFixed(0)} ms at most ` +
        `after they read again (${replays.length}); at most ${waited} bytes waited for one`,
    );
  } finally {
    await Promise.all([server.kill(), screens.kill(), slow.kill()]);
  }
}

for (const kind of ['qiao', 'qiao over ws'] satisfies Kind[]) await measure(kind);
