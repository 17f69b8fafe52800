import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { readTable, type TableOptions } from './read-table.ts';
import { UnreadableTable } from './row.ts';
import { measureZip } from './zip.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-table-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Buffer | string): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const read = async (file: string, options: TableOptions = {}) => {
  const rows: (string[] | string)[] = [];
  for await (const row of readTable(file, options)) rows.push(row.broken ?? row.cells);
  return rows;
};
const limits = (change: Partial<TableLimits>) => ({ limits: TableLimits.parse(change) });

const TEXT = '编号,主题,内容\n1,路灯不亮,"第一行\n第二行"\n\n2,噪音,扰民\n';
const ROWS = [
  ['编号', '主题', '内容'],
  ['1', '路灯不亮', '第一行\n第二行'],
  ['2', '噪音', '扰民'],
];

/** A zip as bytes of the format, without its directory, which a streaming reader passes over. */
function zipOf(parts: Record<string, Buffer | string>, stated?: number): Buffer {
  const entries = Object.entries(parts).map(([name, content]) => {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(stated ?? bytes.length, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), packed]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...entries, end]);
}

/** The least that is an xlsx, with one sheet of this data. */
const xlsxOf = (sheetData: string): Buffer =>
  zipOf({
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
  });

describe('a table in a file', () => {
  it('is read in whatever encoding it was written, with nothing said about it', async () => {
    const written = {
      'utf8.csv': Buffer.from(TEXT),
      'mark.csv': Buffer.from(`\ufeff${TEXT}`),
      'gb.csv': iconv.encode(TEXT, 'gb18030'),
      'utf16.csv': iconv.encode(TEXT, 'utf-16le', { addBOM: true }),
      'gb.csv.gz': gzipSync(iconv.encode(TEXT, 'gb18030')),
    };
    for (const [name, bytes] of Object.entries(written))
      expect(await read(write(name, bytes)), name).toEqual(ROWS);
  });

  it('keeps UTF-8 as such where the file was cut in the middle of a sign', async () => {
    const cut = Buffer.from(TEXT).subarray(0, -2);
    expect((await read(write('cut.csv', cut))).slice(0, 2)).toEqual(ROWS.slice(0, 2));
  });

  it('loses nothing but the line of a row that is too long or whose quote never closes', async () => {
    const small = limits({ rowBytes: 1000 });
    const more = Array.from({ length: 30_000 }, (_, n) => [String(n), '路灯']);
    const tail = `${more.map((row) => row.join(',')).join('\n')}\n`;
    for (const bad of [`${'x'.repeat(3000)},3`, `${'x'.repeat(300_000)},3`, '"open,3']) {
      const file = write('bad.csv', `a,b\r\n1,"2\n3"\n${bad}\n${tail}`);
      const rows = await read(file, small);
      expect(rows.slice(0, 2)).toEqual([
        ['a', 'b'],
        ['1', '2\n3'],
      ]);
      expect(rows[2]).toMatch(/^not a CSV row: /);
      expect(rows.slice(3)).toEqual(more);
    }
    expect(await read(write('end.csv', 'a,b\n1,2\n"open,3\n4,5'))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      expect.stringMatching(/^not a CSV row: Quote Not Closed/),
      ['4', '5'],
    ]);
  });

  it('names the line on which a row ends, as an editor counts them', async () => {
    const text = 'a,b\r\n\r\n1,"2\n3"\n4,5\r6\n7,8\n\n\n"open,9\n10,11';
    const places: string[] = [];
    for await (const { place } of readTable(write('lines.csv', text))) places.push(place);
    expect(places).toEqual([1, 4, 5, 6, 9, 10].map((line) => `lines.csv:${line}`));
  });

  it('gives up on a file whose every row is none', async () => {
    const file = write('hostile.csv', 'a,b\n'.concat('"a\n'.repeat(1001)));
    await expect(read(file, limits({ rowBytes: 1, brokenRows: 10 }))).rejects.toThrow(
      /^more than 10 rows that are no CSV/,
    );
  });

  it('takes an xlsx: long numbers whole, times as the sheet shows them, blank rows left out', async () => {
    const file = join(folder, 'orders.xlsx');
    const sheet: SheetData = [
      [{ value: '编号' }, { value: '时间' }, { value: '数' }, { value: '是' }],
      [
        { value: 250101000770102, type: Number },
        { value: new Date(Date.UTC(2026, 0, 1, 8, 0, 1)), type: Date, format: 'yyyy-mm-dd hh:mm' },
        { value: 0.1 + 0.2, type: Number },
        { value: true, type: Boolean },
      ],
      [null, null, null, null],
      [{ value: ' 2 ' }, null, null, null],
    ];
    await writeXlsxFile(sheet).toFile(file);
    expect(await read(file)).toEqual([
      ['编号', '时间', '数', '是'],
      ['250101000770102', '2026-01-01 08:00:01', '0.3', 'true'],
      [' 2 ', '', '', ''],
    ]);
  });

  it('refuses a bomb by what it unpacks to, whatever it says of itself', async () => {
    const zeros = Buffer.alloc(8 * 2 ** 20);
    const small = limits({ csvBytes: 2 ** 20, xlsxUnpackedBytes: 2 ** 20 });
    const name = 'xl/workbook.xml';
    for (const file of [
      write('bomb.csv.gz', gzipSync(zeros)),
      write('honest.xlsx', zipOf({ [name]: zeros })),
      write('lying.xlsx', zipOf({ [name]: zeros }, 10)),
      write('boasting.xlsx', zipOf({ [name]: '<a/>' }, 2 ** 31)),
    ])
      await expect(read(file, small), file).rejects.toThrow(
        /more than 1048576 bytes once unpacked/,
      );
    await expect(read(write('big.xlsx', zeros), limits({ xlsxBytes: 1000 }))).rejects.toThrow(
      /8388608 bytes where 1000 are taken/,
    );
  });

  it('refuses a sheet whose rows fill no file but any memory', async () => {
    const cell = (no: number) => `<row r="${no}"><c r="A${no}"><v>${no}</v></c></row>`;
    expect(await read(write('plain.xlsx', xlsxOf(cell(1) + cell(3))))).toEqual([['1'], ['3']]);
    const file = write('sparse.xlsx', xlsxOf(cell(1) + cell(9_999_999_999)));
    await expect(read(file, limits({ xlsxHeapMiB: 64 }))).rejects.toThrow(
      /needs more than 64 MiB to read/,
    );
  });

  it('refuses an xlsx that takes too long', async () => {
    const file = write('slow.xlsx', xlsxOf('<row r="1"><c r="A1"><v>1</v></c></row>'));
    await expect(read(file, limits({ xlsxSeconds: 0.001 }))).rejects.toThrow(/not read in 0.001 s/);
  });

  it('measures any zip, or says that it is none', () => {
    const good = xlsxOf('<row r="1"><c r="A1"><v>1</v></c></row>');
    expect(measureZip(good, 10_000)).toBeGreaterThan(300);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
          maxLength: 4,
        }),
        fc.nat(good.length),
        (changes, end) => {
          const bytes = Buffer.from(good.subarray(0, end));
          for (const [at, byte] of changes) if (at < end) bytes[at] = byte;
          try {
            expect(measureZip(bytes, 10_000)).toBeLessThanOrEqual(10_000);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableTable);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses what is no table at all', async () => {
    for (const [name, bytes] of Object.entries({
      'old.xlsx': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'old.xls': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'text.xlsx': Buffer.from(TEXT),
      'empty.xlsx': Buffer.alloc(0),
      'damaged.csv.gz': gzipSync(TEXT).subarray(0, 30),
      'text.csv.gz': Buffer.from(TEXT),
    }))
      await expect(read(write(name, bytes)), name).rejects.toThrow(UnreadableTable);
    await expect(read(join(folder, 'absent.csv'))).rejects.toThrow(/ENOENT/);
    await expect(read(write('a.csv', 'a'), { encoding: 'klingon' })).rejects.toThrow(
      /"klingon" is not known/,
    );
  });

  it('never fails on any bytes of a CSV, whatever their encoding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const file = write('any.csv', Buffer.concat([Buffer.from('a,b\n1,2\n'), bytes]));
        expect((await read(file))[0]).toEqual(['a', 'b']);
      }),
      { numRuns: 100 },
    );
  });
});
