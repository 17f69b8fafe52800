import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Report, Order as ScreensOrder } from './screens.ts';
import type { Kind, Measured, Order as ServerOrder } from './server.ts';

/** The server has the first core for itself, the screens the second. */
const SERVER_CORE = '0';
const SCREENS_CORE = '1';

/** A process that answers each order by one message. */
export class Worker<Order, Answer> {
  readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  static async start<Order, Answer>(
    script: string,
    args: string[],
    core: string,
  ): Promise<Worker<Order, Answer>> {
    const child = fork(join(import.meta.dirname, script), args, {
      execArgv: ['--expose-gc', '--import', 'tsx'],
    });
    if (child.pid !== undefined) spawnSync('taskset', ['-acp', core, String(child.pid)]);
    const worker = new Worker<Order, Answer>(child);
    await once(child, 'message');
    return worker;
  }

  async ask(order: Order): Promise<Answer> {
    const answered = once(this.child, 'message');
    this.child.send(order as object);
    return ((await answered) as [Answer])[0];
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

export const startServer = (
  kind: Kind,
  port: number,
  origin = 0,
): Promise<Worker<ServerOrder, Measured>> =>
  Worker.start('server.ts', [kind, String(port), String(origin)], SERVER_CORE);
export const startScreens = (kind: Kind): Promise<Worker<ScreensOrder, Report>> =>
  Worker.start('screens.ts', [kind], SCREENS_CORE);

/** The value at this share of the sorted values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
