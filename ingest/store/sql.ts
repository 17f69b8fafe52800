import type { Millis } from '../../config/contract/ids.ts';

/** A value with its ClickHouse type. Made by the helpers below, never written into the text. */
export class Parameter {
  readonly type: string;
  readonly value: string | number | Date | readonly string[];
  constructor(type: string, value: string | number | Date | readonly string[]) {
    this.type = type;
    this.value = value;
  }
}

/** A statement or a piece of one, with its parameters apart. Made by `sql` only. */
export class Sql {
  readonly pieces: readonly string[];
  readonly holes: readonly (Sql | Parameter)[];
  constructor(pieces: readonly string[], holes: readonly (Sql | Parameter)[]) {
    this.pieces = pieces;
    this.holes = holes;
  }
}

/**
 * The way SQL is written: sql`SELECT … WHERE at >= ${millis(from)} AND ${condition}`. Holes take typed
 * parameters and pieces of SQL; a bare value does not compile.
 *
 * Times: select `toUnixTimestamp64Milli(at) AS at` to get UTC milliseconds as a number. The column, not
 * the alias, is meant by `at` elsewhere in the statement (`prefer_column_name_to_alias`). 64-bit
 * integers come back as numbers, exact up to 2^53.
 */
export const sql = (pieces: TemplateStringsArray, ...holes: (Sql | Parameter)[]): Sql =>
  new Sql(pieces, holes);

/** A text. */
export const text = (value: string): Parameter => new Parameter('String', value);

/** Texts, for `IN` and `has`. */
export const texts = (values: readonly string[]): Parameter =>
  new Parameter('Array(String)', values);

/** A whole number within ±2^53. Throws RangeError for others. */
export function int(value: number): Parameter {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
  return new Parameter('Int64', value);
}

/** A finite number. Throws RangeError for others. */
export function float(value: number): Parameter {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not finite`);
  return new Parameter('Float64', value);
}

/** A time in UTC milliseconds since 1970. Throws RangeError for fractions and times before. */
export function millis(value: Millis): Parameter {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no time`);
  return new Parameter("DateTime64(3, 'UTC')", new Date(value));
}

/** A date of a calendar, as yyyy-MM-dd. Throws RangeError for what is none. */
export function day(value: string): Parameter {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new RangeError(`${value} is no date yyyy-MM-dd`);
  return new Parameter('Date', value);
}

/** All conditions together; true where there are none. */
export const every = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`true`
    : joined(
        conditions.map((one) => sql`(${one})`),
        ' AND ',
      );

const joined = (parts: readonly Sql[], separator: string): Sql =>
  new Sql(['', ...parts.slice(1).map(() => separator), ''], parts);

/** The statement's text with `{p0:Type}` in its holes, and the values by those names. */
export function render(statement: Sql): { query: string; query_params: Record<string, unknown> } {
  const query_params: Record<string, unknown> = {};
  const write = (one: Sql): string =>
    one.pieces.reduce((before, piece, index) => {
      const hole = one.holes[index - 1]!;
      if (hole instanceof Sql) return before + write(hole) + piece;
      const name = `p${Object.keys(query_params).length}`;
      query_params[name] = hole.value;
      return `${before}{${name}:${hole.type}}${piece}`;
    });
  return { query: write(statement), query_params };
}
