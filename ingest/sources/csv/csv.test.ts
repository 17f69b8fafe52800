import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDeployment, loadMapping } from '../../../config/deployment/load.ts';
import { TableLimits } from '../../../config/deployment/ports/tables.ts';
import { Mapping } from '../../../config/deployment/schema.ts';
import { type DiskGuard, watchDisk } from '../../intake/disk-guard.ts';
import { createHealthBook } from '../../intake/health.ts';
import { createIntake, type Intake } from '../../intake/intake.ts';
import { Journal } from '../../journal/journal.ts';
import { noTally } from '../../journal/tally.ts';
import { createPipeline } from '../../pipeline/pipeline.ts';
import { importFile } from './import-file.ts';
import { replayFile } from './replay-file.ts';

const BOSTON = `case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,case_title,subject,reason,type,queue,department,submittedphoto,closedphoto,location,fire_district,pwd_district,city_council_district,police_district,neighborhood,neighborhood_services_district,ward,precinct,location_street_name,location_zipcode,latitude,longitude,source`;
const row = (no: string, change: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    case_enquiry_id: no,
    open_dt: '2011-07-01 01:32:33',
    target_dt: '2011-07-15 01:32:32',
    closed_dt: '2011-07-01 05:06:58',
    case_status: 'Closed',
    closure_reason: 'replaced fuse',
    case_title: 'Street Light Outages',
    reason: 'Street Lights',
    type: 'Street Light Outages',
    department: 'PWDx',
    neighborhood: 'Roslindale',
    latitude: '42.2839',
    longitude: '-71.1447',
    source: 'Self Service',
    ...change,
  };
  return BOSTON.split(',')
    .map((name) => `"${(cells[name] ?? ' ').replaceAll('"', '""')}"`)
    .join(',');
};

let folder: string;
let journal: Journal;
let disk: DiskGuard;
let intake: Intake;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-csv-'));
  journal = new Journal(join(folder, 'journal'));
  disk = await watchDisk({ folder, leastFree: 1, log: pino({ level: 'silent' }) });
  const book = createHealthBook(Date.now);
  intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
});
afterEach(async () => {
  disk.stop();
  await journal.close();
  rmSync(folder, { recursive: true });
});

const pipeline = createPipeline(loadDeployment('boston'), 'a key for the tests');
const run = (name: string, body: string | Buffer, mapping = loadMapping('boston-311')) => {
  const file = join(folder, name);
  writeFileSync(file, body);
  const tally = noTally();
  return {
    file,
    mapping,
    limits: TableLimits.parse({}),
    intake,
    pipeline,
    journal,
    tally,
    signal: new AbortController().signal,
  };
};
const facts = () => journal.read(0, 1000).map((entry) => entry.fact);

