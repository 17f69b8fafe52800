import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { portKeys } from '../../config/port-keys.ts';
import { Running } from '../../config/running.fixture.ts';
import { type Pushed, push } from './push.ts';

/**
 * `npm run bench -- acknowledge [SECONDS]`: how long a sender waits for its acknowledgement at a
 * thousand records a second over signed HTTP push, each durable before it is acknowledged, with the
 * whole of a Qiao running. Beside it the same requests to a server that does nothing.
 */
const SECONDS = Number(process.argv[2] ?? 30);
const RATE = 1_000;
/** Seconds before the measurement, in which both sides are compiled. */
const WARM = 5;

const of = ({ latencies }: Pushed, part: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? Number.NaN;

async function measure(port: number, key: string): Promise<Pushed> {
  await push({ port, key, rate: RATE, seconds: WARM });
  return await push({ port, key, rate: RATE, seconds: SECONDS });
}

const child = fork(join(import.meta.dirname, 'bare-server.ts'), {
  execArgv: ['--import', 'tsx'],
});
const [port] = (await once(child, 'message')) as [number];
const bare = await measure(port, 'any key will do');
child.kill();

const qiao = await Running.start({ QIAO_CITY: 'off' });
try {
  const key = portKeys(qiao.data).clients['12345']?.upstream ?? '';
  const ours = await measure(qiao.port + 3, key);
  const [p50, p99, most] = [of(ours, 0.5), of(ours, 0.99), of(ours, 1)];
  console.log(
    `acknowledge: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms at ${RATE} records/s, ` +
      `${ours.acknowledged} of ${ours.sent} acknowledged, slowest ${most.toFixed(0)} ms ` +
      `(ratio to the same requests answered by a bare node:http server: ` +
      `p50 ${(p50 / of(bare, 0.5)).toFixed(1)}, p99 ${(p99 / of(bare, 0.99)).toFixed(1)}; ` +
      `bare p50 ${of(bare, 0.5).toFixed(1)}, p99 ${of(bare, 0.99).toFixed(1)} ms)`,
  );
} finally {
  await qiao.stop();
}
