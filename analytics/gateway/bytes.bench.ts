import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';
import { WebSocket } from 'ws';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { Replica, type ViewChange } from '../../config/contract/replica.ts';
import { type Frame, isWhole, type Part } from '../../config/contract/wire.ts';
import { deskKeys } from '../../config/desk-keys.ts';
import { Running } from '../../config/running.fixture.ts';

/**
 * `npm run bench -- bytes [SECONDS] [SCALE]`: bytes of each update that a wall of all views gets from the
 * running city at 100 times its population, against the whole state as JSON and against rival encodings
 * of the same updates, plain and packed.
 */
const SECONDS = Number(process.argv[2] ?? 30);
const SCALE = process.argv[3] ?? '100';

type Encoding = (update: { frame: Frame; changes: [ViewName, ViewChange][] }) => Uint8Array;
const plain = new Packr({ useRecords: false });
const records = new Packr({ useRecords: true });
const ids = new Map<string, number>();
const idOf = (key: unknown): number => {
  const id = ids.get(key as string) ?? ids.size;
  ids.set(key as string, id);
  return id;
};
const patches = (changes: [ViewName, ViewChange][], offset: number) =>
  changes.map(([view, { set, del }]) => ({ view, offset, set, del }));
const byValues = (part: Part) =>
  isWhole(part) ? [part.view] : [part.view, part.fields, part.set, part.mod, part.del];

const ENCODINGS: Record<string, Encoding> = {
  'JSON, whole rows': ({ frame: { epoch, at, to }, changes }) =>
    Buffer.from(JSON.stringify({ t: 'frame', epoch, at, patches: patches(changes, to) })),
  'msgpack, whole rows': ({ frame: { epoch, at, to }, changes }) =>
    plain.pack({ t: 'frame', epoch, at, patches: patches(changes, to) }),
  'msgpack records, whole rows': ({ frame: { epoch, at, to }, changes }) =>
    records.pack({ t: 'frame', epoch, at, patches: patches(changes, to) }),
  'JSON, fields': ({ frame: { epoch, from, to, at, parts } }) =>
    Buffer.from(JSON.stringify([[epoch, from, to, at], ...parts.map(byValues)])),
  'msgpack, fields (ours)': ({ frame: { epoch, from, to, at, parts } }) =>
    Buffer.concat([
      Buffer.of(0),
      plain.pack([epoch, from, to, at]),
      ...parts.map((part) => plain.pack(byValues(part))),
    ]),
  'msgpack, fields, keys by number': ({ frame: { epoch, from, to, at, parts } }) =>
    plain.pack([
      [epoch, from, to, at],
      ...parts.map((part) =>
        isWhole(part)
          ? []
          : [
              part.view,
              part.fields,
              part.set.map((row) => [idOf(row[0]), ...row]), // told once with its number
              part.mod.map(([key, ...pairs]) => [idOf(key), ...pairs]),
              part.del.map(idOf),
            ],
      ),
    ]),
};

const qiao = await Running.start({
  QIAO_SCALE: SCALE,
  QIAO_BACKFILL_DAYS: '2',
});
try {
  let changes: [ViewName, ViewChange][] = [];
  const witness = (name: ViewName) => (change: ViewChange) => changes.push([name, change]);
  const replica = new Replica(
    VIEW_NAMES,
    Object.fromEntries(VIEW_NAMES.map((name) => [name, witness(name)])),
  );
  const socket = new WebSocket(`${qiao.url.replace('http', 'ws')}ws`, {
    headers: { authorization: `Bearer ${deskKeys(qiao.data).tokens.desk?.token}` },
  });
  const incoming = new Incoming();
  const updates: { frame: Frame; changes: [ViewName, ViewChange][]; bytes: number }[] = [];
  let recording = false;
  socket.on('open', () => socket.send(JSON.stringify(replica.hello())));
  let bytes = 0;
  socket.on('message', (piece: Buffer) => {
    bytes += piece.length;
    const message = incoming.take(piece);
    if (message?.t !== 'frame') return;
    changes = [];
    replica.apply(message);
    if (recording && message.parts.length > 0 && !message.parts.some(isWhole))
      updates.push({ frame: message, changes, bytes });
    bytes = 0;
  });
  const settled = () => replica.rows.system.get('system')?.backfill === null;
  while (!replica.filled || !settled()) await sleep(200);
  await sleep(3000);
  recording = true;
  await sleep(SECONDS * 1000);
  recording = false;
  const state = Object.fromEntries(VIEW_NAMES.map((name) => [name, [...replica.rows[name]]]));
  const whole = Buffer.byteLength(JSON.stringify(state));
  const sent = updates.reduce((sum, update) => sum + update.bytes, 0);
  const rows = updates.reduce(
    (sum, update) =>
      sum + update.changes.reduce((all, [, { set, del }]) => all + set.length + del.length, 0),
    0,
  );
  console.log(
    `bytes: ${(sent / updates.length).toFixed(0)} an update, ${updates.length} updates of ${(rows / updates.length).toFixed(1)} rows ` +
      `in ${SECONDS} s, ${replica.rows.cases.size} open cases at ${SCALE} times ` +
      `(ratio to the whole state as JSON, ${whole} bytes: ${((100 * sent) / updates.length / whole).toFixed(3)} %)`,
  );
  const base = new Map<string, number>();
  for (const [name, encode] of Object.entries(ENCODINGS)) {
    for (const update of updates) encode(update);
    const start = performance.now();
    const encoded = updates.map(encode);
    const ms = performance.now() - start;
    const size = encoded.reduce((sum, { byteLength }) => sum + byteLength, 0);
    base.set(name, size);
    const packing = performance.now();
    const packed = encoded.reduce(
      (sum, buffer) => sum + deflateRawSync(buffer, { level: 1 }).length,
      0,
    );
    const packMs = performance.now() - packing;
    const stream = createDeflateRaw({ level: 1 });
    let streamed = 0;
    stream.on('data', (chunk: Buffer) => {
      streamed += chunk.length;
    });
    const streaming = performance.now();
    for (const buffer of encoded) {
      stream.write(buffer);
      await new Promise<void>((done) => stream.flush(constants.Z_SYNC_FLUSH, () => done()));
    }
    const streamMs = performance.now() - streaming;
    stream.close();
    const each = (value: number) => (value / updates.length).toFixed(0);
    const micros = (value: number) => ((1000 * value) / updates.length).toFixed(1);
    const first = base.get('JSON, whole rows')!;
    console.log(
      `bytes, ${name}: ${each(size)} an update (ratio to JSON of whole rows: ${((100 * size) / first).toFixed(1)} %), ${micros(ms)} µs; ` +
        `deflated one by one, once for all screens: ${each(packed)} (${((100 * packed) / first).toFixed(1)} %), ${micros(packMs)} µs; ` +
        `deflated as a stream, for each screen apart: ${each(streamed)} (${((100 * streamed) / first).toFixed(1)} %), ${micros(streamMs)} µs`,
    );
  }
  socket.terminate();
} finally {
  await qiao.stop();
}
