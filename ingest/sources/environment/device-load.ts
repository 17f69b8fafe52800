import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { qnText, secondsText } from './device-time.ts';
import { buildFrame } from './frame.ts';
import { createSplitter } from './splitter.ts';

/**
 * The other side of devices.bench.ts, in a process of its own: N devices on lines of their own, each with a
 * report a minute at its own second. Tells its parent what was sent and acknowledged.
 */
export interface LoadResult {
  sent: number;
  acknowledged: number;
  /** Lines that ended before the run did. */
  ended: number;
  /** From sending a report to its answer, ms. */
  p50: number;
  p99: number;
}

const MINUTE = 60_000;
const ZONE = 'Asia/Shanghai';
/** Lines dialled at once. */
const DIALLING = 200;
/** What may still be on its way when the run ends. */
const DRAIN_MS = 15_000;

const [port, devices, seconds] = process.argv.slice(2).map(Number) as [number, number, number];
const mnOf = (n: number): string => `BENCH${String(n).padStart(8, '0')}`;

const waiting = new Map<string, number>();
const times: number[] = [];
let sent = 0;
let ended = 0;
let over = false;

async function dial(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const splitter = createSplitter({ maxBody: 1024, mayModbus: () => false });
  socket.on('data', (chunk: Buffer) => {
    for (const event of splitter.push(chunk)) {
      if (event.kind !== 'frame') throw new Error(`an answer that is none: ${event.kind}`);
      const [, qn, mn] = /^QN=(\d+);ST=91;CN=9014;PW=1;MN=(\w+);/.exec(event.body.toString()) ?? [];
      const at = waiting.get(`${mn}/${qn}`);
      if (at === undefined) throw new Error(`an answer nobody waits for: ${event.body}`);
      waiting.delete(`${mn}/${qn}`);
      times.push(performance.now() - at);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    if (!over) ended++;
  });
  return socket;
}

function report(socket: Socket, n: number): void {
  const now = Date.now();
  const qn = qnText(now, ZONE);
  const cp = `DataTime=${secondsText(now, ZONE)};w01018-Rtd=${n % 90},w01018-Flag=N;w21003-Rtd=0.${n % 90},w21003-Flag=N`;
  waiting.set(`${mnOf(n)}/${qn}`, performance.now());
  sent++;
  socket.write(buildFrame(`QN=${qn};ST=32;CN=2011;PW=1;MN=${mnOf(n)};Flag=5;CP=&&${cp}&&`));
}

const lines: Socket[] = [];
while (lines.length < devices) {
  const batch = Math.min(DIALLING, devices - lines.length);
  lines.push(...(await Promise.all(Array.from({ length: batch }, dial))));
}

const start = performance.now();
/** Report k of the run is that of device k modulo N, at its place in the minute. */
for (let k = 0; ; k++) {
  const at = (k * MINUTE) / devices;
  if (at >= seconds * 1000) break;
  const early = at - (performance.now() - start);
  if (early > 1) await sleep(early);
  report(lines[k % devices] as Socket, k % devices);
}
const deadline = performance.now() + DRAIN_MS;
while (waiting.size > 0 && performance.now() < deadline) await sleep(20);
over = true;
for (const line of lines) line.destroy();
times.sort((a, b) => a - b);
const quantile = (q: number) => times[Math.floor(q * (times.length - 1))] ?? 0;
process.send?.({
  sent,
  acknowledged: times.length,
  ended,
  p50: quantile(0.5),
  p99: quantile(0.99),
} satisfies LoadResult);
process.disconnect?.();
