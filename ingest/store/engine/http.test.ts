import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunningStore } from '../running.fixture.ts';

const store = new RunningStore(7810);
const clients: ClickHouseClient[] = [];
const clientOf = (role: 'writer' | 'reader' | 'vault', more: object = {}): ClickHouseClient => {
  const client = createClient({
    url: store.url,
    username: role,
    password: store.passwords[role],
    log: { level: 127 },
    ...more,
  });
  clients.push(client);
  return client;
};
let writer: ClickHouseClient;
let reader: ClickHouseClient;

const rows = async (client: ClickHouseClient, query: string, more: object = {}) =>
  (await client.query({ query, format: 'JSONEachRow', ...more })).json<Record<string, unknown>>();
const codeOf = (cause: unknown): string =>
  cause instanceof ClickHouseError ? `${cause.code} ${cause.type}` : String(cause);
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'taken', codeOf);
const post = (body: string | Uint8Array, path = '/', headers: Record<string, string> = {}) =>
  fetch(store.url + path, {
    method: 'POST',
    headers: {
      'X-ClickHouse-User': 'writer',
      'X-ClickHouse-Key': store.passwords.writer,
      ...headers,
    },
    body: Buffer.from(body),
  });

beforeAll(async () => {
  await store.start();
  writer = clientOf('writer');
  reader = clientOf('reader');
  await writer.command({
    query: 'CREATE TABLE t (a UInt32, b String) ENGINE = MergeTree ORDER BY a',
  });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await store.remove();
});

describe('sealed values', () => {
  test('are read by their own role alone, however a reader asks', async () => {
    await writer.command({
      query: 'CREATE TABLE sealed_values (id String) ENGINE = MergeTree ORDER BY id',
    });
    await writer.command({ query: "INSERT INTO sealed_values SELECT 'x'" });
    const vault = clientOf('vault');
    expect(await rows(vault, 'SELECT id FROM sealed_values')).toEqual([{ id: 'x' }]);
    expect(await refusal(vault.command({ query: 'DROP TABLE sealed_values' }))).toMatch(/READONLY/);
    for (const query of [
      'SELECT id FROM sealed_values',
      'SELECT id FROM "sealed_values"',
      'SELECT id FROM `seale\\x64_values`',
      'SELECT id FROM default.Sealed_Values',
      "SELECT id FROM merge('default', 'seal.*')",
      'SELECT id FROM {t:Identifier}',
      'EXPLAIN SELECT id FROM (SELECT * FROM sealed_values)',
    ])
      expect(
        await refusal(rows(reader, query, { query_params: { t: 'sealed_values' } })),
        query,
      ).not.toBe('taken');
    await writer.command({ query: 'DROP TABLE sealed_values' });
  });
});

