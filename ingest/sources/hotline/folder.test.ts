import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { HotlineFolder, HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import { Mapping } from '../../../config/deployment/schema.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { openPort } from '../port.fixture.ts';
import type { Port, PortContext } from '../port.ts';
import { type FileResult, startHotlineFolder } from './folder.ts';
import { createNumberReader } from './number.ts';

const MAPPING = Mapping.parse({
  id: 'district',
  name: { zh: '区导出', en: 'District export' },
  source: '12345',
  zone: 'Asia/Shanghai',
  dates: ['yyyy/M/d H:mm'],
  columns: {
    upstreamNo: '办件编号',
    receivedAt: '派发时间',
    status: '办件状态',
    subject: ['诉求主题'],
    phone: '诉求人电话',
  },
  statuses: { 办理中: 'open', 已办结: 'close' },
});
const HEADER = ['办件编号', '派发时间', '办件状态', '诉求主题', '诉求人电话'];
const csv = (...rows: string[][]) => [HEADER, ...rows].map((row) => row.join(',')).join('\n');
const row = (no: string, at = '2026/1/1 8:30') => [no, at, '办理中', '路灯不亮', '13812345678'];
const many = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) => row(`order-${from + i}`));

let port: Awaited<ReturnType<typeof openPort>>;
let folder: string;
let watching: Port | null;
beforeEach(async () => {
  port = await openPort('12345');
  folder = join(port.context.data, 'orders');
  mkdirSync(folder);
  watching = null;
});
afterEach(async () => {
  await watching?.stop();
  await port.close();
});

const start = async (settings: object = {}, context: PortContext = port.context) => {
  watching = await startHotlineFolder(
    context,
    HotlineFolder.parse({
      folder: 'orders',
      mapping: 'district',
      everySeconds: 0.01,
      settleSeconds: 0.05,
      ...settings,
    }),
    MAPPING,
    createNumberReader(HotlineSettings.parse({}).redo),
  );
};
const put = (name: string, bytes: string | Buffer) => writeFileSync(join(folder, name), bytes);
const until = async (done: () => boolean) => {
  while (!done()) await sleep(5);
};
const left = () => readdirSync(folder).filter((name) => !['done', 'failed'].includes(name));
const result = (where: string, name: string) =>
  JSON.parse(readFileSync(join(folder, where, `${name}.result.json`), 'utf8')) as FileResult;
const numbers = () =>
  port.facts().flatMap((fact) => (fact.kind === 'hop' ? [fact.upstreamNo] : []));

