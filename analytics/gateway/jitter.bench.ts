import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, startScreens, startServer, type Worker } from './load/harness.ts';
import type { Report, Order as ScreensOrder } from './load/screens.ts';
import type { Kind, Measured, Order } from './load/server.ts';

/**
 * `npm run bench -- jitter [SCREENS] [SECONDS] [kill]`: 120 messages to 10,000 screens whose lines are torn about
 * eight times each; what they lost, heard twice or late, and how long a screen that is back waits for
 * what it missed. The peers in the same run, in turn; and ours with two gateways, one of them killed (`kill`: that alone).
 */
const SCREENS = Number(process.argv[2] ?? 10_000);
const MS = Number(process.argv[3] ?? 40) * 1000;
const MESSAGES = 120;
const TEARS_EACH = 8;
const PORTS = [8620, 8621];
const ORIGIN = 8622;
const TEXT = '12345 热线：夜间施工噪音扰民，已派单至综合执法局';

type Server = Worker<Order, Measured>;
type Screens = Worker<ScreensOrder, Report>;

/** Polls until every screen has heard them all. ms it took; the report then. */
async function converge(
  screens: Screens,
  expected: number,
  most: number,
): Promise<{ ms: number; report: Report }> {
  const start = performance.now();
  for (;;) {
    const report = await screens.ask({ do: 'report', expected });
    const ms = performance.now() - start;
    if (report.whole === SCREENS || ms > most) return { ms, report };
    await sleep(50);
  }
}

async function tell(server: Server, from: number, to: number, ms: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    const next = sleep(ms / (to - from + 1));
    await server.ask({ do: 'tell', messages: [{ n, text: TEXT }] });
    await next;
  }
}

async function measure(kind: Kind, kill: boolean): Promise<void> {
  const ports = kill ? PORTS : PORTS.slice(0, 1);
  const teller = await startServer(kind, kill ? ORIGIN : PORTS[0]!);
  const replicas = await Promise.all(
    kill ? PORTS.map((port) => startServer('replica', port, ORIGIN)) : [],
  );
  const screens = await startScreens(kind);
  try {
    await screens.ask({ do: 'open', ports, count: SCREENS, from: '', careful: true });
    const tearing = (SCREENS * TEARS_EACH) / (MS / 1000);
    let died = '';
    const half = MESSAGES / 2;
    const torn = screens.ask({ do: 'tear', perSecond: tearing, ms: kill ? MS / 2 : MS });
    await tell(teller, 1, kill ? half : MESSAGES, kill ? MS / 2 : MS);
    await torn;
    if (kill) {
      await replicas[0]!.kill();
      const { ms, report } = await converge(screens, half, 30_000);
      died = `; all ${report.whole} converged ${(ms / 1000).toFixed(2)} s after kill -9 of one of two gateways, ${report.wholes - SCREENS} of them by a whole picture`;
      const again = screens.ask({ do: 'tear', perSecond: tearing, ms: MS / 2 });
      await tell(teller, half + 1, MESSAGES, MS / 2);
      await again;
    }
    const { report } = await converge(screens, MESSAGES, kind === 'qiao' ? 30_000 : 5_000);
    const { lost, doubled, reordered, replays, tears } = report;
    console.log(
      `jitter ${kind}${kill ? ', killed' : ''}: ${lost} lost, ${doubled} doubled, ${reordered} reordered ` +
        `of ${SCREENS * MESSAGES} (${SCREENS} screens, ${tears} drops), ` +
        `replay p50 ${quantile(replays, 0.5).toFixed(0)} p99 ${quantile(replays, 0.99).toFixed(0)} ms${died}`,
    );
  } finally {
    await Promise.all([screens, teller, ...replicas].map((worker) => worker.kill()));
  }
}

await measure('qiao', true);
if (process.argv[4] !== 'kill')
  for (const kind of ['qiao', 'socket.io', 'uWebSockets.js', 'ws'] as const)
    await measure(kind, false);
