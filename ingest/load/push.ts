import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signatureOf } from '../sources/hotline/signature.ts';

const PATH = '/12345/orders';
/** Half of what one address may hold: the lines of the push before may not be closed yet. */
const LINES = 128;

/** Requests to push, and how each went. */
export interface Pushed {
  sent: number;
  acknowledged: number;
  /** Of those acknowledged, from when each should have been sent to the end of its answer: ms, ascending. */
  latencies: number[];
}

/** An order with two steps, as a hotline tells it; every `n` is another order. */
function order(n: number, now: number): string {
  const at = new Date(now).toISOString();
  return JSON.stringify({
    orderNo: `${now}${String(n).padStart(7, '0')}`,
    receivedAt: at,
    channel: '电话',
    type: '求助',
    caller: '张三',
    phone: '13812345678',
    subject: `路灯不亮 ${n}`,
    content: `北庄村南路第 ${n % 90} 根灯杆的路灯连续三天不亮，夜间出行不便，希望尽快维修。`,
    address: '黄桥街道北庄村南路',
    lon: 120.6,
    lat: 31.4,
    hops: [{ event: '派遣', at, unit: '建设管理局' }],
  });
}

/**
 * Pushes signed orders, one a request, over lines that are kept open. Each has its time, `rate` a
 * second evenly, whatever became of those before it: what is sent late counts from when it was due.
 */
export async function push(options: {
  port: number;
  key: string;
  /** Requests a second. */
  rate: number;
  seconds: number;
}): Promise<Pushed> {
  const { port, key, rate, seconds } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: LINES, scheduling: 'fifo' });
  const latencies: number[] = [];
  const count = rate * seconds;

  const send = (n: number, due: number) =>
    new Promise<void>((done) => {
      const now = Date.now();
      const body = Buffer.from(order(n, now));
      const timestamp = String(now);
      const nonce = randomUUID();
      const signed = { timestamp, nonce, method: 'POST', url: PATH, body };
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-qiao-client': 'upstream',
        'x-qiao-timestamp': timestamp,
        'x-qiao-nonce': nonce,
        'x-qiao-signature': signatureOf(key, 'hmac-sha256', signed),
      };
      request({ port, host: '127.0.0.1', method: 'POST', path: PATH, agent, headers })
        .on('error', () => done())
        .on('response', (response) => {
          response.resume().on('end', () => {
            if (response.statusCode === 200) latencies.push(performance.now() - due);
            done();
          });
        })
        .end(body);
    });

  const open: Promise<void>[] = [];
  const start = performance.now();
  while (open.length < count) {
    const passed = performance.now() - start;
    for (; open.length < count && (open.length * 1000) / rate <= passed; )
      open.push(send(open.length, start + (open.length * 1000) / rate));
    await sleep(1);
  }
  await Promise.all(open);
  agent.destroy();
  return {
    sent: count,
    acknowledged: latencies.length,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}