describe('@clickhouse/client', () => {
  test('pings, with and without a query', async () => {
    expect((await writer.ping()).success).toBe(true);
    expect((await writer.ping({ select: true })).success).toBe(true);
  });

  test('inserts objects and reads them back', async () => {
    const values = [{ a: 1, b: "it's\n\nDROP TABLE t" }];
    const { summary } = await writer.insert({ table: 't', values, format: 'JSONEachRow' });
    expect(summary?.written_rows).toBe('1');
    expect(await rows(reader, 'SELECT * FROM t WHERE a = 1')).toEqual(values);
  });

  test('inserts a stream of objects', async () => {
    const values = Readable.from(Array.from({ length: 500 }, (_, i) => ({ a: 1000 + i, b: 'x' })));
    await writer.insert({ table: 't', values, format: 'JSONEachRow' });
    expect(await rows(reader, 'SELECT count() AS n FROM t WHERE a >= 1000')).toEqual([{ n: 500 }]);
  });

  test('inserts CSV that holds a blank line and a statement, as data', async () => {
    const values = Readable.from(['2,"x\n\nDROP TABLE t"\n'], { objectMode: false });
    await writer.insert({ table: 't', values, format: 'CSV' });
    expect(await rows(reader, 'SELECT b FROM t WHERE a = 2')).toEqual([{ b: 'x\n\nDROP TABLE t' }]);
  });

  test('inserts binary that holds every byte, 0x0a0a among them', async () => {
    const text = Buffer.from([...Array(256).keys(), 10, 10, 59, 10, 10]);
    const row = Buffer.concat([Buffer.from([3, 0, 0, 0, 0x85, 0x02]), text]); // 261 as a varint
    const { stream } = await writer.exec({
      query: 'INSERT INTO t FORMAT RowBinary',
      values: Readable.from([row], { objectMode: false }),
    });
    stream.resume();
    const [held] = await rows(reader, 'SELECT hex(b) AS b FROM t WHERE a = 3');
    expect(held).toEqual({ b: text.toString('hex').toUpperCase() });
  });

  test('runs a command whose values stand in its text', async () => {
    await writer.command({ query: "INSERT INTO t (b, a) VALUES ('; DROP TABLE t;', 4);" });
    expect(await rows(reader, 'SELECT b FROM t WHERE a = 4')).toEqual([{ b: '; DROP TABLE t;' }]);
  });

  test('passes parameters of every type, unchanged', async () => {
    const query_params = {
      s: "it's\t\\ a\n\n'; DROP TABLE t --",
      i: -5,
      f: 0.1,
      at: new Date(1_700_000_000_123),
      list: ["it's", 'a\n\nb', '\\N'],
      none: null,
    };
    const query = `SELECT {s:String} AS s, {i:Int64} AS i, {f:Float64} AS f,
      toUnixTimestamp64Milli({at:DateTime64(3, 'UTC')}) AS at, {list:Array(String)} AS list,
      {none:Nullable(String)} AS none`;
    expect(await rows(reader, query, { query_params })).toEqual([
      { ...query_params, at: 1_700_000_000_123 },
    ]);
    expect(await refusal(rows(reader, 'SELECT {s:String}'))).toBe('456 UNKNOWN_QUERY_PARAMETER');
  });

  test('raises typed errors', async () => {
    expect(await refusal(rows(reader, 'SELEC 1'))).toMatch(/SYNTAX_ERROR|ACCESS_DENIED/);
    expect(await refusal(rows(reader, 'SELECT FROM WHERE'))).toBe('62 SYNTAX_ERROR');
    expect(await refusal(rows(reader, 'SELECT * FROM nowhere'))).toBe('60 UNKNOWN_TABLE');
    const bad = writer.insert({ table: 't', values: [{ a: 'x', b: '' }], format: 'JSONEachRow' });
    expect(await refusal(bad)).toBe('27 CANNOT_PARSE_INPUT_ASSERTION_FAILED');
    expect(await refusal(rows(writer, 'SELECT 1', { clickhouse_settings: { no_such: 1 } }))).toBe(
      '115 UNKNOWN_SETTING',
    );
  });

  test('gives settings for one query only', async () => {
    const query = "SELECT getSetting('max_block_size')::UInt64 AS n";
    const [before] = await rows(writer, query);
    const given = await rows(writer, query, { clickhouse_settings: { max_block_size: '77' } });
    expect(given).toEqual([{ n: 77 }]);
    await writer.command({ query: 'SET max_block_size = 78' });
    for (let i = 0; i < 20; i += 1) expect(await rows(writer, query)).toEqual([before]);
  });

  test('chooses a database', async () => {
    await writer.command({ query: 'CREATE DATABASE other' });
    const other = clientOf('writer', { database: 'other' });
    expect(await rows(other, 'SELECT currentDatabase() AS d')).toEqual([{ d: 'other' }]);
    expect(await rows(writer, 'SELECT currentDatabase() AS d')).toEqual([{ d: 'default' }]);
    const missing = clientOf('writer', { database: 'nowhere' });
    expect(await refusal(rows(missing, 'SELECT 1'))).toBe('81 UNKNOWN_DATABASE');
  });

  test('compresses both ways', async () => {
    const zipping = clientOf('writer', { compression: { request: true, response: true } });
    const values = Array.from({ length: 300 }, (_, i) => ({ a: 5000 + i, b: 'y'.repeat(50) }));
    await zipping.insert({ table: 't', values, format: 'JSONEachRow' });
    const held = await rows(zipping, 'SELECT * FROM t WHERE a BETWEEN 5000 AND 5299 ORDER BY a');
    expect(held).toEqual(values);
  });

  test('asks many things at once, each with its own parameters', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        rows(reader, 'SELECT {n:UInt32} + sleep(0.01) AS n', { query_params: { n } }),
      ),
    );
    expect(answers).toEqual(answers.map((_, n) => [{ n }]));
  });

  test('aborts, which stops the engine', async () => {
    const abort = new AbortController();
    const endless = rows(
      reader,
      'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1',
      { abort_signal: abort.signal },
    );
    const running = () =>
      rows(
        writer,
        "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'",
      );
    await expect.poll(running, { timeout: 5000 }).toEqual([{ n: 1 }]);
    abort.abort();
    await expect(endless).rejects.toThrow();
    await expect.poll(running, { timeout: 5000 }).toEqual([{ n: 0 }]);
  });
});

