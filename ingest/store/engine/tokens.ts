/** One piece of SQL text. `start` and `end` are offsets into it. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'symbol';
  /** A word in lower case, a quoted name without its quotes, a string or symbol as written. */
  text: string;
  start: number;
  end: number;
}

/** SQL text that is not cut into tokens without doubt. Refused rather than guessed at. */
export class UnclearSql extends Error {
  override name = 'UnclearSql';
}

const SPACE = /[ \t\n\r\f\v]+/y;
const LINE_COMMENT = /(?:--|#[ !])[^\n]*/y;
const WORD = /[A-Za-z0-9_][A-Za-z0-9_$]*/y;
const HEX_OR_BINARY = /[xXbB]'[0-9A-Fa-f]*'/y;
const SYMBOL = /[()[\]{},;.*+\-/<>=!%^:?|@&~]/y;

/**
 * Cuts SQL into tokens as ClickHouse's lexer does, lazily, so that a reader may stop where the data of
 * an INSERT begin. Here ends at the first doubt: typographic quotes, heredocs and control characters,
 * which the engine would read as quotes, are refused, so that text never hides a second statement.
 * Throws UnclearSql.
 */
export function* tokens(sql: string): Generator<Token> {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  while (at < sql.length) {
    const skipped = match(SPACE) ?? match(LINE_COMMENT);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      if (end < 0) throw new UnclearSql(`comment without end at position ${at + 1}`);
      at = end + 2;
      continue;
    }
    const start = at;
    const first = sql[at]!;
    if (first === "'" || first === '"' || first === '`') {
      at = endOfQuoted(sql, at, first);
      const kind = first === "'" ? 'string' : 'name';
      // the engine knows more escapes than are undone here: a name must not hide behind one
      if (kind === 'name' && sql.slice(start, at).includes('\\'))
        throw new UnclearSql(`escape in a quoted name at position ${start + 1}`);
      yield {
        kind,
        text: kind === 'name' ? unquoted(sql.slice(start, at)) : "'…'",
        start,
        end: at,
      };
      continue;
    }
    const literal = match(HEX_OR_BINARY);
    if (literal !== undefined) {
      at += literal.length;
      yield { kind: 'string', text: literal, start, end: at };
      continue;
    }
    const word = match(WORD);
    if (word !== undefined) {
      at += word.length;
      if (/^[xb]$/i.test(word) && sql[at] === "'")
        throw new UnclearSql(`malformed ${word}'…' literal at position ${start + 1}`);
      yield { kind: 'word', text: word.toLowerCase(), start, end: at };
      continue;
    }
    if (match(SYMBOL) === undefined)
      throw new UnclearSql(`unexpected character at position ${start + 1}`);
    at += 1;
    yield { kind: 'symbol', text: first, start, end: at };
  }
}

/** Offset after the closing quote; a doubled quote and a backslash escape stand for themselves. */
function endOfQuoted(sql: string, start: number, quote: string): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    if (sql[at] === '\\') at += 1;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  throw new UnclearSql(`quote without end at position ${start + 1}`);
}

const unquoted = (quoted: string): string => {
  const quote = quoted[0]!;
  return quoted.slice(1, -1).replaceAll(quote + quote, quote);
};
