import { Incoming } from '../config/contract/frame-codec.ts';
import type { CaseRow } from '../config/contract/picture.ts';
import { Replica } from '../config/contract/replica.ts';

/** In the browser: from the bytes of a whole view of cases to the frame that draws their points. */

const canvas = document.createElement('canvas');
canvas.width = 1000;
canvas.height = 1000;
document.body.append(canvas);
const context = canvas.getContext('2d')!;

function draw(rows: ReadonlyMap<string, CaseRow>): void {
  context.clearRect(0, 0, 1000, 1000);
  for (const { lon, lat, light } of rows.values()) {
    if (lon === null || lat === null) continue;
    context.fillStyle = light === 'red' ? '#f33' : '#3c3';
    context.fillRect((lon - 120.5) * 7_000, (lat - 31.4) * 7_000, 1, 1);
  }
}

function readJson(bytes: Uint8Array): Map<string, CaseRow> {
  const message = JSON.parse(new TextDecoder().decode(bytes)) as {
    snapshots: [{ rows: [string, CaseRow][] }];
  };
  return new Map(message.snapshots[0].rows);
}

function readFrame(bytes: Uint8Array): ReadonlyMap<string, CaseRow> {
  const replica = new Replica(['cases']);
  const incoming = new Incoming();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    const message = incoming.take(bytes.subarray(at + 4, at + 4 + length));
    if (message) replica.apply(message);
    at += 4 + length;
  }
  return replica.rows.cases;
}

async function measure(kind: string, times: number): Promise<number> {
  const bytes = new Uint8Array(await (await fetch(`/${kind}`)).arrayBuffer());
  const taken: number[] = [];
  for (let n = 0; n <= times; n++) {
    const start = performance.now();
    const rows = kind === 'json' ? readJson(bytes) : readFrame(bytes);
    if (n === 0) draw(rows); // compiled before it is measured
    await new Promise((next) =>
      requestAnimationFrame(() => {
        next(undefined);
      }),
    );
    taken.push(performance.now() - start);
  }
  return taken.slice(1).toSorted((a, b) => a - b)[times >> 1] ?? Number.NaN;
}

Object.assign(window, { measure });
