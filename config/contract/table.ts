import { Cells } from './cells.ts';
import { decodeColumns } from './columns.ts';
import type { Change, Mended, Told, Whole, WireRow } from './wire.ts';

/** What a message changed of one view. Numbers are those of its table, which is changed already. */
export interface ViewChange {
  /** All rows were told anew: those that are not set are gone. */
  whole: boolean;
  /** Numbers that hold no row any more. */
  del: readonly number[];
  set: readonly number[];
  mod: readonly Mended<string>[];
  /** Keys whose rows are gone, or have another number now. */
  gone: readonly string[];
}

/**
 * The rows of one view in columns, by the numbers that the line gives them. A row becomes an object when
 * somebody reads it, and the same one until it changes.
 */
export class Table<Row extends object = object> implements ReadonlyMap<string, Row> {
  #fields: readonly string[] = [];
  #columns: Cells[] = [];
  #keys: (string | undefined)[] = [];
  /** Rows that were read, by number. */
  readonly #read = new Map<number, Row>();
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  get fields(): readonly string[] {
    return this.#fields;
  }

  /** Values of a field by number; what stands at numbers without a row means nothing. */
  column<Field extends keyof Row & string>(field: Field): Pick<Cells<Row[Field]>, 'at'> {
    return (this.#columns[this.#fields.indexOf(field)] ?? new Cells()) as Cells<Row[Field]>;
  }

  /** The numbers that hold a row. */
  numbers(): MapIterator<number> {
    return this.#numbers.values();
  }

  numberOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  keyAt(number: number): string | undefined {
    return this.#keys[number];
  }

  has(key: string): boolean {
    return this.#numbers.has(key);
  }

  get(key: string): Row | undefined {
    const number = this.#numbers.get(key);
    return number === undefined ? undefined : this.#rowAt(number);
  }

  keys(): MapIterator<string> {
    return this.#numbers.keys();
  }

  *values(): MapIterator<Row> {
    for (const number of this.#numbers.values()) yield this.#rowAt(number);
  }

  *entries(): MapIterator<[string, Row]> {
    for (const [key, number] of this.#numbers) yield [key, this.#rowAt(number)];
  }

  [Symbol.iterator](): MapIterator<[string, Row]> {
    return this.entries();
  }

  forEach(run: (row: Row, key: string, map: ReadonlyMap<string, Row>) => void): void {
    for (const [key, row] of this) run(row, key, this);
  }

  clear(): void {
    this.#fields = [];
    this.#columns = [];
    this.#keys = [];
    this.#read.clear();
    this.#numbers.clear();
  }

  /** Makes the rows of a whole view those of the table. */
  fill({ fields, set }: Whole): ViewChange {
    this.clear();
    this.#know(fields);
    this.#set(set);
    return { whole: true, del: [], set: set.numbers, mod: [], gone: [] };
  }

  change({ fields, del, set, mod }: Change): ViewChange {
    if (fields) this.#know(fields);
    const gone = [...this.#free(del)];
    this.#set(set);
    const mended = mod.map((of) => ({ ...of, field: this.#fields[of.field]! }));
    for (const of of mod) this.#mend(of);
    return { whole: false, del, set: set.numbers, mod: mended, gone };
  }

  #know(fields: readonly string[]): void {
    this.#fields = fields;
    while (this.#columns.length < fields.length) {
      const cells = new Cells();
      cells.grow(this.#keys.length);
      this.#columns.push(cells);
    }
  }

  /** The keys that these numbers held. */
  *#free(numbers: readonly number[]): Generator<string> {
    for (const number of numbers) {
      const key = this.#keys[number];
      if (key === undefined) continue;
      this.#keys[number] = undefined;
      this.#read.delete(number);
      this.#numbers.delete(key);
      yield key;
    }
  }

  #set(told: Told): void {
    const { numbers } = told;
    if (numbers.length === 0) return;
    const { keys, columns } =
      'rows' in told
        ? columnsOf(told.rows, this.#fields.length)
        : decodeColumns(told.columns, this.#fields);
    this.#grow(numbers);
    for (let n = 0; n < numbers.length; n++) {
      this.#keys[numbers[n]!] = keys[n]!;
      this.#numbers.set(keys[n]!, numbers[n]!);
    }
    this.#columns.forEach((cells, field) => {
      cells.set(numbers, columns[field]!);
    });
  }

  #mend({ field, numbers, values }: Mended): void {
    const cells = this.#columns[field]!;
    const read = this.#read;
    if ('codes' in values) cells.setCoded(numbers, values);
    else cells.set(numbers, values);
    if (read.size > 0) for (const number of numbers) read.delete(number);
  }

  /** Makes room; an array that grew by gaps would become a slow one. */
  #grow(numbers: readonly number[]): void {
    let room = 0;
    for (const number of numbers) if (number >= room) room = number + 1;
    while (this.#keys.length < room) this.#keys.push(undefined);
    for (const cells of this.#columns) cells.grow(room);
  }

  #rowAt(number: number): Row {
    const read = this.#read.get(number);
    if (read) return read;
    const row = this.#build(number);
    this.#read.set(number, row);
    return row;
  }

  #build(number: number): Row {
    const row: Record<string, unknown> = {};
    for (let field = 0; field < this.#fields.length; field++) {
      const value = this.#columns[field]!.at(number);
      if (value !== undefined) row[this.#fields[field]!] = value;
    }
    return row as Row;
  }
}

function columnsOf(rows: readonly WireRow[], fields: number) {
  return {
    keys: rows.map(([key]) => key),
    columns: Array.from({ length: fields }, (_, field) => rows.map((row) => row[field + 1])),
  };
}
