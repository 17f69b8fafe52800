import type { Entry, Fact } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { Sql } from '../sql.ts';

/** How a column's values are written, and what they are here. */
export interface Kinds {
  text: string;
  /** A text of few different values: written as codes into a dictionary; LowCardinality in the store. */
  word: string;
  texts: readonly string[];
  /** Texts by name; Map(LowCardinality(String), String) in the store. */
  map: Readonly<Partial<Record<string, string>>>;
  /** UTC milliseconds; DateTime64(3, 'UTC') in the store. */
  millis: Millis;
  'millis?': Millis | null;
  uint32: number;
  /** UInt64 in the store, exact up to 2^53. */
  uint64: number;
  float: number;
  'float?': number | null;
  'uint8?': number | null;
  bool: boolean;
}
export type Kind = keyof Kinds;

/** An entry of the journal whose fact is of one kind. */
export type EntryOf<F extends Fact> = Entry & { fact: F };

/** A column of a table: its kind, and its value of an entry. */
export type Column<F extends Fact> = {
  [K in Kind]: { readonly kind: K; readonly of: (entry: EntryOf<F>) => Kinds[K] };
}[Kind];

/** How facts of one kind lie in the store. Snake case stops here. */
export interface Table<F extends Fact, Row> {
  readonly name: string;
  /** Columns in the order of the table, by their names. */
  readonly columns: Readonly<Record<string, Column<F>>>;
  /** The entry that a row of `selected` holds. */
  readonly fromRow: (row: Row) => EntryOf<F>;
}

/** The text as UTF-8 can hold it: half a surrogate pair becomes U+FFFD. */
export const wellFormed = (value: string): string => Buffer.from(value).toString();

/** The texts of a map with their names. */
export const pairs = (map: Kinds['map']): [string, string][] =>
  Object.entries(map).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));

/** One cell as JSONEachRow takes it. */
export function toJson(kind: Kind, value: Kinds[Kind]): unknown {
  if ((kind === 'millis' || kind === 'millis?') && typeof value === 'number') {
    const iso = new Date(value).toISOString();
    return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
  }
  // Half a surrogate pair, as cutting a text may leave it, is no JSON that ClickHouse takes.
  if (typeof value === 'string') return wellFormed(value);
  if (kind === 'texts') return (value as Kinds['texts']).map(wellFormed);
  if (kind === 'map')
    return Object.fromEntries(pairs(value as Kinds['map']).map((pair) => pair.map(wellFormed)));
  return value;
}

/** The list of a SELECT whose rows `fromRow` takes: every column, times as UTC milliseconds. */
export const selected = (table: Pick<Table<Fact, never>, 'name'> & { columns: object }): Sql =>
  new Sql(
    [
      Object.entries(table.columns as Record<string, { kind: Kind }>)
        .map(([name, { kind }]) =>
          kind.startsWith('millis') ? `toUnixTimestamp64Milli(${name}) AS ${name}` : name,
        )
        .join(', '),
    ],
    [],
  );
