import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { encodeColumns } from '../config/contract/columns.ts';
import { encodePart, messagesOf } from '../config/contract/frame-codec.ts';
import { caseId, gridId, sourceId, unitId } from '../config/contract/ids.ts';
import type { CaseRow } from '../config/contract/picture.ts';
import { wholeOf } from '../config/contract/wire.ts';
import { launchBrowser } from './browser.fixture.ts';

/**
 * `npm run bench -- snapshot [CASES]`: a whole view of 100,000 open cases, as Arrow columns and as JSON:
 * encoding on the server, bytes, and in a real browser from the bytes to the frame that draws them.
 */
const CASES = Number(process.argv[2] ?? 100_000);
const TIMES = 7;
const NOW = 1_764_000_000_000;

const row = (n: number): CaseRow => ({
  id: caseId('12345', `26112${String(n).padStart(7, '0')}`, 0),
  source: sourceId(['12345', 'dcm', 'grid', 'safety'][n % 4]!),
  upstreamNo: `26112${String(n).padStart(7, '0')}`,
  type: n % 3 === 0 ? 'complaint' : 'help',
  urgency: n % 50 === 0 ? 'urgent' : 'normal',
  category: `类别 ${n % 180}`,
  subject: `${n} 号楼东侧夜间施工噪音扰民，影响居民休息`,
  state: 'handling',
  grid: gridId(`hq-g${n % 650}`),
  unit: unitId(`unit-${n % 40}`),
  receivedAt: NOW - n * 61_001,
  stateAt: NOW - n * 30_007,
  dueAt: n % 9 === 0 ? null : NOW + n * 10_009,
  light: (['green', 'yellow', 'red', 'purple'] as const)[n % 4]!,
  returns: n % 3,
  urges: n % 2,
  supervised: n % 200 === 0,
  lon: n % 20 === 0 ? null : 120.5 + (n % 1_000) / 7_777,
  lat: n % 20 === 0 ? null : 31.4 + (n % 997) / 7_777,
});
const rows = Array.from({ length: CASES }, (_, n): [string, CaseRow] => [row(n).id, row(n)]);

function best<T>(run: () => T): { ms: number; value: T } {
  const times: number[] = [];
  let value = run();
  for (let n = 0; n < TIMES; n++) {
    const start = performance.now();
    value = run();
    times.push(performance.now() - start);
  }
  return { ms: times.toSorted((a, b) => a - b)[TIMES >> 1]!, value };
}

const plain = wholeOf('cases', rows);
const { view, fields, set } = plain;
const { numbers } = set;
const columns = encodeColumns(
  fields,
  rows.map(([key]) => key),
  rows.map(([, row]) => row as unknown as Record<string, unknown>),
)!;
const arrow = best(() => {
  const keys = rows.map(([key]) => key);
  const list = rows.map(([, row]) => row as unknown as Record<string, unknown>);
  return encodePart({
    view,
    fields,
    set: { numbers, columns: encodeColumns(fields, keys, list)! },
  });
});
const json = best(() =>
  Buffer.from(JSON.stringify({ t: 'snapshot', snapshots: [{ view: 'cases', offset: 1, rows }] })),
);
const packed = best(() => encodePart(plain));
const frame = { epoch: 'e', from: 0, to: 1, at: NOW };
const bodies: Record<string, Uint8Array> = {
  '/json': json.value,
  '/arrow': framed([
    ...messagesOf({ ...frame, parts: [{ view, fields, set: { numbers, columns } }] }),
  ]),
  '/msgpack': framed([...messagesOf({ ...frame, parts: [plain] })]),
};

/** Messages behind one another, each after its length. */
function framed(messages: Uint8Array[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(message.length);
      return [head, message];
    }),
  );
}

const built = await build({
  root: import.meta.dirname,
  logLevel: 'error',
  build: {
    write: false,
    lib: { entry: join(import.meta.dirname, 'snapshot-page.fixture.ts'), formats: ['es'] },
  },
});
const [output] = Array.isArray(built) ? built : [built];
const script = (output as { output: { code: string }[] }).output[0]!.code;
const server = createServer((request, response) => {
  const path = request.url ?? '/';
  if (path === '/page.js') {
    response.setHeader('content-type', 'text/javascript');
    response.end(script);
  } else if (path === '/')
    response.end('<!doctype html><script type="module" src="/page.js"></script>');
  else response.end(bodies[path]);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'measure' in window);
  const inBrowser = async (kind: string) =>
    (await page.evaluate(
      ([name, times]) =>
        (window as unknown as { measure(kind: string, times: number): Promise<number> }).measure(
          name,
          times,
        ),
      [kind, TIMES] as const,
    )) as number;
  const drawn = {
    json: await inBrowser('json'),
    arrow: await inBrowser('arrow'),
    msgpack: await inBrowser('msgpack'),
  };
  const line = (name: string, encoded: { ms: number; value: Uint8Array }, ms: number) => {
    const start = performance.now();
    const zipped = gzipSync(encoded.value, { level: 1 }).length;
    const zipMs = performance.now() - start;
    const ratio = (a: number, b: number) => (a / b).toFixed(2);
    console.log(
      `snapshot ${name}: ${CASES} cases, encode ${encoded.ms.toFixed(0)} ms, ${(encoded.value.length / 1e6).toFixed(2)} MB, ` +
        `bytes to first frame in the browser ${ms.toFixed(0)} ms (ratio of JSON to it: encode ${ratio(json.ms, encoded.ms)}, ` +
        `bytes ${ratio(json.value.length, encoded.value.length)}, first frame ${ratio(drawn.json, ms)}); ` +
        `gzip -1: ${(zipped / 1e6).toFixed(2)} MB in ${zipMs.toFixed(0)} ms`,
    );
  };
  line('JSON', json, drawn.json);
  line('Arrow (ours)', arrow, drawn.arrow);
  line('msgpack rows', packed, drawn.msgpack);
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
