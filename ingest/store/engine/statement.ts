import { type Token, tokens, UnclearSql } from './tokens.ts';

/** What a request asks the engine to do: exactly one statement. */
export type Statement =
  /** An INSERT whose data follow in the request, from offset `dataAt` on. */
  | {
      kind: 'insert';
      head: string;
      settings: string;
      format: string;
      dataAt: number;
      called: string[];
      words: ReadonlySet<string>;
    }
  /** Anything else. `format` is the one the text itself names, if any. */
  | {
      kind: 'run';
      verb: string;
      text: string;
      format: string | null;
      called: string[];
      /** All words and quoted names, in lower case. */
      words: ReadonlySet<string>;
    };

/** A statement that is refused before the engine sees it. */
export class Refused extends Error {
  override name = 'Refused';
  readonly code: number;
  readonly type: string;
  constructor(code: number, type: string, message: string) {
    super(message);
    this.code = code;
    this.type = type;
  }
}
export const syntaxError = (message: string): Refused =>
  new Refused(62, 'SYNTAX_ERROR', `Syntax error: ${message}`);

/**
 * Reads one statement. `sql` is query text, and, of an INSERT, as much of its data as is at hand; each
 * character stands for one byte (latin1), so that offsets hold for the bytes too.
 * Throws Refused for several statements, for reading or writing files by INFILE and OUTFILE, and for
 * text that cannot be cut into tokens without doubt.
 */
export function parseStatement(sql: string): Statement {
  try {
    const stream = tokens(sql);
    const first = stream.next();
    if (first.done || isEnd(first.value)) throw syntaxError('Empty query');
    if (isWord(first.value, 'insert')) return parseInsert(sql, stream);
    return parseRest(sql, first.value.text, [first.value], stream);
  } catch (cause) {
    if (cause instanceof UnclearSql) throw syntaxError(cause.message);
    throw cause;
  }
}

function parseInsert(sql: string, stream: Generator<Token>): Statement {
  const seen: Token[] = [];
  const next = (): Token => {
    const { value, done } = stream.next();
    if (done) throw syntaxError('INSERT ends before its data');
    seen.push(value);
    return value;
  };

  let token = next();
  if (isWord(token, 'into')) token = next();
  if (isWord(token, 'table')) token = next();
  if (isWord(token, 'function'))
    throw new Refused(497, 'ACCESS_DENIED', 'INSERT INTO FUNCTION is not allowed');
  token = next(); // what follows the first part of the table's name
  while (token.text === '.') {
    next();
    token = next();
  }

  let depth = 0;
  let settingsAt: number | null = null;
  for (; ; token = next()) {
    if (isEnd(token)) throw syntaxError('Multi-statements are not allowed');
    depth += nesting(token);
    if (depth > 0 || token.kind !== 'word') continue;
    if (token.text === 'from') throw new Refused(497, 'ACCESS_DENIED', 'INFILE is not allowed');
    if (token.text === 'select' || token.text === 'with')
      return parseRest(sql, 'insert', seen, stream);
    if (token.text === 'settings') settingsAt = token.start;
    if (token.text !== 'format' && token.text !== 'values') continue;
    const format = token.text === 'values' ? 'Values' : formatName(sql, next());
    const dataAt = seen.at(-1)!.end;
    return {
      kind: 'insert',
      head: sql.slice(0, settingsAt ?? token.start),
      settings: settingsAt === null ? '' : sql.slice(settingsAt, token.start),
      format,
      // The line end after the format's name belongs to the statement, not to the data.
      dataAt: dataAt + (/^[ \t\f]*\r?\n?/.exec(sql.slice(dataAt))?.[0].length ?? 0),
      called: called(seen),
      words: words(seen),
    };
  }
}

function parseRest(sql: string, verb: string, seen: Token[], stream: Generator<Token>): Statement {
  const all = [...seen, ...stream];
  const end = all.findIndex(isEnd);
  const statement = end < 0 ? all : all.slice(0, end);
  if (end >= 0 && !all.slice(end).every(isEnd))
    throw syntaxError('Multi-statements are not allowed');

  let format: string | null = null;
  statement.forEach((token, index) => {
    const following = statement[index + 1];
    if (following === undefined || token.kind !== 'word') return;
    if (isWord(token, 'into') && isWord(following, 'outfile'))
      throw new Refused(497, 'ACCESS_DENIED', 'INTO OUTFILE is not allowed');
    // A second INSERT inside would bring data of its own, which the engine would read from the text.
    const named = following.kind === 'word' || following.kind === 'name';
    if (index > 0 && isWord(token, 'insert') && named)
      throw syntaxError('INSERT must stand at the beginning');
    if (isWord(token, 'format') && following.kind === 'word' && index === statement.length - 2)
      format = sql.slice(following.start, following.end);
  });
  if (
    verb === 'insert' &&
    statement.some((token, i) => isWord(token, 'format') && statement[i + 1]?.text !== '(')
  )
    throw syntaxError('INSERT … SELECT takes no FORMAT');
  const last = statement.at(-1)!;
  return {
    kind: 'run',
    verb,
    text: sql.slice(0, last.end),
    format,
    called: called(statement),
    words: words(statement),
  };
}

/** Names of all functions and table functions that the tokens call, in lower case. */
const called = (all: Token[]): string[] =>
  all.flatMap((token, index) => {
    const isName = token.kind === 'word' || token.kind === 'name';
    return isName && all[index + 1]?.text === '(' ? [token.text.toLowerCase()] : [];
  });

const words = (all: Token[]): ReadonlySet<string> =>
  new Set(
    all.flatMap(({ kind, text }) =>
      kind === 'word' || kind === 'name' ? [text.toLowerCase()] : [],
    ),
  );

const formatName = (sql: string, token: Token): string => {
  if (token.kind !== 'word') throw syntaxError('FORMAT needs a name');
  return sql.slice(token.start, token.end);
};

const isWord = (token: Token, text: string): boolean =>
  token.kind === 'word' && token.text === text;
const isEnd = (token: Token): boolean => token.kind === 'symbol' && token.text === ';';
const nesting = (token: Token): number => {
  if (token.kind !== 'symbol') return 0;
  if (token.text === '(') return 1;
  return token.text === ')' ? -1 : 0;
};