describe('a file of orders put into the folder', () => {
  it('has its re-opened numbers taken apart, as those of pushed orders are', async () => {
    put('a.csv', csv(row('250101000770102-01')));
    await start();
    await until(() => left().length === 0);
    expect(port.facts()[0]).toMatchObject({
      caseId: '12345:250101000770102:1',
      parent: '12345:250101000770102:0',
    });
  });

  it('is taken in whatever form and encoding, and put away with its result', async () => {
    put('a.csv', csv(row('1')));
    put('b.csv', iconv.encode(csv(row('2')), 'gb18030'));
    put('c.csv', `\ufeff${csv(row('3'))}`);
    put('d.csv.gz', gzipSync(iconv.encode(csv(row('4')), 'gb18030')));
    const sheet: SheetData = [
      HEADER.map((value) => ({ value })),
      [
        { value: 250101000770102, type: Number },
        { value: new Date('2026-01-01T08:30:00Z'), type: Date, format: 'yyyy/m/d h:mm' },
        { value: '已办结' },
        { value: '路灯不亮' },
        { value: '13812345678' },
      ],
    ];
    await writeXlsxFile(sheet).toFile(join(folder, 'e.xlsx'));
    await start();
    await until(() => left().length === 0);
    expect(numbers()).toEqual(['1', '2', '3', '4', '250101000770102', '250101000770102']);
    const at = Date.parse('2026-01-01T08:30:00+08:00');
    for (const fact of port.facts()) expect(fact).toMatchObject({ at });
    expect(port.facts()[1]).toMatchObject({ text: { subject: '路灯不亮', phone: '138****5678' } });
    expect(result('done', 'b.csv')).toMatchObject({
      file: 'b.csv',
      mapping: 'district',
      received: 1,
      stored: 1,
      duplicate: 0,
      rejected: 0,
      error: null,
      rejections: [],
    });
  });

  it('tells which rows were rejected, and why', async () => {
    put('a.csv', csv(row('1'), row('2', 'yesterday'), ['short', 'row'], row('3')));
    await start();
    await until(() => left().length === 0);
    expect(result('done', 'a.csv')).toMatchObject({
      received: 4,
      stored: 2,
      rejected: 2,
      rejections: [
        { place: 'a.csv:3', reason: expect.stringMatching(/^派发时间: "yesterday" is not a date/) },
        { place: 'a.csv:4', reason: '2 columns where the header has 5' },
      ],
    });
  });

  it('does not hold up the others, whatever is wrong with it', async () => {
    put('1-bomb.csv.gz', gzipSync(Buffer.alloc(4 * 2 ** 20)));
    put('2-damaged.csv.gz', gzipSync(csv(row('x'))).subarray(0, 40));
    put('3-empty.csv', '');
    put('4-other.csv', 'a,b\n1,2\n');
    put('5-text.xlsx', 'no workbook');
    put('6-old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    put('7-wrong.csv', csv(row('1', 'never')));
    put('8-good.csv', csv(row('good')));
    put('9-later.part', csv(row('unfinished')));
    mkdirSync(join(folder, 'a.csv'));
    symlinkSync('/etc/hostname', join(folder, 'b.csv'));
    await start({ limits: { csvBytes: 2 ** 20 } });
    await until(() => existsSync(join(folder, 'done', '8-good.csv')));
    expect(numbers()).toEqual(['good']);
    expect(left().sort()).toEqual(['9-later.part', 'a.csv', 'b.csv']);
    const error = (name: string) => result('failed', name).error;
    expect(error('1-bomb.csv.gz')).toMatch(/more than 1048576 bytes once unpacked/);
    expect(error('2-damaged.csv.gz')).toMatch(/damaged gzip/);
    expect(error('3-empty.csv')).toBe('no rows');
    expect(error('4-other.csv')).toMatch(/names columns that the file does not have: 办件编号/);
    expect(error('5-text.xlsx')).toMatch(/not an xlsx/);
    expect(error('6-old.xls')).toMatch(/save it as \.xlsx/);
    expect(result('failed', '7-wrong.csv')).toMatchObject({ error: null, rejected: 1 });
    expect(port.health().refused).toEqual({ 'unreadable file': 5 });
    renameSync(join(folder, '9-later.part'), join(folder, '9-later.csv'));
    await until(() => numbers().includes('unfinished'));
  });

  it('is not taken while it is being written', async () => {
    await start({ settleSeconds: 0.3 });
    put('slow.csv', csv(row('0')));
    for (let n = 1; n < 6; n++) {
      await sleep(60);
      appendFileSync(join(folder, 'slow.csv'), `\n${row(String(n)).join(',')}`);
    }
    await until(() => left().length === 0);
    expect(result('done', 'slow.csv')).toMatchObject({ received: 6, stored: 6 });
  });

  it('is kept beside one of the same name, and its orders are duplicates', async () => {
    put('a.csv', csv(row('1')));
    await start();
    await until(() => left().length === 0);
    put('a.csv', csv(row('1'), row('2')));
    await until(() => readdirSync(join(folder, 'done')).length === 4);
    const again = readdirSync(join(folder, 'done')).find((name) => name.endsWith('_a.csv')) ?? '';
    expect(result('done', again)).toMatchObject({ stored: 1, duplicate: 1 });
  });

  it('is taken again from its start after a stop in its middle, and nothing is doubled', async () => {
    put('long.csv', csv(...many(0, 7_000)));
    await start();
    await until(() => port.tally().received > 0);
    await watching?.stop();
    expect(left()).toEqual(['long.csv']);
    const before = port.tally().received;
    expect(before).toBeLessThan(7_000);
    await start();
    await until(() => left().length === 0);
    expect(new Set(numbers()).size).toBe(7_000);
    expect(numbers()).toHaveLength(7_000);
    expect(result('done', 'long.csv')).toMatchObject({
      received: 7_000,
      duplicate: before,
      stored: 7_000 - before,
    });
  });

  it('waits while nothing can be taken', async () => {
    let full = 3;
    const { intake } = port.context;
    put('a.csv', csv(row('1')));
    await start(
      {},
      {
        ...port.context,
        intake: {
          ...intake,
          take: (records, cursor) => {
            if (full-- > 0) throw new Unavailable('the disk is full', 0.01);
            return intake.take(records, cursor);
          },
        },
      },
    );
    await until(() => left().length === 0);
    expect(result('done', 'a.csv')).toMatchObject({ received: 1, stored: 1 });
  });

  it('may be of any bytes: it is put away, and the next one is taken', async () => {
    await start({ settleSeconds: 0, everySeconds: 0.001 });
    const header = Buffer.from(`${HEADER.join(',')}\n`);
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.boolean(),
        fc.constantFrom('csv', 'csv.gz', 'xlsx'),
        async (bytes, headed, kind) => {
          put(`${++n}.${kind}`, headed ? Buffer.concat([header, bytes]) : Buffer.from(bytes));
          put(`${n}-good.csv`, csv(row(`good-${n}`)));
          await until(() => left().length === 0);
        },
      ),
      { numRuns: 12 },
    );
    expect(numbers().filter((no) => no.startsWith('good-'))).toHaveLength(n);
    const { received, stored, duplicate, rejected } = port.tally();
    expect(received).toBe(stored + duplicate + rejected);
  });
});
