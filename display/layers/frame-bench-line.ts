import { encodeColumns } from '../../config/contract/columns.ts';
import { Incoming, messagesOf } from '../../config/contract/frame-codec.ts';
import { caseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import type { CaseRow } from '../../config/contract/picture.ts';
import type { Witnesses } from '../../config/contract/replica.ts';
import type { Part } from '../../config/contract/wire.ts';
import { createModel } from '../model/model.ts';
import { LIGHTS } from '../stage/case-slots.ts';
import { type BenchData, ticksOf } from './frame-bench-data.ts';

export type CaseWitness = NonNullable<Witnesses['cases']>;

/** The cases told over the line as the server tells them. @returns what takes one tick's messages after the other */
export function overTheLine(data: BenchData, cases: CaseWitness): () => void {
  const incoming = new Incoming();
  const { intake } = createModel({
    witnesses: { cases },
    nextFrame: (run) => void requestAnimationFrame(run),
    wallTime: Date.now,
    committed: () => {},
  });
  const encode = (from: number, part: Part) => [
    ...messagesOf({ epoch: 'bench', from, to: 1, at: Date.now(), parts: [part] }),
  ];
  const take = (bytes: Uint8Array) => {
    const message = incoming.take(bytes);
    if (message && !intake.take(message)) throw new Error('a gap');
  };
  const rows = Array.from({ length: data.count }, (_, n) => rowOf(data, n));
  const fields = Object.keys(rows[0]!);
  const keys = rows.map(({ id }) => id);
  const columns = encodeColumns(fields, keys, rows as unknown as Record<string, unknown>[])!;
  const numbers = rows.map((_, number) => number);
  for (const bytes of encode(0, { view: 'cases', fields, set: { numbers, columns } })) take(bytes);
  const field = fields.indexOf('light');
  const ticks = ticksOf(data).map(({ slot, light }) => {
    const mod = [{ field, numbers: [...slot], values: Array.from(light, (code) => LIGHTS[code]) }];
    const set = { numbers: [], rows: [] };
    return encode(1, { view: 'cases', fields: null, del: [], set, mod });
  });
  let next = 0;
  return () => {
    for (const bytes of ticks[next++ % ticks.length]!) take(bytes);
  };
}

function rowOf({ columns }: BenchData, n: number): CaseRow {
  const upstreamNo = `26112${String(n).padStart(7, '0')}`;
  const receivedAt = columns.receivedAt[n]!;
  return {
    id: caseId('12345', upstreamNo, 0),
    source: sourceId('12345'),
    ...{ upstreamNo, type: 'help', urgency: 'normal', category: `类别 ${n % 180}` },
    subject: `${n} 号楼东侧夜间施工噪音扰民`,
    state: 'handling',
    grid: gridId(`hq-g${n % 65}`),
    unit: unitId(`unit-${n % 40}`),
    ...{ receivedAt, stateAt: receivedAt, dueAt: receivedAt + 86_400_000 },
    light: LIGHTS[columns.light[n]!]!,
    ...{ returns: n % 3, urges: n % 2, supervised: false },
    lon: columns.lon[n]!,
    lat: columns.lat[n]!,
  };
}