describe('importing a CSV', () => {
  it('makes a case of each row, with the hops that the row states', async () => {
    const one = run(
      'a.csv',
      [BOSTON, row('1'), row('2', { case_status: 'Open', closed_dt: ' ' })].join('\n'),
    );
    await importFile(one);
    expect(one.tally).toEqual({ received: 2, stored: 2, duplicate: 0, rejected: 0 });
    expect(
      facts().map((f) => (f.kind === 'hop' ? [f.upstreamNo, f.event, f.at, f.grid !== ''] : f)),
    ).toEqual([
      ['1', 'report', Date.UTC(2011, 6, 1, 5, 32, 33), true],
      ['1', 'close', Date.UTC(2011, 6, 1, 9, 6, 58), true],
      ['2', 'report', Date.UTC(2011, 6, 1, 5, 32, 33), true],
    ]);
  });

  it('hides the caller of 举报 and of confidential orders that come as a file', async () => {
    const mapping = Mapping.parse({
      id: 'export',
      name: { zh: '导出', en: 'Export' },
      source: '12345',
      zone: 'Asia/Shanghai',
      dates: ['yyyy-MM-dd HH:mm'],
      columns: {
        upstreamNo: '办件编号',
        receivedAt: '派发时间',
        subject: ['诉求主题'],
        caller: '诉求人',
        type: '工单类型',
        confidential: '是否保密',
      },
    });
    const body = [
      '办件编号,派发时间,诉求主题,诉求人,工单类型,是否保密',
      '1,2026-11-23 09:00,偷排,张三丰,举报,否',
      '2,2026-11-23 09:01,噪声,李四光,投诉,是',
      '3,2026-11-23 09:02,路灯,王五一,求助,公开',
    ].join('\n');
    await importFile(run('orders.csv', body, mapping));
    expect(
      facts().map((f) => f.kind === 'hop' && [f.type, f.text?.caller, f.text?.confidential]),
    ).toEqual([
      ['report', '', true],
      ['complaint', '', true],
      ['help', '王**', false],
    ]);
  });

  it('stores nothing twice, and adds what is new of a known order', async () => {
    await importFile(
      run('a.csv', [BOSTON, row('1', { case_status: 'Open', closed_dt: '' })].join('\n')),
    );
    const again = run(
      'b.csv',
      [BOSTON, row('1', { case_status: 'Open', closed_dt: '' })].join('\r\n'),
    );
    await importFile(again);
    expect(again.tally).toEqual({ received: 1, stored: 0, duplicate: 1, rejected: 0 });
    await importFile(run('c.csv', [BOSTON, row('1')].join('\n')));
    expect(facts().map((f) => f.kind === 'hop' && f.event)).toEqual(['report', 'close']);
  });

  it('keeps what it cannot take, with the reason, and takes the rest', async () => {
    const bad = run(
      'bad.csv',
      [
        BOSTON,
        row('1'),
        row('2', { open_dt: '2011-02-30 00:00:00' }),
        row(' '),
        'short,row',
        row('3', { open_dt: '' }),
        row('4', { case_title: 'a "quoted", DROP TABLE hops;\n\nDROP TABLE hops' }),
        row('5', { latitude: '999' }),
      ].join('\n'),
    );
    await importFile(bad);
    expect(bad.tally).toEqual({ received: 7, stored: 2, duplicate: 0, rejected: 5 });
    const dead = facts().flatMap((f) => (f.kind === 'dead' ? [f.reason] : []));
    expect(dead).toEqual([
      expect.stringMatching(/^open_dt: "2011-02-30 00:00:00" is not a date in layout/),
      'case_enquiry_id: empty',
      '2 columns where the header has 29',
      'open_dt: empty',
      expect.stringMatching(/^place\.lat:/),
    ]);
    const again = run('bad.csv', [BOSTON, 'short,row'].join('\n'));
    await importFile(again);
    expect(facts().filter((f) => f.kind === 'dead')).toHaveLength(5);
  });

  it('survives a quote that never closes', async () => {
    const open = run(
      'q.csv',
      [BOSTON, row('1'), `"never closed,${'x'.repeat(3_000_000)}`].join('\n'),
    );
    await importFile(open);
    expect(open.tally).toMatchObject({ stored: 1 });
    expect(open.tally.received).toBe(open.tally.stored + open.tally.rejected);
    expect(open.tally.rejected).toBeGreaterThan(0);
  });

  it('reads gzip and GB18030', async () => {
    const zh = Mapping.parse({
      id: 'zh',
      name: { zh: '表', en: 'sheet' },
      source: '12345',
      encoding: 'gb18030',
      zone: 'Asia/Shanghai',
      dates: ['yyyy-MM-dd HH:mm'],
      columns: { upstreamNo: '编号', receivedAt: '时间', subject: ['主题'] },
    });
    const text = '编号,时间,主题\n1,2026-01-02 03:04,路灯不亮\n';
    const one = run('zh.csv.gz', gzipSync(iconv.encode(text, 'gb18030')), zh);
    await importFile(one);
    expect(facts()[0]).toMatchObject({
      text: { subject: '路灯不亮' },
      at: Date.UTC(2026, 0, 1, 19, 4),
    });
  });

  it('says what is wrong when the mapping does not fit the file', async () => {
    await expect(importFile(run('x.csv', 'a,b\n1,2\n'))).rejects.toThrow(
      /mapping boston-311 names columns that the file does not have: case_enquiry_id/,
    );
  });
});

describe('replaying a CSV', () => {
  it('lets orders happen again in their order, and an import afterwards finds nothing new', async () => {
    const rows = [
      row('late', { open_dt: '2011-07-01 03:00:00', closed_dt: '2011-07-01 03:10:00' }),
      row('early', { open_dt: '2011-07-01 01:00:00', closed_dt: '2011-07-01 02:00:00' }),
      row('after', { open_dt: '2011-07-01 01:30:00', closed_dt: '2011-07-09 02:00:00' }),
    ];
    const replay = run('r.csv', [BOSTON, ...rows].join('\n'));
    const { leftOut } = await replayFile({ ...replay, speed: 100_000, archive: true });
    expect(leftOut).toBe(2);
    expect(facts().map((f) => f.kind === 'hop' && `${f.upstreamNo} ${f.event}`)).toEqual([
      'early report',
      'after report',
      'early close',
      'late report',
    ]);
    expect(replay.tally).toEqual({ received: 3, stored: 3, duplicate: 0, rejected: 0 });
    expect(journal.replayClock()).toBeNull();

    const whole = run('r.csv', [BOSTON, ...rows].join('\n'));
    await importFile(whole);
    expect(facts()).toHaveLength(6);
    expect(facts().every((f) => f.kind === 'hop' && f.event !== 'amend')).toBe(true);
  });
});
