import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import { openPort } from '../port.fixture.ts';
import type { LoadResult } from './device-load.ts';
import { startEnvironment } from './receive.ts';

/**
 * `npm run bench -- devices [DEVICES] [SECONDS]`: devices on loopback TCP, each a line of its own and a report
 * a minute, two factors each, every report durable before it is acknowledged. The devices are a process of
 * their own; the memory is that of this one, which holds the port, the pipeline and the journal. Both need
 * as many open files as there are devices (`ulimit -n`).
 */
const [devices = 10_000, seconds = 300] = process.argv.slice(2).map(Number);

const fixture = await openPort('environment');
const settings = EnvironmentSettings.parse({
  devices: Array.from({ length: devices }, (_, n) => ({
    mn: `BENCH${String(n).padStart(8, '0')}`,
    station: `bench-${n}`,
    password: '1',
  })),
  maxConnections: devices,
  maxPerAddress: devices,
});
const port = await startEnvironment(fixture.context, settings, '127.0.0.1', 0);
const MiB = 2 ** 20;
const resident = () => process.memoryUsage().rss / MiB;
const before = resident();
let most = before;
let lines = 0;
const watching = setInterval(() => {
  most = Math.max(most, resident());
  lines = Math.max(lines, fixture.health().connections ?? 0);
}, 500);

const load = fork(
  join(import.meta.dirname, 'device-load.ts'),
  [port.port, devices, seconds].map(String),
  { execArgv: ['--import', 'tsx'] },
);
let result: LoadResult | null = null;
load.on('message', (message: LoadResult) => {
  result = message;
});
await once(load, 'exit');
clearInterval(watching);
await port.stop();

const { stored, duplicate, rejected } = fixture.tally();
const refused = Object.values(fixture.health().refused).reduce((sum, n) => sum + n, 0);
await fixture.close();
if (!result) throw new Error('the devices failed');
const { sent, acknowledged, ended, p50, p99 } = result as LoadResult;
console.log(
  `devices: ${lines} lines, 1 report/min each for ${seconds} s: sent ${sent}, acknowledged ${acknowledged}, stored ${stored}, lost ${sent - stored}` +
    ` (duplicate ${duplicate}, rejected ${rejected}, refused ${refused}, lines ended ${ended}); acknowledged in p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms;` +
    ` resident memory ${most.toFixed(0)} MiB (${before.toFixed(0)} MiB before the first line)`,
);
process.exit(sent === stored && sent === acknowledged && ended === 0 ? 0 : 1);