describe('ordinary tools', () => {
  test('get what they ask for in the format they name', async () => {
    const answer = await post('SELECT 1 AS a FORMAT JSONEachRow');
    expect(await answer.text()).toBe('{"a":1}\n');
    expect(answer.headers.get('x-clickhouse-format')).toBe('JSONEachRow');
    expect(await (await post('SELECT 1, 2')).text()).toBe('1\t2\n');
    const csv = await post('', '/?query=SELECT%201,2&default_format=CSV&query_id=mine');
    expect(await csv.text()).toBe('1,2\n');
    expect(csv.headers.get('x-clickhouse-query-id')).toBe('mine');
  });

  test('send statement and data together, and lose nothing', async () => {
    const text = 'INSERT INTO t FORMAT CSV\n7,"x\n\nDROP TABLE t"\n8,y\n';
    expect((await post(text)).status).toBe(200);
    const zipped = gzipSync('9,z\n');
    const path = '/?query=INSERT%20INTO%20t%20FORMAT%20CSV';
    expect((await post(zipped, path, { 'Content-Encoding': 'gzip' })).status).toBe(200);
    const held = await post('SELECT a FROM t WHERE a BETWEEN 7 AND 9 ORDER BY a');
    expect(await held.text()).toBe('7\n8\n9\n');
  });

  test('get errors with code and status', async () => {
    const answer = await post('SELECT * FROM nowhere');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('60');
    expect(await answer.text()).toMatch(
      /^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version /,
    );
  });

  test('cannot write by GET', async () => {
    const url = `${store.url}/?query=TRUNCATE%20TABLE%20t&user=writer&password=${store.passwords.writer}`;
    const answer = await fetch(url);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
  });

  test('get gzip where they take it', async () => {
    const answer = await post('SELECT number FROM numbers(2000)', '/?enable_http_compression=1', {
      'Accept-Encoding': 'gzip',
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect((await answer.text()).split('\n')).toHaveLength(2001);
  });
});

describe('who is not known', () => {
  test.each([
    ['writer', 'wrong'],
    ['reader', ''],
    ['default', ''],
  ])('%s with password %j is turned away', async (user, key) => {
    const answer = await post('SELECT 1', '/', {
      'X-ClickHouse-User': user,
      'X-ClickHouse-Key': key,
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('516');
  });

  test('may ping', async () => {
    expect(await (await fetch(`${store.url}/ping`)).text()).toBe('Ok.\n');
  });
});

describe('a reader', () => {
  test.each([
    ['DROP TABLE t', '164 READONLY'],
    ['CREATE TABLE u AS t', '164 READONLY'],
    ['CREATE TEMPORARY TABLE u (a Int8)', '164 READONLY'],
    ["INSERT INTO t VALUES (1, '')", '164 READONLY'],
    ['TRUNCATE TABLE t', '164 READONLY'],
    ['OPTIMIZE TABLE t', '164 READONLY'],
    ['KILL QUERY WHERE 1', '164 READONLY'],
    ['SET max_execution_time = 0', '164 READONLY'],
    ['SYSTEM FLUSH LOGS', '497 ACCESS_DENIED'],
    ["SELECT file('/etc/passwd')", '497 ACCESS_DENIED'],
    ["SELECT `file` /* */ ('/etc/passwd')", '497 ACCESS_DENIED'],
    ["SELECT * FROM file('/etc/passwd', LineAsString)", '497 ACCESS_DENIED'],
    ["DESCRIBE TABLE FILE('/etc/passwd')", '497 ACCESS_DENIED'],
    ["SELECT * FROM url('http://127.0.0.1:1/', CSV)", '497 ACCESS_DENIED'],
    ["SELECT * FROM executable('id', TSV, 'a String')", '497 ACCESS_DENIED'],
    ["SELECT * FROM remote('127.0.0.1:1', system.one)", '497 ACCESS_DENIED'],
    ["SELECT * FROM sqlite('/tmp/x', 't')", '497 ACCESS_DENIED'],
    ["EXPLAIN SELECT * FROM file('/etc/passwd', LineAsString)", '497 ACCESS_DENIED'],
    ['SELECT * FROM `/etc/passwd`', '164 READONLY'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", '497 ACCESS_DENIED'],
    ['SELECT 1 SETTINGS max_execution_time = 0', '164 READONLY'],
    ['SELECT 1 SETTINGS readonly = 0', '164 READONLY'],
    ['SELECT 1; DROP TABLE t', '62 SYNTAX_ERROR'],
    ['SELECT 1\n\nDROP TABLE t', '62 '],
    ['SELECT 1\n\n;\n\nDROP TABLE t', '62 SYNTAX_ERROR'],
  ])('may not: %s', async (query, code) => {
    const { stream, error } = await reader.exec({ query }).then(
      ({ stream }) => ({ stream, error: 'taken' }),
      (cause) => ({ stream: null, error: codeOf(cause) }),
    );
    stream?.resume();
    expect(error).toContain(code);
  });

  test.each([
    [{ max_execution_time: 0 }, '452 SETTING_CONSTRAINT_VIOLATION'],
    [{ max_execution_time: 3600 }, '452 SETTING_CONSTRAINT_VIOLATION'],
    [{ max_memory_usage: '0' }, '452 SETTING_CONSTRAINT_VIOLATION'],
    [{ readonly: '0' }, '164 READONLY'],
    [{ format_schema: '/etc/passwd' }, '164 READONLY'],
    [{ output_format_schema: '/tmp/overwritten' }, '164 READONLY'],
  ])('may not set %j', async (clickhouse_settings, code) => {
    expect(await refusal(rows(reader, 'SELECT 1', { clickhouse_settings }))).toBe(code);
  });

  test('is stopped when its time is up', async () => {
    const endless = rows(
      reader,
      'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1',
      { clickhouse_settings: { max_execution_time: 1 } },
    );
    expect(await refusal(endless)).toBe('159 TIMEOUT_EXCEEDED');
  });

  test('reads on, and everything is still there', async () => {
    expect(await rows(reader, 'SHOW TABLES')).toEqual([{ name: 't' }]);
  });
});

describe('a second store', () => {
  test('says so in one line where the folder or the port is taken', async () => {
    const second = new RunningStore(7810);
    await expect(second.start()).rejects.toThrow('exited with 1');
    await second.remove();
    const values = [{ a: 20, b: 'still served' }];
    await writer.insert({ table: 't', values, format: 'JSONEachRow' });
    expect(await rows(reader, 'SELECT * FROM t WHERE a = 20')).toEqual(values);
  });

  test('finds the data of the first once that one has ended on request', async () => {
    expect(await store.kill('SIGTERM')).toBe(0);
    await store.start();
    expect(await rows(reader, 'SHOW TABLES')).toEqual([{ name: 't' }]);
  });
});
