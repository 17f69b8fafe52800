import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStatement } from './statement.ts';

const refusal = (sql: string): string => {
  try {
    parseStatement(sql);
  } catch (cause) {
    return (cause as Error).message;
  }
  return 'taken';
};

describe('a statement', () => {
  test('is taken as it stands, without the semicolon at its end', () => {
    expect(parseStatement("SELECT 'a;\n\nb' -- c;\n FORMAT CSV ;; ")).toEqual({
      kind: 'run',
      verb: 'select',
      text: "SELECT 'a;\n\nb' -- c;\n FORMAT CSV",
      format: 'CSV',
      called: [],
      words: new Set(['select', 'format', 'csv']),
    });
  });

  test('names the functions it calls, however they are quoted', () => {
    expect(parseStatement('SELECT `FILE`/**/ (x), "url"\n(y), count()')).toMatchObject({
      called: ['file', 'url', 'count'],
    });
  });

  test.each([
    ['SELECT 1; DROP TABLE t', 'Multi-statements'],
    ['SELECT 1;;\n\nDROP TABLE t', 'Multi-statements'],
    ["SELECT '\\'; DROP TABLE t --'; DROP TABLE t", 'Multi-statements'],
    ['EXPLAIN INSERT INTO t FORMAT CSV\n1', 'INSERT must stand'],
    ['WITH 1 AS x INSERT INTO t FORMAT CSV\n1\n\nDROP TABLE t', 'INSERT must stand'],
    ["INSERT INTO t SELECT * FROM input('a Int8') FORMAT CSV\n1\n\nDROP TABLE t", 'no FORMAT'],
    ["INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV", 'INFILE'],
    ["INSERT INTO FUNCTION file('x') VALUES (1)", 'FUNCTION'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 'OUTFILE'],
    ['SELECT 1 /* ; DROP TABLE t', 'comment without end'],
    ["SELECT 'a", 'quote without end'],
    ["SELECT x'41\\'; DROP TABLE t --'", 'malformed'],
    ['SELECT $$; DROP TABLE t$$', 'unexpected character'],
    [Buffer.from("SELECT ‘'’; DROP TABLE t --'").toString('latin1'), 'unexpected character'],
    [' ; ', 'Empty query'],
  ])('is refused: %j', (sql, reason) => {
    expect(refusal(sql)).toContain(reason);
  });
});

describe('the data of an INSERT', () => {
  test.each([
    ['INSERT INTO t FORMAT CSV\n1,2\n', 'INSERT INTO t ', '', 'CSV', '1,2\n'],
    ['insert t (a, `values`) values (1);', 'insert t (a, `values`) ', '', 'Values', '(1);'],
    [
      'INSERT INTO db.format SETTINGS a=1 FORMAT JSONEachRow {"a":1}',
      'INSERT INTO db.format ',
      'SETTINGS a=1 ',
      'JSONEachRow',
      '{"a":1}',
    ],
  ])('begins after its format: %j', (sql, head, settings, format, data) => {
    const statement = parseStatement(sql);
    expect(statement).toMatchObject({ kind: 'insert', head, settings, format });
    expect(statement.kind === 'insert' && sql.slice(statement.dataAt)).toBe(data);
  });

  test('is never looked at, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const data = `x${Buffer.from(bytes).toString('latin1')}`;
        const sql = `INSERT INTO t FORMAT RowBinary\n${data}`;
        const statement = parseStatement(sql);
        expect(statement.kind === 'insert' && sql.slice(statement.dataAt)).toBe(data);
      }),
    );
  });
});
