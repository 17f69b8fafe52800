import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';
import { WebSocket } from 'ws';
import { encodePart, Incoming } from '../../config/contract/frame-codec.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { Replica, type Witnesses } from '../../config/contract/replica.ts';
import type { Table, ViewChange } from '../../config/contract/table.ts';
import { type Change, type Frame, isWhole } from '../../config/contract/wire.ts';
import { deskKeys } from '../../config/desk-keys.ts';
import { Running } from '../../config/running.fixture.ts';

/**
 * `npm run bench -- bytes [SECONDS] [SCALE]`: bytes of each update that a wall of all views gets from the
 * running city at 100 times its population, against the whole state as JSON and against rival encodings
 * of the same updates, plain and packed.
 */
const SECONDS = Number(process.argv[2] ?? 30);
const SCALE = process.argv[3] ?? '100';

/** One view's part of an update, as each encoding tells it. */
interface Told {
  part: Change;
  /** Whole rows by key. */
  rows: { view: ViewName; set: [key: string, row: object][]; del: string[] };
  /** New rows, and of changed ones their key and pairs of a field's index and its value. */
  pairs: [
    view: ViewName,
    fields: Change['fields'],
    set: unknown[][],
    mod: unknown[][],
    del: string[],
  ];
}
type Update = { head: [epoch: string, from: number, to: number, at: number]; told: Told[] };

const plain = new Packr({ useRecords: false });
const records = new Packr({ useRecords: true });
const inRows = ({ head: [epoch, , to, at], told }: Update) => ({
  ...{ t: 'frame', epoch, to, at },
  patches: told.map(({ rows }) => rows),
});
const inPairs = ({ head, told }: Update) => [head, ...told.map(({ pairs }) => pairs)];

const ENCODINGS: Record<string, (update: Update) => Uint8Array> = {
  'JSON, whole rows': (update) => Buffer.from(JSON.stringify(inRows(update))),
  'msgpack, whole rows': (update) => plain.pack(inRows(update)),
  'msgpack records, whole rows': (update) => records.pack(inRows(update)),
  'JSON, fields by key': (update) => Buffer.from(JSON.stringify(inPairs(update))),
  'msgpack, fields by key': (update) => plain.pack(inPairs(update)),
  'columns by number (ours)': ({ head, told }) =>
    Buffer.concat([Buffer.of(0), plain.pack(head), ...told.map(({ part }) => encodePart(part))]),
};

function toldOf(part: Change, { set, mod, gone }: ViewChange, table: Table): Told {
  const changed = new Map<number, unknown[]>();
  for (const [index, { numbers, values }] of mod.entries())
    for (const [n, number] of numbers.entries()) {
      const value = 'codes' in values ? values.words[values.codes[n]!] : values[n];
      const pairs = changed.get(number) ?? [table.keyAt(number)];
      changed.set(number, [...pairs, part.mod[index]!.field, value]);
    }
  const keyed = (number: number): [string, object] => {
    const key = table.keyAt(number)!;
    return [key, { ...table.get(key) }];
  };
  const { view, fields } = part;
  const del = gone.filter((key) => !table.has(key));
  const fresh = set.map(keyed).map(([key, row]) => [key, ...Object.values(row)]);
  return {
    part,
    rows: { view, set: [...set, ...changed.keys()].map(keyed), del },
    pairs: [view, fields, fresh, [...changed.values()], del],
  };
}

const qiao = await Running.start({
  QIAO_SCALE: SCALE,
  QIAO_BACKFILL_DAYS: '2',
});
try {
  let told: Told[] = [];
  let frame: Frame | null = null;
  const witness = (view: ViewName) => (change: ViewChange, table: Table) => {
    const part = frame?.parts.find((of) => of.view === view);
    if (recording && part && !isWhole(part)) told.push(toldOf(part, change, table));
  };
  const replica = new Replica(
    VIEW_NAMES,
    Object.fromEntries(VIEW_NAMES.map((view) => [view, witness(view)])) as Witnesses,
  );
  const socket = new WebSocket(`${qiao.url.replace('http', 'ws')}ws`, {
    headers: { authorization: `Bearer ${deskKeys(qiao.data).tokens.desk?.token}` },
  });
  const incoming = new Incoming();
  const updates: (Update & { bytes: number })[] = [];
  let recording = false;
  socket.on('open', () => socket.send(JSON.stringify(replica.hello())));
  let bytes = 0;
  socket.on('message', (piece: Buffer) => {
    bytes += piece.length;
    const message = incoming.take(piece);
    if (message?.t !== 'frame') return;
    told = [];
    frame = message;
    replica.apply(message);
    const { epoch, from, to, at, parts } = message;
    if (recording && parts.length > 0 && !parts.some(isWhole))
      updates.push({ head: [epoch, from, to, at], told, bytes });
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
  const rows = updates
    .flatMap((update) => update.told)
    .reduce((sum, { rows: { set, del } }) => sum + set.length + del.length, 0);
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
