import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { RegisterRecord } from '../../../config/contract/facts.ts';
import type { ServedPort } from '../http/served.fixture.ts';
import { FIRMS, putTable, serveRegisters, XLSX } from './registers.fixture.ts';

let port: ServedPort;
const start = async (settings: object = {}) => {
  port = await serveRegisters(settings);
};
beforeEach(() => start());
afterEach(() => port.close());

const put = (path: string, body: string | Buffer, type?: string) =>
  putTable(port, path, body, type);
const records = () =>
  port.facts().filter((fact): fact is RegisterRecord => fact.kind === 'register');

describe('a register', () => {
  it('comes as a CSV in either encoding; names and phones are masked; told again it is known', async () => {
    expect(await put('firms', iconv.encode(FIRMS, 'gb18030'))).toEqual({
      status: 200,
      received: 2,
      stored: 2,
      duplicate: 0,
      rejected: 0,
      rows: [],
    });
    expect(records()).toMatchObject([
      {
        register: 'firms',
        key: '91320507MA1X0A2B3C',
        name: '苏州某电子有限公司',
        grid: 'beizhuang-1',
        lon: 120.5965,
        validFrom: '2026-01-01',
        validTo: '',
        at: Date.parse('2026-10-08T01:00:00Z'),
        values: { 法定代表人: '张**', 联系电话: '138****5678', 行业: '线路板' },
      },
      { validFrom: '2025-03-01', validTo: '2027-01-01', grid: 'beizhuang-2' },
    ]);
    expect(await put('firms', `\ufeff${FIRMS}`)).toMatchObject({ duplicate: 2 });
    expect(await put('firms', gzipSync(FIRMS), 'application/gzip')).toMatchObject({ duplicate: 2 });
  });

  it('that says since when its rows hold, and not when they were told, is heard of when it comes, new or known', async () => {
    const old = '编号,点位名称,生效日期\nP1,北庄岗亭,2019-05-01';
    for (const told of [{ stored: 1 }, { duplicate: 1 }]) {
      const sent = Date.now();
      expect(await put('posts', old)).toMatchObject(told);
      expect(port.tally().lastAt).toBeGreaterThanOrEqual(sent);
    }
    expect(records()).toMatchObject([{ at: Date.parse('2019-05-01T00:00:00+08:00') }]);
  });

  it('keeps what a record was: a change from another day on stands beside it', async () => {
    const row = (name: string, from: string) =>
      `编号,点位名称,网格,生效日期\nP1,${name},beizhuang-1,${from}`;
    await put('posts', row('北庄岗亭', '2026-01-01'));
    await put('posts', row('北庄红色锋巢', '2026-07-01'));
    expect(records().map(({ key, name, validFrom }) => [key, name, validFrom])).toEqual([
      ['P1', '北庄岗亭', '2026-01-01'],
      ['P1', '北庄红色锋巢', '2026-07-01'],
    ]);
  });

  it('comes as an xlsx, whose dates and long numbers stay what they are', async () => {
    const text = (value: string) => ({ value, type: String });
    const sheet: SheetData = [
      ['部件编码', '部件名称', '网格', '生效日期', '主管部门'].map(text),
      [
        ...['3205070101000001', '上水井盖', 'beizhuang-1'].map(text),
        { value: new Date('2026-03-01T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
        text('水务站'),
      ],
      ['3205079901000002', '新设施', 'beizhuang-1', '2026/3/1', ''].map(text),
      ['32050701', '短号', 'beizhuang-1', '2026-03-01', ''].map(text),
      ['4403070101000001', '外地', 'beizhuang-1', '2026-03-01', ''].map(text),
    ];
    const components = await writeXlsxFile(sheet).toBuffer();
    expect(await put('components', components, XLSX)).toMatchObject({
      status: 200,
      stored: 2,
      rejected: 2,
      rows: [
        {
          place: 'components.xlsx:4',
          reason: '部件编码: "32050701": not a component id of 16 digits',
        },
        {
          place: 'components.xlsx:5',
          reason: expect.stringContaining('area 440307 is none of 3205'),
        },
      ],
    });
    expect(records()).toMatchObject([
      {
        key: '3205070101000001',
        validFrom: '2026-03-01',
        values: { large: '公用设施', 主管部门: '水务站' },
        flags: [],
      },
      { key: '3205079901000002', validFrom: '2026-03-01', flags: ['no-component'] },
    ]);
  });

  it('of people holds counts by grid, and nothing of a person', async () => {
    const counts =
      '网格,常住人口,流动人口\n北庄村第一网格,812,1406\nbeizhuang-2,约七百,3\n无此网格,1,2\n';
    expect(await put('people?validFrom=2026-11-01', counts)).toMatchObject({
      stored: 1,
      rejected: 2,
      rows: [
        { place: 'people.csv:3', reason: '常住人口: not a count' },
        { place: 'people.csv:4', reason: '网格: "无此网格": no such grid' },
      ],
    });
    expect(records()).toMatchObject([
      { key: 'beizhuang-1', grid: 'beizhuang-1', values: { 常住人口: '812', 流动人口: '1406' } },
    ]);
    const persons =
      '网格,姓名,身份证号\nbeizhuang-1,张三,320507199001011234\nbeizhuang-1,李四,320507199202022345\n';
    const answer = await put('people?validFrom=2026-11-01', persons);
    expect(answer).toMatchObject({ status: 422, rejected: 2 });
    expect(answer.rows[0]?.reason).toMatch(
      /^姓名: .*counts by grid.*encrypted, only where the setting registers\.people/,
    );
    expect(JSON.stringify(port.facts())).not.toMatch(/张三|李四|320507199|约七百/);
    expect(port.tally()).toMatchObject({ received: 5, stored: 1, rejected: 4 });
  });

  it('of people holds rows about persons where that is asked for: sealed, by grid alone, with what they were', async () => {
    await port.close();
    await start({ people: 'sealed' });
    const persons = (name: string) =>
      `网格,姓名,身份证号,联系电话,住址\nbeizhuang-1,${name},320507199001011234,13812345678,春申湖花园3幢\nbeizhuang-1,王五,,,`;
    const answer = await put('people?validFrom=2026-11-01', persons('张三'));
    expect(answer).toMatchObject({ stored: 1, rejected: 1 });
    expect(answer.rows[0]?.reason).toBe('身份证号: no id number');
    expect(await put('people?validFrom=2026-11-01', persons('张三'))).toMatchObject({
      duplicate: 1,
    });
    expect(await put('people?validFrom=2027-01-01', persons('张三丰'))).toMatchObject({
      stored: 1,
    });
    const [first, second] = records();
    expect(first).toMatchObject({ grid: 'beizhuang-1', name: '', values: {} });
    expect([first?.validFrom, second?.validFrom]).toEqual(['2026-11-01', '2027-01-01']);
    expect(second?.key).toBe(first?.key);
    const sealed = port
      .facts()
      .filter((fact) => fact.kind === 'sealed')
      .filter(({ about }) => about.startsWith('register:'));
    expect(sealed).toHaveLength(2);
    expect(sealed[0]).toMatchObject({ about: first?.id });
    expect(sealed[0]?.fields).toContain('values.身份证号');
    const kept = port
      .facts()
      .map((fact) => (fact.kind === 'sealed' ? { ...fact, sealed: '' } : fact));
    expect(JSON.stringify(kept)).not.toMatch(/张三|320507199|13812345678|春申湖/);
  });

  it('keeps a column of any heading, also one that JavaScript takes for something else', async () => {
    const text =
      '编号,点位名称,网格,生效日期,__proto__,constructor,,__proto__\nP1,岗亭,,2026-01-01,a,b,c,d';
    expect(await put('posts', text)).toMatchObject({ stored: 1 });
    expect(records()[0]?.values).toEqual({
      'column 5': 'a',
      constructor: 'b',
      'column 7': 'c',
      'column 8': 'd',
    });
  });

  it('names the rows that are wrong, the first hundred of them, and takes the others', async () => {
    await port.close();
    await start({ named: 3, batch: 2 });
    const answer = await put(
      'stations',
      [
        'MN,站名,经度,纬度,坐标系,生效日期,失效日期',
        '010000A8900016F000169DC0,黄桥水质站,120.6,31.4,,2026-01-01,',
        ',无号,120.6,31.4,,2026-01-01,',
        'S2,坏日期,120.6,31.4,,2026-02-30,',
        'S3,倒置,120.6,31.4,,2026-02-01,2026-01-01',
        'S4,坏坐标,东经120度,31.4,,2026-02-01,',
        'S5,坏坐标系,120.6,31.4,火星,2026-02-01,',
        'S6,少一列,120.6',
        'S7,"引号不闭合,120.6,31.4,,2026-02-01,',
        'S8,老站,120.6,31.4,,1949-10-01,',
        '__proto__,原型,120.6,31.4,,2026-02-01,',
      ].join('\n'),
    );
    expect(answer).toMatchObject({ status: 200, received: 10, stored: 3, rejected: 7 });
    expect(answer.rows).toEqual([
      { place: 'stations.csv:3', reason: 'MN: empty' },
      { place: 'stations.csv:4', reason: '生效日期: "2026-02-30": not a date' },
      { place: 'stations.csv:5', reason: 'valid to 2026-01-01, which is not after 2026-02-01' },
    ]);
    expect(records().map(({ key }) => key)).toEqual([
      '010000A8900016F000169DC0',
      'S8',
      '__proto__',
    ]);
  });
});
