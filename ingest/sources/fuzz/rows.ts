import iconv from 'iconv-lite';
import { TableLimits } from '../../../config/deployment/ports/tables.ts';
import type { Random } from '../../../config/deployment/random.ts';
import { Mapping } from '../../../config/deployment/schema.ts';
import type { Received } from '../../intake/intake.ts';
import { createRowParser, type ParseRow } from '../csv/parse.ts';
import { encodingOf } from '../table/encoding.ts';
import { splitCsv } from '../table/split-csv.ts';
import { deviceTime, type Target, tokensOf, Unaccounted } from './target.ts';

const LAST = '最后一件';
const COLUMNS = [
  '工单编号',
  '受理时间',
  '办理期限',
  '办结时间',
  '状态',
  '主题',
  '内容',
  '大类',
  '承办单位',
  '网格',
  '地址',
  '经度',
  '纬度',
  '来电人',
  '电话',
  '来源',
];
/** Short, so that quotes that never close cost a look at a few rows, not at all that follow. */
const limits = TableLimits.parse({ rowBytes: 4096, brokenRows: 1_000_000 });

async function* streamOf(pieces: readonly Buffer[]): AsyncGenerator<Buffer, undefined> {
  yield* pieces;
}

const mapping = Mapping.parse({
  id: 'fuzz',
  name: { zh: '工单', en: 'Orders' },
  source: '12345',
  channel: { column: '来源', values: { 电话: 'phone', 网站: 'web' }, otherwise: 'other' },
  zone: 'Asia/Shanghai',
  datum: 'GCJ02',
  dates: ['yyyy-MM-dd HH:mm:ss', 'yyyy/M/d H:mm'],
  columns: {
    ...{ upstreamNo: '工单编号', receivedAt: '受理时间', dueAt: '办理期限', closedAt: '办结时间' },
    ...{
      status: '状态',
      subject: ['主题'],
      content: ['内容'],
      category: ['大类'],
      unit: '承办单位',
    },
    ...{ grid: '网格', address: '地址', lon: '经度', lat: '纬度', caller: '来电人', phone: '电话' },
  },
  statuses: { 办理中: 'open', 已办结: 'close' },
});

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
const time = (random: Random): string =>
  deviceTime(random).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6');

function cells(random: Random): string[] {
  const content = random.pick(['路灯不亮', '东侧,第二盏', '他说"不亮"', '不亮\n已三天']);
  const place = [120.5 + random.next() / 10, 31.4 + random.next() / 10].map(String);
  const done = random.chance(0.5);
  return [
    ...[`GD${random.below(1e9)}`, time(random), time(random), done ? time(random) : ''],
    ...[done ? '已办结' : '办理中', '路灯', content, '市政设施', '综合执法局', '旺盛社区第3网格'],
    ...[
      `旺盛路${random.below(200)}号`,
      ...place,
      '张三',
      '13812345678',
      random.pick(['电话', '网站']),
    ],
  ];
}

const HOSTILE = [
  '',
  '\0',
  '"',
  '""',
  '\r',
  '\n\n',
  ',',
  '=cmd()',
  '__proto__',
  '2026-02-30 00:00:00',
  'NaN',
  '1e999',
  'x'.repeat(6000),
  '\ufeff',
  '张'.repeat(300),
];
/** What a CSV may drop: quotes, delimiters, line ends, and marks of byte order. */
const plain = (text: string): string => text.replace(/[",\r\n\ufeff]/g, '');

/**
 * Tables of orders: bytes → text → rows → drafts. Every sign of a text, apart from those that make a CSV,
 * must stand in a row or in a line told as broken, in order.
 * @param encoding stated by the deployment; absent: found out, the file being GB18030
 */
export function rowsTarget(encoding: string | undefined): Target {
  const bytesOf = (text: string): Buffer => iconv.encode(text, encoding ?? 'gb18030');
  const good = (random: Random): Buffer => bytesOf(line(cells(random)));

  /** @throws Unaccounted where rows and broken lines are not all of the text */
  function account(text: string, told: readonly string[]): void {
    const [all, rows] = [plain(text), plain(told.join(''))];
    if (all === rows) return;
    let at = 0;
    while (all[at] === rows[at]) at++;
    throw new Unaccounted(
      `${quote(rows, at)} told where the text says ${quote(all, at)}, ${rows.length} of ${all.length} signs`,
    );
  }

  return {
    name: `CSV, ${encoding ?? 'encoding found out'}`,
    share: 0.5,
    most: 4000,
    stream: true,
    tokens: [
      ...tokensOf('"', '"', ',"', '",', '""', ',', '\n', '\r\n', '\r', '\0', '\ufeff', '__proto__'),
      Buffer.from([0x81]),
      Buffer.from([0x81, 0x30]),
      Buffer.from([0xff]),
    ],
    head: bytesOf(line(COLUMNS)),
    last: bytesOf(`\n${line([LAST, ...'2026-11-23 08:00:00,,,,路灯,,,,,,,,,,'.split(',')])}`),
    saysLast: ({ draft }) => (draft as { upstreamNo?: string } | undefined)?.upstreamNo === LAST,
    good,
    spoiled(random) {
      const spoiled = cells(random);
      spoiled.splice(random.below(spoiled.length), random.below(2), random.pick(HOSTILE));
      return bytesOf(line(spoiled));
    },
    async read(reads) {
      const decoder = iconv.getDecoder(encoding ?? (await encodingOf(streamOf(reads))));
      const texts = [...reads.map((read) => decoder.write(read)), decoder.end() ?? ''];
      const pieces = texts.map((piece) => Buffer.from(piece));
      const text = Buffer.concat(pieces).toString();
      const lines = text.split('\n');
      const told: string[] = [];
      const records: Received[] = [];
      let parse: ParseRow | null = null;
      const rows = splitCsv(streamOf(pieces), {
        delimiter: mapping.delimiter,
        limits,
      });
      for await (const row of rows) {
        const raw = () => (row.broken === undefined ? JSON.stringify(row.cells) : row.raw);
        const origin = { source: mapping.source, place: `fuzz.csv:${row.line}`, raw };
        if (row.broken !== undefined) {
          const whole = lines[row.line - 1] ?? '';
          if (!Buffer.from(whole).includes(row.raw.slice(0, 64)))
            throw new Unaccounted(
              `line ${row.line} is told as ${JSON.stringify(row.raw.slice(0, 64))}`,
            );
          told.push(whole);
          records.push({ origin, refusal: row.broken });
          continue;
        }
        told.push(...row.cells);
        const end = plain(row.cells.at(-1)?.split('\n').at(-1) ?? '');
        if (!plain(lines[row.line - 1] ?? '').endsWith(end))
          throw new Unaccounted(`${JSON.stringify(end)} is not at the end of line ${row.line}`);
        if (parse === null) {
          const made = createRowParser(mapping, row.cells);
          if (!made.ok) throw new Error(made.error);
          parse = made.value;
          continue;
        }
        const draft = parse(row.cells);
        records.push(draft.ok ? { origin, draft: draft.value } : { origin, refusal: draft.error });
      }
      account(text, told);
      return records;
    },
  };
}

const quote = (text: string, at: number): string =>
  JSON.stringify(text.slice(Math.max(0, at - 20), at + 40));
