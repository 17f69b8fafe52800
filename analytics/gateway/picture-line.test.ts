import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startScreens, startServer, type Worker } from './load/harness.ts';
import type { Report, Order as ScreensOrder } from './load/screens.ts';
import type { Measured, Order } from './load/server.ts';

const ORIGIN = 7872;
const REPLICAS = [7873, 7874];
const SCREENS = 60;

type Server = Worker<Order, Measured>;
type Screens = Worker<ScreensOrder, Report>;
const running: { kill(): Promise<void> }[] = [];
const kept = async <T extends { kill(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const started = await starting;
  running.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.kill()));
});

const message = (n: number) => ({ n, text: `第 ${n} 件` });
async function tell(server: Server, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    await server.ask({ do: 'tell', messages: [message(n)] });
    await sleep(10);
  }
}
/** Waits until every screen has heard as many messages; what they report then. */
async function heard(screens: Screens, expected: number): Promise<Report> {
  for (;;) {
    const report = await screens.ask({ do: 'report', expected });
    if (report.whole === SCREENS) return report;
    await sleep(20);
  }
}

it('screens of a gateway that is killed go on at another from the state they hold, and nothing is lost or doubled', async () => {
  const origin = await kept(startServer('qiao', ORIGIN));
  await tell(origin, 1, 5);
  const [first] = await Promise.all(
    REPLICAS.map((port) => kept(startServer('replica', port, ORIGIN))),
  );
  const screens = await kept(startScreens('replica'));
  await screens.ask({ do: 'open', ports: REPLICAS, count: SCREENS, from: '', careful: true });
  await heard(screens, 5);
  const telling = tell(origin, 6, 40);
  await screens.ask({ do: 'tear', perSecond: 300, ms: 300 });
  await first!.kill();
  await telling;
  const report = await heard(screens, 40);
  expect(report).toMatchObject({ lost: 0, doubled: 0, reordered: 0, open: SCREENS });
  // patches alone brought them over: each had one whole picture, its first
  expect(report.wholes).toBe(SCREENS);
});

it('another life of the origin is another picture: every screen comes to it, and holds what is true now', async () => {
  let origin = await kept(startServer('qiao', ORIGIN));
  await tell(origin, 1, 5);
  await kept(startServer('replica', REPLICAS[0]!, ORIGIN));
  const screens = await kept(startScreens('replica'));
  const ports = REPLICAS.slice(0, 1);
  await screens.ask({ do: 'open', ports, count: SCREENS, from: '', careful: true });
  await heard(screens, 5);
  await origin.kill();
  origin = await kept(startServer('qiao', ORIGIN));
  const all = Array.from({ length: 9 }, (_, n) => message(n + 1));
  await origin.ask({ do: 'tell', messages: all });
  const report = await heard(screens, 9);
  expect(report).toMatchObject({ lost: 0, doubled: 0, reordered: 0 });
});
